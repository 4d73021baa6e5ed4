"""The cache generation: a number that increases whenever something changes that readers see.

This is generational caching: the number is part of every cache key.
"""

import time
from typing import ClassVar

from django.db import DatabaseError, OperationalError, connection, models

from page_cache import change_mark

# Seconds for which a database that failed is not asked again: it may take long to fail.
PAUSE = 1.0


class CacheGeneration(models.Model):
    """A single row with the number of changes to the site and the time of the last one.

    It is stored in the database, which all processes on all hosts share: entries under an earlier
    number are never read again, so no process has to notify another.
    """

    ROW = 1
    # What this process read last, with the mark of the change before it, and when the database may
    # be asked again after a failure.
    last_known: ClassVar[tuple[int, change_mark.Mark | None] | None] = None
    retry_at: ClassVar[float] = 0.0

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.FloatField()  # Unix time

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> tuple[int, float]:
        """Return the number and the time of the last change.

        Every request for a page needs it, so this avoids the ORM, which takes ten times as long.
        Raises DatabaseError if the database is away, and renews the connection next time.
        """
        if time.monotonic() < cls.retry_at:
            raise OperationalError("The database did not answer a moment ago.")
        mark = change_mark.current()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT number, changed_at FROM page_cache_cachegeneration")
                number, changed_at = cursor.fetchone() or (0, 0.0)
        except DatabaseError:
            if not connection.in_atomic_block:
                connection.close()
                cls.retry_at = time.monotonic() + PAUSE
            raise
        cls.last_known = number, mark
        return number, changed_at

    @classmethod
    def bump(cls) -> None:
        """Start a new generation, which invalidates all cached pages and values."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE page_cache_cachegeneration SET number = number + 1, changed_at = %s",
                [time.time()],
            )
            if not cursor.rowcount:
                first = cls(pk=cls.ROW, number=1, changed_at=time.time())
                cls.objects.bulk_create([first], ignore_conflicts=True)
        change_mark.renew()

    @classmethod
    def restart(cls) -> None:
        """Start a generation with a number that was never used, after the database was replaced.

        The number that came back with an earlier database may have been used by cached pages since.
        """
        number = time.time_ns() // 1_000_000
        cls.objects.update_or_create(
            pk=cls.ROW, defaults={"number": number, "changed_at": time.time()}
        )
        change_mark.renew()

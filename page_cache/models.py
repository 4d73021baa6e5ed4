"""The generation of the site: a number that grows whenever something changes that readers see."""

import time

from django.db import connection, models


class CacheGeneration(models.Model):
    """The one row that says how often the site has changed, and when it did so last.

    It stands in the database, which all processes on all hosts share: what is kept anywhere under
    an earlier number is never shown again, without anybody being told.
    """

    ROW = 1

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.FloatField()  # in seconds since 1970

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> tuple[int, float]:
        """Return the number and since when it holds: every request for a page asks for this.

        Without the ORM, which would take ten times as long to put the question.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, changed_at FROM page_cache_cachegeneration")
            return cursor.fetchone() or (0, 0.0)

    @classmethod
    def bump(cls) -> None:
        """Begin a new generation."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE page_cache_cachegeneration SET number = number + 1, changed_at = %s",
                [time.time()],
            )
            if not cursor.rowcount:
                first = cls(pk=cls.ROW, number=1, changed_at=time.time())
                cls.objects.bulk_create([first], ignore_conflicts=True)

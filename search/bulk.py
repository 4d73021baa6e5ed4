"""Thousands of new entries at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

MANY = 5000
INDEXES = ("vector", "title_vector")


@contextmanager
def bulk_indexing(number: int) -> Iterator[None]:
    """Let PostgreSQL make its index anew after many entries: one by one they take far longer."""
    if connection.vendor != "postgresql" or number < MANY:
        yield
        return
    with connection.cursor() as cursor:
        for column in INDEXES:
            cursor.execute(f"DROP INDEX search_searchtext_{column}")
        try:
            yield
        finally:
            for column in INDEXES:
                cursor.execute(
                    f"CREATE INDEX search_searchtext_{column} ON search_searchtext "
                    f"USING gin ({column}) WITH (fastupdate = off)"
                )

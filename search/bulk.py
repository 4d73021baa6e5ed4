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
            cursor.execute(f"DROP INDEX IF EXISTS search_searchtext_{column}")
    try:
        yield
    finally:
        make_indexes()


def make_indexes() -> None:
    """Make the indexes of PostgreSQL that are not there: what dropped them may have been killed."""
    for column in missing_indexes():
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX search_searchtext_{column} ON search_searchtext "
                f"USING gin ({column}) WITH (fastupdate = off)"
            )


def missing_indexes() -> list[str]:
    """Return of which columns PostgreSQL has no index."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'search_searchtext'")
        known = {name for (name,) in cursor.fetchall()}
    return [column for column in INDEXES if f"search_searchtext_{column}" not in known]

"""Limit how long a request waits for PostgreSQL; commands may take as long as they need."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Far above what any page needs, and below the time that proxies wait.
LIMITS = "SET statement_timeout = '25s'; SET lock_timeout = '15s'"


def limit_statements() -> None:
    """Limit the statements of all connections that this process opens from now on."""
    connection_created.connect(_set_limits)


def _set_limits(connection: BaseDatabaseWrapper, **_others: object) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LIMITS)

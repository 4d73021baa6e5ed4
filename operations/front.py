"""What stands in front of Django in the processes of the server."""

from collections.abc import Callable

from operations.database_file import DatabaseFileGuard, require_database_file
from operations.health import HealthChecks
from operations.request_log import RequestLog
from operations.statement_limits import limit_statements
from page_cache.wsgi import CachedPageWSGI, invalidate_on_startup

__all__ = ["invalidate_on_startup", "wrap"]


def wrap(django_application: Callable) -> Callable:
    """Return the application with its page cache, health checks and log.

    Raises FileNotFoundError if the database is a file that does not exist.
    """
    application: Callable = HealthChecks(CachedPageWSGI(django_application))
    if path := require_database_file():
        application = DatabaseFileGuard(application, path)
    else:
        limit_statements()
    return RequestLog(application)

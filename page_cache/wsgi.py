"""A WSGI application in front of Django that serves cached pages."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection

from page_cache.cache_keys import cache_key, cache_of
from page_cache.cached_page import CachedPage, accepts_gzip
from page_cache.invalidation import purge
from page_cache.kept_pages import fresh_page, kept_page
from page_cache.models import CacheGeneration

Application = Callable[[dict, Callable], Iterable[bytes]]
# Conditional requests are left to the middleware.
CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_MATCH",
)


def invalidate_on_startup() -> None:
    """Invalidate all cached pages when a server starts.

    Another version of the code may have rendered them into a shared cache, or a process may have
    ended between a commit and the new generation.
    """
    with suppress(DatabaseError):  # The database may not be up yet; requests report that.
        CacheGeneration.bump()
        purge()
    connection.close()


class CachedPageWSGI:
    """A WSGI application (PEP 3333) that wraps Django's and serves cached pages by itself.

    Building Django's request and response objects takes ten times as long as a cache lookup.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Return the cached page, or the response of Django."""
        page = self._lookup(environ) if self._is_cacheable(environ) else None
        if page is None:
            return self.application(environ, start_response)
        start_response("200 OK", list(page.headers))
        return [page.compressed]

    def _is_cacheable(self, environ: dict) -> bool:
        return (
            environ["REQUEST_METHOD"] == "GET"
            and bool(settings.PAGE_CACHE_SECONDS)
            and accepts_gzip(environ)
            and not any(name in environ for name in CONDITIONS)
        )

    def _lookup(self, environ: dict) -> CachedPage | None:
        name = cache_key(environ)
        if name is None:
            return None
        try:
            number, _changed_at = CacheGeneration.current()
        except DatabaseError:
            return kept_page(environ, name)
        return fresh_page(cache_of(environ), f"{number}.{name}")

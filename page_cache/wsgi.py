"""Stands before Django, and answers from what is kept without bothering it."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection

from page_cache.cache_keys import cache_key
from page_cache.cached_page import CachedPage, accepts_gzip
from page_cache.invalidation import purge
from page_cache.models import CacheGeneration

Application = Callable[[dict, Callable], Iterable[bytes]]
# Who asks whether a copy is still as new is answered by the middleware, as is everybody else.
CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_MATCH",
)


def invalidate_on_startup() -> None:
    """Forget, as a server starts, what another version of the site has kept where all share it.

    It may have ended between a change and the raising of the generation, too.
    """
    with suppress(DatabaseError):  # It may not be there yet; who asks for a page is told then.
        CacheGeneration.bump()
        purge()
    connection.close()


class CachedPageWSGI:
    """A WSGI application (PEP 3333) before another: what most readers ask for, at a tenth the cost.

    To make a request and a response of Django's for a page that lies ready takes much longer than
    to find it.
    """

    def __init__(self, application: Application) -> None:
        """Take what makes pages."""
        self.application, self.pages = application, caches["pages"]

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer a request."""
        kept = self._lookup(environ) if self._is_cacheable(environ) else None
        if kept is None:
            return self.application(environ, start_response)
        start_response("200 OK", list(kept.headers))
        return [kept.compressed]

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
        except DatabaseError:  # Django mends its connections as a request begins, and asks anew.
            return None
        return self.pages.get(f"{number}.{name}")

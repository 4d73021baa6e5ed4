"""Serve cached pages while they are fresh, and for hours while the database is away."""

from django.core.cache.backends.base import BaseCache

from page_cache import change_mark
from page_cache.cache_keys import cache_of
from page_cache.cached_page import CachedPage
from page_cache.models import CacheGeneration

KEEP_SECONDS = 6 * 60 * 60


def fresh_page(pages: BaseCache, key: str) -> CachedPage | None:
    """Return a page that is still fresh."""
    page = pages.get(key)
    return page if page is not None and page.is_fresh else None


def kept_page(environ: dict, name: str) -> CachedPage | None:
    """Return a page of the current generation, however old it is.

    Not of an earlier one: something may have been taken off the site since, by another process.
    """
    number, mark = CacheGeneration.last_known or (None, None)
    if mark is None or mark != change_mark.current():
        return None
    return cache_of(environ).get(f"{number}.{name}")

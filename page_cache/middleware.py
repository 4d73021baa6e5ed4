"""Serve pages from the cache; render a missing page once for all readers who request it."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from page_cache.cache_keys import cache_key, cache_of, normalise_query
from page_cache.cached_page import CachedPage, is_cacheable
from page_cache.kept_pages import KEEP_SECONDS, fresh_page, kept_page
from page_cache.memoize import pinned_generation
from page_cache.models import CacheGeneration

# Seconds that other requests wait for the one that renders a page, and between their polls.
LOCK_TIMEOUT, POLL_INTERVAL = 10.0, 0.005


class PageCacheMiddleware:
    """Middleware that caches the pages that are the same for all readers.

    Requests with a session or a password, form submissions, previews and unknown query parameters
    bypass it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PAGE_CACHE_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the cached page, or render and store it."""
        name = cache_key(request.META)
        if name is None:
            return self._bypass(request)
        # Pagination links repeat the query string: tracking parameters must not get into them.
        request.META["QUERY_STRING"] = normalise_query(request.META.get("QUERY_STRING", ""))
        try:
            number, changed_at = CacheGeneration.current()
        except DatabaseError:
            return self._keep(request, name)
        key, pages = f"{number}.{name}", cache_of(request.META)
        page = fresh_page(pages, key)
        if page is None and request.method == "GET":
            page = None if _acquire_lock(pages, key) else _wait_for_lock(pages, key)
        if page is not None:
            return page.to_response(request)
        if request.method == "HEAD":  # Its response has no body to store.
            return self._bypass(request)
        with pinned_generation(number):
            return self._render_and_store(request, pages, key, changed_at)

    def _keep(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """Return a page that was rendered before the database was away, if there is one."""
        page = kept_page(request.META, name)
        return page.to_response(request) if page else self.get_response(request)

    def _bypass(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with pinned_generation():
            return self.get_response(request)

    def _render_and_store(
        self, request: HttpRequest, pages: BaseCache, key: str, changed_at: float
    ) -> HttpResponseBase:
        try:
            response = self.get_response(request)
            if not is_cacheable(response):
                return response
            page = CachedPage.from_response(response, changed_at, settings.PAGE_CACHE_SECONDS)
            pages.set(key, page, KEEP_SECONDS)
            return page.to_response(request)
        finally:
            pages.delete(f"making.{key}")


def _acquire_lock(pages: BaseCache, key: str) -> bool:
    return pages.add(f"making.{key}", 1, LOCK_TIMEOUT)


def _wait_for_lock(pages: BaseCache, key: str) -> CachedPage | None:
    """Return the page that another request renders, or None if it stores none."""
    deadline = time.monotonic() + LOCK_TIMEOUT
    while time.monotonic() < deadline:
        time.sleep(POLL_INTERVAL)
        is_locked = f"making.{key}" in pages
        if (page := fresh_page(pages, key)) is not None or not is_locked:
            return page
    return None

"""Keeps the pages that everybody may read, so that each is made once for all its readers."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from page_cache.cache_keys import cache_key, normalise_query
from page_cache.cached_page import CachedPage, is_cacheable
from page_cache.memoize import pinned_generation
from page_cache.models import CacheGeneration

# In seconds: how long one request may take to make a page for which others wait, and how often
# these look whether it is there.
LOCK_TIMEOUT, POLL_INTERVAL = 10.0, 0.005


class PageCacheMiddleware:
    """Answers from what is kept, and makes a page that is not: one request for all that wait.

    It stays out of the way of everybody who is signed in or has entered a password, of forms, of
    previews, and of addresses that ask for something that no list of ours knows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what makes a page; raises MiddlewareNotUsed where no page is to be kept."""
        if not settings.PAGE_CACHE_SECONDS:
            raise MiddlewareNotUsed
        self.get_response, self.pages = get_response, caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        name = cache_key(request.META)
        if name is None:
            return self._bypass(request)
        # From the query goes what only tells where a reader came from: no link may repeat it.
        request.META["QUERY_STRING"] = normalise_query(request.META.get("QUERY_STRING", ""))
        number, changed_at = CacheGeneration.current()
        key = f"{number}.{name}"
        kept = self.pages.get(key)
        if kept is None and request.method == "GET":
            kept = None if self._acquire_lock(key) else self._wait_for_lock(key)
        if kept is not None:
            return kept.to_response(request)
        if request.method == "HEAD":  # Of which nobody could keep the page.
            return self._bypass(request)
        with pinned_generation(number):
            return self._render_and_store(request, key, changed_at)

    def _bypass(self, request: HttpRequest) -> HttpResponseBase:
        """Have a request answered of which nothing is kept."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with pinned_generation():
            return self.get_response(request)

    def _render_and_store(
        self, request: HttpRequest, key: str, changed_at: float
    ) -> HttpResponseBase:
        """Make a page, and keep it where it is the same for everybody."""
        try:
            response = self.get_response(request)
            if not is_cacheable(response):
                return response
            kept = CachedPage.from_response(response, changed_at, settings.PAGE_CACHE_SECONDS)
            self.pages.set(key, kept, settings.PAGE_CACHE_SECONDS)
            return kept.to_response(request)
        finally:
            self.pages.delete(f"making.{key}")

    def _acquire_lock(self, key: str) -> bool:
        return self.pages.add(f"making.{key}", 1, LOCK_TIMEOUT)

    def _wait_for_lock(self, key: str) -> CachedPage | None:
        """Return what another request is making; None where that came to nothing."""
        until = time.monotonic() + LOCK_TIMEOUT
        while time.monotonic() < until:
            time.sleep(POLL_INTERVAL)
            is_being_made = f"making.{key}" in self.pages
            if (kept := self.pages.get(key)) is not None or not is_being_made:
                return kept
        return None

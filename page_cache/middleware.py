"""Keeps the pages that everybody may read, so that each is made once for all its readers."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from page_cache.cache_keys import known_query, page_name
from page_cache.cached_page import KeptPage, may_be_kept
from page_cache.memoize import one_generation
from page_cache.models import Generation

# In seconds: how long one request may take to make a page for which others wait, and how often
# these look whether it is there.
LONGEST_MAKING, LOOK_AGAIN = 10.0, 0.005


class KeptPagesMiddleware:
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
        name = page_name(request.META)
        if name is None:
            return self._pass_on(request)
        # From the query goes what only tells where a reader came from: no link may repeat it.
        request.META["QUERY_STRING"] = known_query(request.META.get("QUERY_STRING", ""))
        number, raised_at = Generation.current()
        key = f"{number}.{name}"
        kept = self.pages.get(key)
        if kept is None and request.method == "GET":
            kept = None if self._is_first(key) else self._wait(key)
        if kept is not None:
            return kept.answer(request)
        if request.method == "HEAD":  # Of which nobody could keep the page.
            return self._pass_on(request)
        with one_generation(number):
            return self._make(request, key, raised_at)

    def _pass_on(self, request: HttpRequest) -> HttpResponseBase:
        """Have a request answered of which nothing is kept."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_generation():
            return self.get_response(request)

    def _make(self, request: HttpRequest, key: str, raised_at: float) -> HttpResponseBase:
        """Make a page, and keep it where it is the same for everybody."""
        try:
            response = self.get_response(request)
            if not may_be_kept(response):
                return response
            kept = KeptPage.of(response, raised_at, settings.PAGE_CACHE_SECONDS)
            self.pages.set(key, kept, settings.PAGE_CACHE_SECONDS)
            return kept.answer(request)
        finally:
            self.pages.delete(f"making.{key}")

    def _is_first(self, key: str) -> bool:
        return self.pages.add(f"making.{key}", 1, LONGEST_MAKING)

    def _wait(self, key: str) -> KeptPage | None:
        """Return what another request is making; None where that came to nothing."""
        until = time.monotonic() + LONGEST_MAKING
        while time.monotonic() < until:
            time.sleep(LOOK_AGAIN)
            is_being_made = f"making.{key}" in self.pages
            if (kept := self.pages.get(key)) is not None or not is_being_made:
                return kept
        return None

"""Of concurrent requests for a missing page, one renders it and the others wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from page_cache.middleware import PageCacheMiddleware
from page_cache.models import CacheGeneration

READERS = 6


@pytest.fixture
def fetch_concurrently(settings, monkeypatch):
    """Return a function that sends concurrent requests to a view."""
    settings.PAGE_CACHE_SECONDS = 300
    monkeypatch.setattr(CacheGeneration, "current", lambda: (1, 0.0))

    def fetch(view):
        middleware = PageCacheMiddleware(view)

        def read(_number):
            try:
                return middleware(RequestFactory().get("/a/")).content.decode()
            except RuntimeError as error:
                return str(error)

        with ThreadPoolExecutor(READERS) as readers:
            return list(readers.map(read, range(READERS)))

    return fetch


def slow_view(calls, respond):
    """Return a view that responds after the other requests have arrived."""
    waiting = threading.Event()

    def view(request):
        calls.append(request.path)
        waiting.wait(0.1)
        return respond(len(calls))

    return view


def test_page_is_rendered_once(fetch_concurrently):
    calls = []
    responses = fetch_concurrently(slow_view(calls, lambda number: HttpResponse(f"page {number}")))
    assert responses == ["page 1"] * READERS
    assert calls == ["/a/"]


def test_failed_rendering_releases_the_lock(fetch_concurrently):
    calls = []

    def fail_once(number):
        if number == 1:
            raise RuntimeError("It fails.")
        return HttpResponse("page")

    responses = fetch_concurrently(slow_view(calls, fail_once))
    assert sorted(responses) == ["It fails.", *["page"] * (READERS - 1)]


def test_uncacheable_response_is_rendered_for_each_request(fetch_concurrently):
    calls = []
    responses = fetch_concurrently(
        slow_view(calls, lambda _number: HttpResponse("gone", status=404))
    )
    assert responses == ["gone"] * READERS
    assert len(calls) == READERS

"""Of all who ask for a page that is not there, one makes it and the others wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from page_cache.middleware import PageCacheMiddleware
from page_cache.models import CacheGeneration

READERS = 6


@pytest.fixture
def ask(settings, monkeypatch):
    """Have several readers ask for the same page, which is made by what is given."""
    settings.PAGE_CACHE_SECONDS = 300
    monkeypatch.setattr(CacheGeneration, "current", lambda: (1, 0.0))

    def ask(make):
        middleware = PageCacheMiddleware(make)

        def read(_number):
            try:
                return middleware(RequestFactory().get("/a/")).content.decode()
            except RuntimeError as error:
                return str(error)

        with ThreadPoolExecutor(READERS) as readers:
            return list(readers.map(read, range(READERS)))

    return ask


def maker(made, answer):
    """Return what makes a page while the others arrive."""
    waiting = threading.Event()

    def make(request):
        made.append(request.path)
        waiting.wait(0.1)
        return answer(len(made))

    return make


def test_page_is_made_once_for_all_who_ask(ask):
    made = []
    read = ask(maker(made, lambda number: HttpResponse(f"page {number}")))
    assert read == ["page 1"] * READERS
    assert made == ["/a/"]


def test_maker_that_fails_makes_nobody_wait_for_ever(ask):
    made = []

    def fail_once(number):
        if number == 1:
            raise RuntimeError("It fails.")
        return HttpResponse("page")

    read = ask(maker(made, fail_once))
    assert sorted(read) == ["It fails.", *["page"] * (READERS - 1)]


def test_page_that_is_not_kept_is_made_for_each(ask):
    made = []
    read = ask(maker(made, lambda _number: HttpResponse("gone", status=404)))
    assert read == ["gone"] * READERS
    assert len(made) == READERS

"""Cached pages are served by the WSGI wrapper; all other requests reach Django."""

import gzip
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.test import RequestFactory

from page_cache.models import CacheGeneration
from page_cache.wsgi import CachedPageWSGI, invalidate_on_startup

GZIP = {"accept-encoding": "gzip, deflate, br"}


pytestmark = pytest.mark.usefixtures("page_cache_on")


@pytest.fixture
def send():
    """Return a function that sends a request: (status, headers, content), or None from Django."""

    def send_request(url, method="get", **headers):
        response = []
        application = CachedPageWSGI(lambda _environ, _start: None)
        environ = getattr(RequestFactory(), method)(url, headers=GZIP | headers).environ
        content = application(
            environ, lambda status, headers: response.extend([status, dict(headers)])
        )
        return content and (*response, b"".join(content))

    return send_request


def test_cached_page_is_what_django_sends(site_tree, client, send, django_assert_num_queries):
    assert send(site_tree.article.url) is None
    expected = client.get(site_tree.article.url, headers=GZIP)
    with django_assert_num_queries(1):
        status, headers, content = send(site_tree.article.url)
    assert status == "200 OK"
    assert headers == dict(expected.headers)
    assert content == expected.content
    assert int(headers["Content-Length"]) == len(content)
    assert "<h1" in gzip.decompress(content).decode()
    assert {"Content-Security-Policy", "X-Content-Type-Options", "ETag"} <= set(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "csrftoken=a; sessionid=b"},
        {"cookie": "csrftoken=a; sessionid =b"},
        {"authorization": "Basic YTpi"},
        {"if-none-match": 'W/"a"'},
        {"if-modified-since": "Wed, 25 Nov 2026 12:00:00 GMT"},
        {"accept-encoding": "identity"},
        {"accept-encoding": "gzip;q=0"},
        {"host": "localhost"},
        {"x-forwarded-proto": "https"},
    ],
)
def test_other_requests_reach_django(site_tree, client, send, headers):
    client.get(site_tree.article.url, headers=GZIP)
    assert send(site_tree.article.url, **headers) is None


@pytest.mark.parametrize("method", ["head", "post", "options"])
def test_other_methods_reach_django(site_tree, client, send, method):
    client.get(site_tree.article.url, headers=GZIP)
    assert send(site_tree.article.url, method) is None


def test_tracking_parameters_do_not_matter(site_tree, client, send):
    client.get(site_tree.section.url, headers=GZIP)
    assert send(f"{site_tree.section.url}?utm_source=letter")
    assert send(f"{site_tree.section.url}?page=2") is None
    assert send(f"{site_tree.section.url}?unknown=2") is None


def test_new_generation_invalidates_pages(site_tree, client, send):
    client.get(site_tree.article.url, headers=GZIP)
    CacheGeneration.bump()
    assert send(site_tree.article.url) is None


def test_kept_pages_are_served_while_the_database_is_away(site_tree, client, send, monkeypatch):
    client.get(site_tree.article.url, headers=GZIP)
    assert send(site_tree.article.url)

    def fail():
        raise DatabaseError

    monkeypatch.setattr(CacheGeneration, "current", fail)
    later = time.time() + settings.PAGE_CACHE_SECONDS + 10
    monkeypatch.setattr("page_cache.cached_page.time.time", lambda: later)
    assert send(site_tree.article.url)
    plain = client.get(site_tree.article.url, headers={"Accept-Encoding": "identity"})
    assert site_tree.article.title in plain.content.decode()
    assert send(site_tree.event.url) is None  # which is left to Django


def test_page_that_is_not_fresh_is_rendered(site_tree, client, send, monkeypatch):
    client.get(site_tree.article.url, headers=GZIP)
    later = time.time() + settings.PAGE_CACHE_SECONDS + 10
    monkeypatch.setattr("page_cache.cached_page.time.time", lambda: later)
    assert send(site_tree.article.url) is None


def test_page_of_an_earlier_generation_is_not_kept(site_tree, client, send, monkeypatch):
    """Something may have been taken off the site."""
    client.get(site_tree.article.url, headers=GZIP)
    CacheGeneration.bump()
    assert send(site_tree.article.url) is None

    def fail():
        raise DatabaseError

    monkeypatch.setattr(CacheGeneration, "current", fail)
    assert send(site_tree.article.url) is None


def test_database_that_failed_is_not_asked_for_a_second(db, monkeypatch):
    monkeypatch.setattr(CacheGeneration, "retry_at", time.monotonic() + 10)
    with pytest.raises(OperationalError):
        CacheGeneration.current()


def test_startup_invalidates_pages(site_tree, client, send, monkeypatch):
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    client.get(site_tree.article.url, headers=GZIP)
    invalidate_on_startup()
    assert send(site_tree.article.url) is None

    def fail():
        raise DatabaseError

    monkeypatch.setattr(CacheGeneration, "bump", fail)
    invalidate_on_startup()

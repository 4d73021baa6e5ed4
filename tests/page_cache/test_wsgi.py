"""What lies ready is sent before Django begins, and all else goes on to it."""

import gzip

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from page_cache.models import CacheGeneration
from page_cache.wsgi import CachedPageWSGI, invalidate_on_startup

GZIP = {"accept-encoding": "gzip, deflate, br"}


pytestmark = pytest.mark.usefixtures("page_cache_on")


@pytest.fixture
def ask():
    """Ask the front; return status, headers and content, or None where it asks Django."""

    def ask(address, method="get", **headers):
        answer = []
        front = CachedPageWSGI(lambda _environ, _start: None)
        environ = getattr(RequestFactory(), method)(address, headers=GZIP | headers).environ
        content = front(environ, lambda status, headers: answer.extend([status, dict(headers)]))
        return content and (*answer, b"".join(content))

    return ask


def test_what_lies_ready_is_what_django_would_send(
    site_tree, client, ask, django_assert_num_queries
):
    assert ask(site_tree.article.url) is None
    sent = client.get(site_tree.article.url, headers=GZIP)
    with django_assert_num_queries(1):
        status, headers, content = ask(site_tree.article.url)
    assert status == "200 OK"
    assert headers == dict(sent.headers)
    assert content == sent.content
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
def test_who_asks_for_something_else_is_answered_by_django(site_tree, client, ask, headers):
    client.get(site_tree.article.url, headers=GZIP)
    assert ask(site_tree.article.url, **headers) is None


@pytest.mark.parametrize("method", ["head", "post", "options"])
def test_other_methods_go_on(site_tree, client, ask, method):
    client.get(site_tree.article.url, headers=GZIP)
    assert ask(site_tree.article.url, method) is None


def test_where_a_reader_came_from_makes_no_other_page(site_tree, client, ask):
    client.get(site_tree.section.url, headers=GZIP)
    assert ask(f"{site_tree.section.url}?utm_source=letter")
    assert ask(f"{site_tree.section.url}?page=2") is None
    assert ask(f"{site_tree.section.url}?unknown=2") is None


def test_nothing_is_older_than_its_generation(site_tree, client, ask):
    client.get(site_tree.article.url, headers=GZIP)
    CacheGeneration.bump()
    assert ask(site_tree.article.url) is None


def test_database_that_does_not_answer_is_left_to_django(site_tree, client, ask, monkeypatch):
    client.get(site_tree.article.url, headers=GZIP)

    def fail():
        raise DatabaseError

    monkeypatch.setattr(CacheGeneration, "current", fail)
    assert ask(site_tree.article.url) is None


def test_new_server_shows_nothing_that_another_kept(site_tree, client, ask, monkeypatch):
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    client.get(site_tree.article.url, headers=GZIP)
    invalidate_on_startup()
    assert ask(site_tree.article.url) is None

    def fail():
        raise DatabaseError

    monkeypatch.setattr(CacheGeneration, "bump", fail)
    invalidate_on_startup()

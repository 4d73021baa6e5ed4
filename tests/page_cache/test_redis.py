"""The site works while the Redis server is unavailable."""

import logging

import pytest
from django.core.cache import caches

from page_cache.redis import FailOpenRedisCache
from tests.journeys.server import free_port


@pytest.fixture
def unavailable(settings):
    """Configure all caches to use a Redis server that does not exist."""
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    backend = {"BACKEND": "page_cache.redis.FailOpenRedisCache", "LOCATION": nowhere}
    FailOpenRedisCache.retry_at = 0.0
    settings.CACHES = {name: backend | {"KEY_PREFIX": name} for name in settings.CACHES}
    settings.PAGE_CACHE_SECONDS = 300
    yield
    FailOpenRedisCache.retry_at = 0.0


def test_operations_behave_as_with_an_empty_cache(unavailable):
    cache = caches["default"]
    for _attempt in range(2):
        assert cache.get("a") is None
        assert cache.get("a", 3) == 3
        assert cache.get_many(["a"]) == {}
        assert cache.add("a", 1)
        assert cache.set("a", 1) is None
        assert cache.set_many({"a": 1}) == []
        assert not cache.touch("a")
        assert not cache.delete("a")
        assert "a" not in cache
        assert cache.incr("a") == 1
        assert cache.get_or_set("a", 5) == 5
        cache.delete_many(["a"])
        cache.clear()


def test_pages_and_searches_work(unavailable, site_tree, client, editor):
    for url in (site_tree.article.url, site_tree.section.url, "/search/?q=strike"):
        for _attempt in range(2):
            assert client.get(url).status_code == 200
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_failure_is_logged_once_for_a_while(unavailable, caplog):
    with caplog.at_level(logging.WARNING):
        for _attempt in range(5):
            caches["pages"].get("a")
    assert len(caplog.records) == 1
    assert "The shared cache is unavailable" in caplog.text

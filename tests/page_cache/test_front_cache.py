"""Caches in front of the site get PURGE requests, and are never waited for."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from page_cache import front_cache
from page_cache.front_cache import PurgeBackend
from page_cache.invalidation import purge


class Cache(BaseHTTPRequestHandler):
    """Notes what it is asked to purge."""

    purged = []

    def do_PURGE(self):
        self.purged.append((self.path, self.headers["Host"]))
        self.send_response(404 if "missing" in self.path else 200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def cache():
    Cache.purged.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def use(settings, *locations):
    settings.WAGTAILFRONTENDCACHE = {
        url: {"BACKEND": "page_cache.front_cache.PurgeBackend", "LOCATION": url}
        for url in locations
    }


def test_purge_names_the_host_of_the_site(cache):
    backend = PurgeBackend({"LOCATION": cache})
    backend.purge("https://example.org:8443/a?b=c")
    assert Cache.purged == [("/a?b=c", "example.org:8443")]


@pytest.mark.parametrize("behaviour", ["silent", "closed", "unknown"])
def test_cache_that_does_not_answer_is_not_waited_for(
    cache, settings, monkeypatch, caplog, behaviour
):
    monkeypatch.setattr(front_cache, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        away = f"http://127.0.0.1:{listener.getsockname()[1]}"
        if behaviour == "closed":
            listener.close()
        elif behaviour == "unknown":
            away = "http://no-such-host.invalid"
        use(settings, away, cache)
        start = time.monotonic()
        purge()
        assert time.monotonic() - start < 2
    assert "was not purged" in caplog.text
    assert Cache.purged == [("/*", "localhost")]  # The other cache is purged.


def test_refusal_is_logged(cache, caplog):
    PurgeBackend({"LOCATION": cache}).purge("http://example.org/missing")
    assert "refused PURGE: 404" in caplog.text

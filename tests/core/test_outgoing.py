"""Requests to other hosts never reach our own network, and are bounded."""

import gzip
import ipaddress
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outgoing import Limits, OutgoingError, fetch, is_public

LIMITS = Limits(max_bytes=1_000_000, seconds=2, redirects=2)
INNER = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
]


class Handler(BaseHTTPRequestHandler):
    """Answers slowly, with much, or by a redirect, as the path says."""

    requests = []

    def do_GET(self):
        self.requests.append((self.path, self.headers["Host"]))
        answer = getattr(self, self.path.strip("/").partition("/")[0], self.usual)
        answer()

    def to(self):
        self.send_response(302)
        self.send_header("Location", self.path.removeprefix("/to/"))
        self.end_headers()

    def slow_header(self):
        self.drip(b"HTTP/1.0 200 OK\r\n" + b"a" * 100)

    def slow_body(self):
        self.send_response(200)
        self.end_headers()
        self.drip(b"x" * 100)

    def packed(self):
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(b"\0" * 50_000_000))

    def usual(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"content")

    def drip(self, content):
        with suppress(OSError):
            for letter in content:
                self.wfile.write(bytes([letter]))
                time.sleep(0.2)

    def log_message(self, *args):
        pass


@pytest.fixture
def answers(monkeypatch):
    """Let a name server answer; each question takes the next answer, and the last one stays."""

    def set_answers(*addresses):
        left = list(addresses)
        resolve = socket.getaddrinfo

        def getaddrinfo(host, port, *_others, **_options):
            if host != "example.org":  # The connection to an address.
                return resolve(host, port, *_others, **_options)
            address = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return set_answers


@pytest.fixture
def other(monkeypatch):
    """A server that counts as public, and the requests that it got."""
    Handler.requests.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own = ipaddress.ip_address("127.0.0.1")
    monkeypatch.setattr(
        "core.outgoing.is_public", lambda address: address == own or is_public(address)
    )
    yield f"http://127.0.0.1:{server.server_port}", Handler.requests
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8"))
def test_inner_addresses_within_others_are_not_public(address):
    number = int(address)
    for text in (f"::ffff:{address}", str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))):
        assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_other_addresses_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", INNER)
def test_name_of_an_inner_address_is_refused(answers, address):
    answers(address)
    with pytest.raises(OutgoingError, match=r"example\.org is not a public host"):
        fetch("http://example.org/", LIMITS)


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://old.example/a", "gopher://x", "http://", "", "example.org"),
        *("http://127.0.0.1/a", "http://localhost/a", "http://169.254.169.254/latest/meta-data"),
        *("http://[::1]/a", "http://0/a", "http://0x7f.1/", "http://2130706433/"),
        *("http://[", "http://a:99999999/", "http://user@127.0.0.1/", "http://a b/"),
    ],
)
def test_other_urls_are_refused(url):
    with pytest.raises(OutgoingError):
        fetch(url, LIMITS)


def test_name_is_resolved_once(answers, other):
    """The second answer of the name server, an inner address, is not asked for."""
    url, requests = other
    answers("127.0.0.1", "10.0.0.1")
    port = url.rpartition(":")[2]
    assert fetch(f"http://example.org:{port}/a?b#c", LIMITS) == b"content"
    assert requests == [("/a?b", f"example.org:{port}")]


def test_redirect_to_an_inner_address_is_refused(other):
    url, _requests = other
    assert fetch(f"{url}/to//a", LIMITS) == b"content"
    with pytest.raises(OutgoingError, match="not a public host"):
        fetch(f"{url}/to/http://10.0.0.1/", LIMITS)
    with pytest.raises(OutgoingError, match="too many redirects"):
        fetch(f"{url}/to//to//to//a", LIMITS)


@pytest.mark.parametrize("path", ["/packed", "/slow_body", "/slow_header"])
def test_time_and_size_are_bounded(other, path):
    url, _requests = other
    start = time.monotonic()
    with pytest.raises(OutgoingError):
        fetch(url + path, LIMITS)
    assert time.monotonic() - start < 5

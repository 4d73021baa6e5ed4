"""The server as a process: its port, its workers, and connections on which nothing happens."""

import contextlib
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

from site_config.idle_connections import SLOW_SECONDS
from site_config.settings.environment import PROJECT
from tests.journeys.server import served

IDLE_SECONDS = 3
CONNECTIONS = 300


@pytest.fixture
def server(demo_environment):
    port = urlsplit(demo_environment["BASE_URL"]).port
    with served(demo_environment | {"IDLE_SECONDS": str(IDLE_SECONDS)}, port) as process:
        process.port = port
        yield process


def answers(port):
    with contextlib.suppress(URLError, OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).status
    return None


def test_taken_port_is_refused_in_one_sentence(server):
    result = subprocess.run(
        ["make", "--no-print-directory", "free-port", f"PORT={server.port}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode
    assert result.stdout.strip() == (
        f"Port {server.port} is in use. Choose another one: make run PORT=9000"
    )


def test_workers_end_with_their_master(server):
    server.send_signal(signal.SIGKILL)
    server.wait(timeout=5)
    deadline = time.monotonic() + 10
    while answers(server.port) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answers(server.port) is None


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: a",
        b"POST /admin/accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\na",
    ],
    ids=["silent", "half a header", "half a body"],
)
def test_idle_connections_keep_no_reader_out_and_are_dropped(server, sent):
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(CONNECTIONS)]
    try:
        for connection in idle:
            connection.sendall(sent)
            connection.settimeout(30)
        assert [answers(server.port) for _ in range(5)] == [200] * 5
        for connection in idle:
            with contextlib.suppress(ConnectionResetError):
                while connection.recv(10_000):
                    pass
        assert answers(server.port) == 200
    finally:
        for connection in idle:
            connection.close()


def trickle(connections, stop):
    """Send a byte on each connection every second, as long as it is open."""
    while not stop.wait(1):
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.send(b"a")


def test_bodies_that_arrive_byte_by_byte_are_dropped(server):
    """The cookie makes Django read the body, in one of the few threads."""
    header = (
        b"POST /admin/accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n\r\nlogin=a"
    )
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(16)]
    stop = threading.Event()
    sender = threading.Thread(target=trickle, args=[slow, stop])
    try:
        for connection in slow:
            connection.sendall(header)
        sender.start()
        deadline = time.monotonic() + SLOW_SECONDS + 20
        for connection in slow:
            connection.settimeout(max(deadline - time.monotonic(), 0.1))
            with contextlib.suppress(ConnectionResetError):
                while connection.recv(10_000):
                    pass
        assert [answers(server.port) for _ in range(3)] == [200] * 3
    finally:
        stop.set()
        sender.join()
        for connection in slow:
            connection.close()

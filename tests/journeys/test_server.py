"""The server as a process: its port, its workers, and connections on which nothing happens."""

import contextlib
import signal
import socket
import subprocess
import time
import urllib.request
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

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

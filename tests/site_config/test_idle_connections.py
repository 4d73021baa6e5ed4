"""Connections on which nothing happens are dropped; others are not."""

import socket
import time

import pytest

from site_config import idle_connections
from site_config.idle_connections import Watch


@pytest.fixture
def connect():
    """Return a function that makes a connection to a listener of this process: both its ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    opened = [listener]

    def connected():
        ours = socket.create_connection(listener.getsockname())
        theirs, _address = listener.accept()
        opened.extend((ours, theirs))
        ours.settimeout(2)
        return ours, theirs

    yield connected
    for each in opened:
        each.close()


def test_silent_connection_is_dropped(connect):
    silent, _theirs = connect()
    time.sleep(0.3)
    busy, server = connect()
    busy.send(b"GET")
    server.send(b"HTTP")
    assert Watch(0.2).drop() == 1
    assert silent.recv(10) == b""
    assert busy.recv(10) == b"HTTP"


def test_connection_that_got_an_answer_long_ago_is_dropped(connect):
    client, server = connect()
    client.send(b"GET")
    server.send(b"HTTP")
    time.sleep(0.3)
    assert Watch(0.2).drop() == 1
    assert client.recv(10) == b"HTTP"
    assert client.recv(10) == b""


def test_outgoing_connections_stay(connect):
    """Only the ends that were accepted count: the others may lead to the database."""
    ours, theirs = connect()
    time.sleep(0.3)
    assert Watch(0.2).drop() == 1
    assert theirs.getsockname()[1] != ours.getsockname()[1]


def test_recent_connections_stay(connect):
    connect()
    assert Watch(60).drop() == 0


def test_body_that_arrives_byte_by_byte_is_dropped(connect, monkeypatch):
    monkeypatch.setattr(idle_connections, "SLOW_SECONDS", 0.5)
    slow, _theirs = connect()
    fast, their_end = connect()
    watch = Watch(60)
    dropped = 0
    for _ in range(12):
        slow.send(b"a")
        fast.send(b"a" * 20_000)
        their_end.recv(100_000)
        time.sleep(0.1)
        dropped += watch.drop()
        if dropped:
            break
    assert dropped == 1
    assert slow.recv(10) == b""


def test_quick_answers_to_small_requests_are_not_slow(connect, monkeypatch):
    monkeypatch.setattr(idle_connections, "SLOW_SECONDS", 0.5)
    client, server = connect()
    watch = Watch(60)
    for _ in range(12):
        client.send(b"GET")
        server.send(b"HTTP")
        time.sleep(0.1)
        assert watch.drop() == 0


def test_long_answer_is_waited_for(connect, monkeypatch):
    monkeypatch.setattr(idle_connections, "SLOW_SECONDS", 0.3)
    client, _server = connect()
    client.send(b"GET")
    watch = Watch(60)
    for _ in range(8):
        time.sleep(0.1)
        assert watch.drop() == 0

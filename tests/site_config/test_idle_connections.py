"""Connections on which nothing happens are dropped; others are not."""

import socket
import time

import pytest

from site_config.idle_connections import drop_once


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
    assert drop_once(0.2) == 1
    assert silent.recv(10) == b""
    assert busy.recv(10) == b"HTTP"


def test_connection_that_got_an_answer_long_ago_is_dropped(connect):
    client, server = connect()
    client.send(b"GET")
    server.send(b"HTTP")
    time.sleep(0.3)
    assert drop_once(0.2) == 1
    assert client.recv(10) == b"HTTP"
    assert client.recv(10) == b""


def test_outgoing_connections_stay(connect):
    """Only the ends that were accepted count: the others may lead to the database."""
    ours, theirs = connect()
    time.sleep(0.3)
    assert drop_once(0.2) == 1
    assert theirs.getsockname()[1] != ours.getsockname()[1]


def test_recent_connections_stay(connect):
    connect()
    assert drop_once(60) == 0

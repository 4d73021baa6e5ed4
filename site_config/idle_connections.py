"""Drop connections on which nothing or next to nothing happens: the server keeps them for ever.

A few thousand idle ones, or a few bodies that arrive byte by byte, would keep readers out. A proxy
in front of the site drops them before they get here.
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

CHECK_INTERVAL = 5  # seconds
# A body has to arrive at this rate, in bytes per second, once it has taken SLOW_SECONDS.
MIN_RATE, SLOW_SECONDS = 2_000, 15
DESCRIPTORS = Path("/proc/self/fd")
# struct tcp_info (tcp(7), Linux): the state, and from byte 8 on 13 numbers, of which the tenth and
# the twelfth are the milliseconds since something was sent and received. The number of bytes that
# were received follows at byte 128.
INFO_BYTES, NUMBERS, SENT, RECEIVED, BYTES_AT = 136, "13I", 9, 11, 128
ESTABLISHED, LISTENING = 1, 10


class Connection(NamedTuple):
    """A TCP socket of the process; times are seconds since something was sent or received."""

    descriptor: int
    name: str
    state: int
    port: int
    sent: float
    received: float
    bytes_received: int


class Watch:
    """What is known of the connections, from one check to the next."""

    def __init__(self, seconds: float) -> None:
        """Drop connections that are idle for `seconds`."""
        self.seconds = seconds
        # By name of a connection that is receiving: since when, and how much it had received.
        self.receiving: dict[str, tuple[float, int]] = {}

    def drop(self) -> int:
        """Drop the connections that are idle or too slow now, and return their number."""
        found = list(_connections())
        ports = {each.port for each in found if each.state == LISTENING}
        accepted = [each for each in found if each.state == ESTABLISHED and each.port in ports]
        self._remember(accepted)
        dropped = [each for each in accepted if self._is_idle(each) or self._is_slow(each)]
        for each in dropped:
            with suppress(OSError), closing(_socket(each.descriptor)) as connection:
                connection.shutdown(socket.SHUT_RDWR)
        return len(dropped)

    def _remember(self, accepted: list[Connection]) -> None:
        """Note since when connections receive something without an answer."""
        now, known = time.monotonic(), self.receiving
        self.receiving = {
            each.name: known[each.name]
            if each.name in known and each.sent > now - known[each.name][0]
            else (now, each.bytes_received)
            for each in accepted
        }

    def _is_idle(self, each: Connection) -> bool:
        return min(each.sent, each.received) > self.seconds

    def _is_slow(self, each: Connection) -> bool:
        since, before = self.receiving[each.name]
        duration, arrived = time.monotonic() - since, each.bytes_received - before
        return duration > SLOW_SECONDS and 0 < arrived < MIN_RATE * duration


def drop_idle_connections(seconds: int) -> None:
    """Drop idle and slow connections, in a thread; does nothing outside of Linux."""
    if seconds and DESCRIPTORS.is_dir():
        watch = Watch(seconds)
        threading.Thread(target=_run, args=[watch], name="idle", daemon=True).start()


def _run(watch: Watch) -> None:
    while True:
        time.sleep(CHECK_INTERVAL)
        with suppress(OSError):
            watch.drop()


def _socket(descriptor: int) -> socket.socket:
    return socket.socket(fileno=os.dup(descriptor))


def _connections() -> Iterator[Connection]:
    """Yield the TCP sockets of the process."""
    for descriptor in os.listdir(DESCRIPTORS):
        with suppress(OSError):
            name = os.readlink(DESCRIPTORS / descriptor)  # Such as socket:[4711].
            if not name.startswith("socket:"):
                continue
            with closing(_socket(int(descriptor))) as found:
                if found.family not in (socket.AF_INET, socket.AF_INET6):
                    continue
                info = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO_BYTES)
                numbers = struct.unpack_from(NUMBERS, info, 8)
                (arrived,) = struct.unpack_from("Q", info, BYTES_AT)
                times = numbers[SENT] / 1000, numbers[RECEIVED] / 1000
                port = found.getsockname()[1]
                yield Connection(int(descriptor), name, info[0], port, *times, arrived)

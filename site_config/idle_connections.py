"""Drop connections on which nothing happens: the server keeps them open for ever.

A few thousand of them, which cost an attacker nothing, would keep readers out. A proxy in front of
the site drops them before they get here.
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

CHECK_INTERVAL = 5  # seconds
DESCRIPTORS = Path("/proc/self/fd")
# struct tcp_info (tcp(7), Linux): the state, and from byte 8 on 13 numbers, of which the tenth and
# the twelfth are the milliseconds since something was sent and received.
INFO_BYTES, NUMBERS, SENT, RECEIVED = 104, "13I", 9, 11
ESTABLISHED, LISTENING = 1, 10


def drop_idle_connections(seconds: int) -> None:
    """Drop connections that are idle for `seconds`, in a thread; does nothing outside of Linux."""
    if seconds and DESCRIPTORS.is_dir():
        threading.Thread(target=_watch, args=[seconds], name="idle", daemon=True).start()


def _watch(seconds: int) -> None:
    while True:
        time.sleep(CHECK_INTERVAL)
        with suppress(OSError):
            drop_once(seconds)


def drop_once(seconds: float) -> int:
    """Drop the connections that are idle now, and return their number."""
    found = list(_sockets())
    ports = {port for _number, state, port, _since in found if state == LISTENING}
    idle = [
        number
        for number, state, port, since in found
        if state == ESTABLISHED and port in ports and since > seconds
    ]
    for number in idle:
        with suppress(OSError), closing(socket.socket(fileno=os.dup(number))) as connection:
            connection.shutdown(socket.SHUT_RDWR)
    return len(idle)


def _sockets() -> Iterator[tuple[int, int, int, float]]:
    """Yield number, state, local port and idle seconds of the TCP sockets of the process."""
    for name in os.listdir(DESCRIPTORS):
        with suppress(OSError):
            if not os.readlink(DESCRIPTORS / name).startswith("socket:"):
                continue
            with closing(socket.socket(fileno=os.dup(int(name)))) as found:
                if found.family not in (socket.AF_INET, socket.AF_INET6):
                    continue
                info = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO_BYTES)
                numbers = struct.unpack_from(NUMBERS, info, 8)
                since = min(numbers[SENT], numbers[RECEIVED]) / 1000
                yield int(name), info[0], found.getsockname()[1], since

"""End the processes of the server with the one that started them."""

import ctypes
import os
import signal
import sys
from contextlib import suppress

# prctl(2), Linux: the signal that a process gets when its parent ends.
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """End this process when its parent ends, also by kill -9; does nothing outside of Linux.

    A worker that lives on would share the port with the next server, and answer with old code.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # It has ended in the meantime.
        os.kill(os.getpid(), signal.SIGTERM)

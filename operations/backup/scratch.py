"""Folders for copies that are needed for a moment, also if the process is killed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".masthead-scratch-"


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """Yield a new folder below another one; remove those that killed processes have left there."""
    for left in parent.glob(f"{PREFIX}*"):
        if not _is_running(left.name.removeprefix(PREFIX).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=parent) as folder:
        yield Path(folder)


def _is_running(pid: str) -> bool:
    if pid.isdecimal():
        with suppress(ProcessLookupError):
            os.kill(int(pid), 0)
            return True
    return False

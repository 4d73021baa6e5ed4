"""A file whose replacement tells all processes of a host that something changed.

It is there for when the database is away: a process that missed the last change must not serve what
it has cached before.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

Mark = tuple[int, int]


def current() -> Mark | None:
    """Return the mark of the last change; None if there is no file that all processes share."""
    path = _path()
    if path is None:
        return None
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def renew() -> None:
    """Replace the mark after a change. Without one, no process serves kept pages."""
    path = _path()
    if path is None:
        return
    try:
        descriptor, part = tempfile.mkstemp(prefix=".changed-", dir=path.parent)
        os.close(descriptor)
        os.chmod(part, 0o644)
        os.replace(part, path)
    except OSError:
        path.unlink(missing_ok=True)


def _path() -> Path | None:
    """Return the path of the file beside that of the counters; several hosts share none."""
    return Path(f"{settings.COUNTERS_FILE}.changed") if settings.COUNTERS_FILE else None

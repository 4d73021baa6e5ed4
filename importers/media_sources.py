"""Read the source site's files from a copy of its uploads folder, or from its server."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from core.outgoing import Limits, OutgoingError, fetch

MAX_BYTES = 200_000_000
MAX_ATTEMPTS = 3
LIMITS = Limits(MAX_BYTES, seconds=120, redirects=5)
MAX_PATH_LENGTH = 1000
UPLOADS = "/wp-content/uploads/"


class MediaError(Exception):
    """A file is not available; the message is a sentence for the report."""


class Media(Protocol):
    """A source of files."""

    def read(self, address: str) -> bytes:
        """Return the content of the file with a URL; raise MediaError."""


class NoMedia:
    """The source when no option for media was given."""

    def read(self, address: str) -> bytes:
        """Raise MediaError."""
        raise MediaError("No folder of uploads was given.")


class Folder:
    """A copy of wp-content/uploads, or of a folder that contains it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def read(self, address: str) -> bytes:
        """Return the content of the file with a URL; raise MediaError."""
        for file in self._candidates(address):
            if not file.is_relative_to(self.folder) or not file.is_file():
                continue
            if file.stat().st_size > MAX_BYTES:
                raise MediaError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
            try:
                return file.read_bytes()
            except OSError as error:
                raise MediaError(f"The file cannot be read: {error.strerror}.") from error
        raise MediaError("The file is not in the folder of uploads.")

    def _candidates(self, address: str) -> Iterator[Path]:
        """Yield the possible paths: the whole path below uploads, then ever shorter ends of it."""
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return
        if "\0" in path or len(path) > MAX_PATH_LENGTH:
            return
        _before, separator, below = path.rpartition(UPLOADS)
        path = below if separator else path
        parts = [part for part in path.split("/") if part not in ("", "..", ".")]
        for number in range(len(parts)):
            for start in (self.folder, self.folder / "uploads", self.folder / "wp-content/uploads"):
                file = start.joinpath(*parts[number:])
                try:
                    yield file.resolve()
                except (OSError, RuntimeError):
                    continue


class Server:
    """The server of the source site, if it is still online."""

    def __init__(self, wait: float = 2.0) -> None:
        """Retry after `wait` seconds, then after twice as many."""
        self.wait = wait

    def read(self, address: str) -> bytes:
        """Return the content of the file with a URL; raise MediaError."""
        for number in range(MAX_ATTEMPTS):
            try:
                return fetch(address, LIMITS)
            except OutgoingError as error:
                if not error.is_temporary or number == MAX_ATTEMPTS - 1:
                    raise MediaError(str(error)) from error
            time.sleep(self.wait * 2**number)
        raise AssertionError("The last attempt returns or raises.")

"""Where the files of the old site are: in a copy of its folder of uploads, or on its server."""

import ipaddress
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

import requests

MOST_BYTES = 200_000_000
SECONDS, TRIES, REDIRECTS = 20, 3, 5
PART = 1 << 16
UPLOADS = "/wp-content/uploads/"


class MediaError(Exception):
    """A file cannot be had; says why, in a sentence."""


class Media(Protocol):
    """Knows the files of the old site by their addresses."""

    def read(self, address: str) -> bytes:
        """Return the content of a file; raises MediaError."""


class NoMedia:
    """Nobody said where files are."""

    def read(self, address: str) -> bytes:
        """Say so."""
        raise MediaError("No folder of uploads was given.")


class Folder:
    """A copy of wp-content/uploads, or of the folder above it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self.folder = folder.resolve()

    def read(self, address: str) -> bytes:
        """Return the content of the file of an address; raises MediaError."""
        for file in self._candidates(address):
            if not file.is_relative_to(self.folder) or not file.is_file():
                continue
            if file.stat().st_size > MOST_BYTES:
                raise MediaError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
            try:
                return file.read_bytes()
            except OSError as error:
                raise MediaError(f"The file cannot be read: {error.strerror}.") from error
        raise MediaError("The file is not in the folder of uploads.")

    def _candidates(self, address: str) -> Iterator[Path]:
        """Yield where it may be: below uploads, or at the last parts of its address."""
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return
        if "\0" in path or len(path) > 1000:
            return
        _before, found, below = path.rpartition(UPLOADS)
        parts = [
            part for part in (below if found else path).split("/") if part not in ("", "..", ".")
        ]
        for number in range(len(parts)):
            for start in (self.folder, self.folder / "uploads", self.folder / "wp-content/uploads"):
                file = start.joinpath(*parts[number:])
                try:
                    yield file.resolve()
                except (OSError, RuntimeError):
                    continue


class Server:
    """The old site, which is still there."""

    def __init__(self, wait: float = 2.0) -> None:
        """Take how many seconds to wait before a second try; twice as many before the third."""
        self.wait = wait
        self.session = requests.Session()

    def read(self, address: str) -> bytes:
        """Return the content of a file; raises MediaError."""
        for number in range(TRIES):
            try:
                return self._fetch(address)
            except requests.HTTPError as error:
                if error.response is not None and error.response.status_code < 500:
                    raise MediaError(f"The server answers {error.response.status_code}.") from error
                reason: Exception = error
            except requests.RequestException as error:
                reason = error
            if number < TRIES - 1:
                time.sleep(self.wait * 2**number)
        raise MediaError("The server does not answer.") from reason

    def _fetch(self, address: str) -> bytes:
        for _ in range(REDIRECTS):
            refuse_private(address)
            with self.session.get(
                address, timeout=SECONDS, stream=True, allow_redirects=False
            ) as response:
                if response.is_redirect:
                    address = urljoin(address, response.headers["Location"])
                    continue
                response.raise_for_status()
                return _bounded(response)
        raise MediaError("The server leads in circles.")


def _bounded(response: requests.Response) -> bytes:
    content = bytearray()
    for part in response.iter_content(PART):
        content += part
        if len(content) > MOST_BYTES:
            raise MediaError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    return bytes(content)


def refuse_private(address: str) -> None:
    """Raise MediaError for what is no public address of the web.

    An export is somebody's file: it must not make this server ask its own network.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or 443
    except ValueError as error:
        raise MediaError("This is no address of a file.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise MediaError("This is no address of a file on the web.")
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port)}
    except (OSError, UnicodeError) as error:
        raise MediaError(f"There is no host {host}.") from error
    if not all(ipaddress.ip_address(each.partition("%")[0]).is_global for each in found):
        raise MediaError(f"{host} is no public host.")

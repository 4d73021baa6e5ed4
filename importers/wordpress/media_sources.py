"""Read the source site's files from a copy of its uploads folder, or from its server."""

import ipaddress
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

import requests

MAX_BYTES = 200_000_000
TIMEOUT_SECONDS, MAX_ATTEMPTS, MAX_REDIRECTS = 20, 3, 5
CHUNK_BYTES = 1 << 16
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
        self.session = requests.Session()

    def read(self, address: str) -> bytes:
        """Return the content of the file with a URL; raise MediaError."""
        for number in range(MAX_ATTEMPTS):
            try:
                return self._fetch(address)
            except requests.HTTPError as error:
                if error.response is not None and error.response.status_code < 500:
                    status = error.response.status_code
                    raise MediaError(f"The server responded with status {status}.") from error
                reason: Exception = error
            except requests.RequestException as error:
                reason = error
            if number < MAX_ATTEMPTS - 1:
                time.sleep(self.wait * 2**number)
        raise MediaError("The server does not respond.") from reason

    def _fetch(self, address: str) -> bytes:
        for _ in range(MAX_REDIRECTS):
            refuse_private(address)
            with self.session.get(
                address, timeout=TIMEOUT_SECONDS, stream=True, allow_redirects=False
            ) as response:
                if response.is_redirect:
                    address = urljoin(address, response.headers["Location"])
                    continue
                response.raise_for_status()
                return _read_limited(response)
        raise MediaError("There are too many redirects.")


def _read_limited(response: requests.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        content += chunk
        if len(content) > MAX_BYTES:
            raise MediaError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    return bytes(content)


def refuse_private(address: str) -> None:
    """Raise MediaError unless a URL belongs to a public host.

    Export files are untrusted: they must not make the server request URLs of its own network
    (server-side request forgery).
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or 443
    except ValueError as error:
        raise MediaError("The URL of the file is invalid.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise MediaError("The URL of the file does not begin with http:// or https://.")
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(host, port)}
    except (OSError, UnicodeError) as error:
        raise MediaError(f"There is no host {host}.") from error
    if not all(ipaddress.ip_address(each.partition("%")[0]).is_global for each in addresses):
        raise MediaError(f"{host} is not a public host.")

"""Requests to other hosts, on behalf of an editor or an import: the only place that makes them.

An address may be chosen by a stranger, and must not lead to a service of our own network
(server-side request forgery). A name is resolved once, and the request goes to the address that was
checked, so that a name server cannot change its answer in between.
"""

import ipaddress
import socket
import time
from contextlib import suppress
from http.client import HTTPException
from threading import Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
from django.utils.translation import gettext
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

CHUNK_BYTES = 1 << 16
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
# The prefix with which a network translates IPv4 addresses (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HEADERS = {"User-Agent": "Masthead", "Accept": "*/*", "Accept-Encoding": "gzip"}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutgoingError(Exception):
    """A request failed or was refused; the message is a sentence.

    `is_temporary` tells whether the same request may succeed later.
    """

    def __init__(self, text: str, *, is_temporary: bool = False) -> None:
        super().__init__(text)
        self.is_temporary = is_temporary


class Limits(NamedTuple):
    """The bounds of a request: bytes of the unpacked body, seconds in all, and redirects."""

    max_bytes: int
    seconds: float
    redirects: int = 0


def fetch(url: str, limits: Limits) -> bytes:
    """Return the body of the response to a GET request.

    Raise OutgoingError for a host that is not public, for a status other than 200, or beyond the
    limits.
    """
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        parts = _split(url)
        connection = _connection(parts, _resolve(parts), limits.seconds)
        timer = None
        try:
            connection.connect()
            timer = Timer(max(deadline - time.monotonic(), 0), _interrupt, [connection.sock])
            timer.start()
            response = _get(connection, parts)
            if response.status not in REDIRECTS:
                return _read(response, limits.max_bytes, deadline)
            url = urljoin(url, response.headers.get("Location", ""))
        except (HTTPError, HTTPException, OSError) as error:
            message = gettext("The server does not respond.")
            raise OutgoingError(message, is_temporary=True) from error
        finally:
            if timer:
                timer.cancel()
            connection.close()
    raise OutgoingError(gettext("There are too many redirects."))


def _interrupt(connected: socket.socket) -> None:
    """End a request that takes too long: the socket's own timeout is that of each read."""
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises ValueError)
    except ValueError as error:
        raise OutgoingError(gettext("The URL is invalid.")) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise OutgoingError(gettext("The URL does not begin with http:// or https://."))
    return parts


def _resolve(parts: SplitResult) -> str:
    """Return an address of the host. Raise OutgoingError unless all of them are public."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = gettext("There is no host %(host)s.") % {"host": parts.hostname}
        raise OutgoingError(message) from error
    addresses = [information[4][0] for information in found]
    if not all(is_public(ipaddress.ip_address(each.partition("%")[0])) for each in addresses):
        message = gettext("%(host)s is not a public host.") % {"host": parts.hostname}
        raise OutgoingError(message)
    return addresses[0]


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the internet, also the IPv4 address within another."""
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _connection(parts: SplitResult, address: str, seconds: float) -> HTTPConnection:
    """Return a connection to an address, which takes the certificate of the host."""
    port = parts.port or PORTS[parts.scheme]
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=seconds)
    return HTTPSConnection(
        address,
        port,
        timeout=seconds,
        ca_certs=certifi.where(),
        cert_reqs="CERT_REQUIRED",
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def _get(connection: HTTPConnection, parts: SplitResult) -> HTTPResponse:
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    host = parts.netloc.rpartition("@")[2]
    connection.request("GET", path, headers=HEADERS | {"Host": host}, preload_content=False)
    return connection.getresponse()


def _read(response: HTTPResponse, max_bytes: int, deadline: float) -> bytes:
    if response.status != 200:
        text = gettext("The server responded with status %(status)s.") % {"status": response.status}
        raise OutgoingError(text, is_temporary=response.status >= 500)
    content = bytearray()
    for chunk in response.stream(CHUNK_BYTES, decode_content=True):
        content += chunk
        if len(content) > max_bytes:
            size = max_bytes // 1_000_000
            raise OutgoingError(gettext("The file is larger than %(size)s MB.") % {"size": size})
    if time.monotonic() > deadline:  # What was read may have been cut.
        raise OutgoingError(gettext("The server is too slow."), is_temporary=True)
    return bytes(content)

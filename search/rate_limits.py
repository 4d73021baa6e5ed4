"""Rate limits by client network, so that one client cannot keep a small server busy."""

import hashlib
import ipaddress
import re
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECONDS_PER_MINUTE = 60
# The prefix length in bits, by IP version, of the network that counts as one client.
PREFIX_LENGTHS = {4: 32, 6: 64}
PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([\da-fA-F:.]+)\](?::\d+)?")
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def rate_limit(name: str, max_per_minute: int) -> Callable:
    """Return a view decorator that responds with status 429 (RFC 6585) above the limit.

    Only a hash of the client's network is stored, in the cache, until the minute is over.
    """

    def limit(view: Callable) -> Callable:
        @wraps(view)
        def limited(request: HttpRequest) -> HttpResponse:
            if _count_request(request, name) > max_per_minute:
                return _too_many_requests(request)
            return view(request)

        return limited

    return limit


def _count_request(request: HttpRequest, name: str) -> int:
    """Return the number of requests by this client in this minute, including this one."""
    minute = int(time.time()) // SECONDS_PER_MINUTE
    client = f"{settings.SECRET_KEY}{minute}{client_network(request)}"
    key = f"searches.{name}.{hashlib.sha256(client.encode()).hexdigest()}"
    cache.add(key, 0, SECONDS_PER_MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # Another process has just deleted the key.
        return 1


def client_network(request: HttpRequest) -> str:
    """Return the client's network: the IPv4 address or the /64 of the IPv6 address.

    A connection is usually assigned a whole IPv6 /64. Behind a proxy with a private address, the
    client is the last entry of `X-Forwarded-For`.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    client = _parse_address(direct)
    if client is None or client.is_private:  # Our own proxy; it has no address on a Unix socket.
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        client = _parse_address(forwarded.strip()) or client
    if client is None:
        return direct
    return str(ipaddress.ip_network((client, PREFIX_LENGTHS[client.version]), strict=False))


def _parse_address(text: str) -> IPAddress | None:
    """Return the IP address in `text`, which may include a port; None if it is invalid."""
    with_port = PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address(with_port[1] or with_port[2] if with_port else text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _too_many_requests(request: HttpRequest) -> HttpResponse:
    response = render(request, "search/too_many.html", status=429)
    seconds_left = SECONDS_PER_MINUTE - int(time.time()) % SECONDS_PER_MINUTE
    response.headers["Retry-After"] = str(seconds_left)
    return response

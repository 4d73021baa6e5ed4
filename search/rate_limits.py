"""How often one address may search, so that nobody keeps one small server busy for all others."""

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

MINUTE = 60
# How many bits of an address tell one connection from another, by its version.
NETWORK = {4: 32, 6: 64}
PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([\da-fA-F:.]+)\](?::\d+)?")
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def rate_limit(name: str, most: int) -> Callable:
    """Answer with 429 (RFC 6585) what one address asks for more than `most` times in a minute.

    Of the address only a fingerprint is kept, in memory, until the minute is over.
    """

    def limit(view: Callable) -> Callable:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            if _times(request, name) > most:
                return _refuse(request)
            return view(request)

        return answer

    return limit


def _times(request: HttpRequest, name: str) -> int:
    """Return how often this minute, this time with it."""
    minute = int(time.time()) // MINUTE
    told = f"{settings.SECRET_KEY}{minute}{address(request)}"
    key = f"searches.{name}.{hashlib.sha256(told.encode()).hexdigest()}"
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # another process has just dropped it
        return 1


def address(request: HttpRequest) -> str:
    """Return who asks; behind a proxy of our own, whom that names last in `X-Forwarded-For`.

    Of IPv6 it is the network of 64 bits, as that is what one connection is given.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    asking = _read(direct)
    if asking is None or asking.is_private:  # Our own proxy, which may speak through a socket.
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        asking = _read(forwarded.strip()) or asking
    if asking is None:
        return direct
    return str(ipaddress.ip_network((asking, NETWORK[asking.version]), strict=False))


def _read(text: str) -> IPAddress | None:
    """Return an address, which may stand with a port; None where it is none."""
    with_port = PORT.fullmatch(text)
    try:
        found = ipaddress.ip_address(with_port[1] or with_port[2] if with_port else text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _refuse(request: HttpRequest) -> HttpResponse:
    response = render(request, "search/too_many.html", status=429)
    response.headers["Retry-After"] = str(MINUTE - int(time.time()) % MINUTE)
    return response

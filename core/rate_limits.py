"""Limit the requests of one client, so that it cannot keep a small server busy."""

import hashlib
import ipaddress
import re
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from core.views import serve_page
from page_cache.cache_keys import cache_key
from page_cache.counters import count

SECONDS_PER_MINUTE = 60
# The prefix length in bits, by IP version, of the network that counts as one client.
PREFIX_LENGTHS = {4: 32, 6: 64}
PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([\da-fA-F:.]+)\](?::\d+)?")
# The name of the limit for public pages that are not cached, or in many variants.
UNCACHED = "uncached"
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class RateLimitMiddleware:
    """Respond with status 429 (RFC 6585) to a client that exceeds one of the RATE_LIMITS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is done in `process_view()`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, *_args: object
    ) -> HttpResponse | None:
        """Refuse the request if it is one too many."""
        for name, per_account in _limits(request, view):
            client = f"account {request.user.pk}" if per_account else client_network(request)
            limit = settings.RATE_LIMITS[name]
            seconds = limit.get("seconds", SECONDS_PER_MINUTE)
            if exceeds(name, client, limit["requests"], seconds):
                return _too_many_requests(request, seconds)
        return None


def exceeds(name: str, client: str, maximum: int, seconds: int = SECONDS_PER_MINUTE) -> bool:
    """Count a request, and return whether the client made more than `maximum` in this period.

    Only a hash of the client is stored, until the period is over.
    """
    period = int(time.time()) // seconds
    text = f"{settings.SECRET_KEY}{period}{client}"
    return count(f"{name}.{hashlib.sha256(text.encode()).hexdigest()}", seconds) > maximum


def _limits(request: HttpRequest, view: Callable) -> Iterator[tuple[str, bool]]:
    """Yield the names of the limits for a request, and whether they are those of an account."""
    if view is serve_page and request.method != "POST":
        is_rendered = bool(request.GET) or cache_key(request.META) is None
        if UNCACHED in settings.RATE_LIMITS and is_rendered and not request.user.is_authenticated:
            yield UNCACHED, False
        return
    for name, limit in settings.RATE_LIMITS.items():
        if (
            request.resolver_match.view_name in limit["views"]
            and request.method in limit["methods"]
        ):
            yield name, limit.get("per_account", False) and request.user.is_authenticated


def client_network(request: HttpRequest) -> str:
    """Return the client's network: the IPv4 address or the /64 of the IPv6 address.

    A connection is usually assigned a whole IPv6 /64. Behind a proxy with a private address, the
    client is the last entry of `X-Forwarded-For`.
    """
    address = client_address(request)
    if address is None:
        return request.META.get("REMOTE_ADDR", "")
    return str(ipaddress.ip_network((address, PREFIX_LENGTHS[address.version]), strict=False))


def client_address(request: HttpRequest) -> IPAddress | None:
    """Return the address of the client, if it has one: a Unix socket has none."""
    client = _parse_address(request.META.get("REMOTE_ADDR", ""))
    if client is None or client.is_private:  # Our own proxy; it has no address on a Unix socket.
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        client = _parse_address(forwarded.strip()) or client
    return client


def _parse_address(text: str) -> IPAddress | None:
    """Return the IP address in `text`, which may include a port; None if it is invalid."""
    with_port = PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address(with_port[1] or with_port[2] if with_port else text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {"is_long": seconds > SECONDS_PER_MINUTE}
    response = render(request, "core/too_many.html", context, status=429)
    seconds_left = seconds - int(time.time()) % seconds
    response.headers["Retry-After"] = str(seconds_left)
    patch_cache_control(response, no_store=True)
    return response

"""Middleware: content security policy, compression and a cache of the requested site."""

from collections.abc import Callable
from functools import partial

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from wagtail.models import Site
from wagtail.views import serve

from page_cache.memoize import cached

# Wagtail's date widgets, inline panels and text editor write styles and scripts into the page.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=()"
)


class ContentSecurityMiddleware(CSPMiddleware):
    """Send a strict policy with every public page, and one that the editor can run under.

    Content Security Policy Level 3 and Permissions Policy, both of the W3C.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy of the settings, loosened for the pages of the admin alone."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("wagtailadmin_home")) and not report_only:
            parts.replace = ADMIN_POLICY | (parts.replace or {})
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add the headers to `response`."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)


COMPRESSIBLE = ("text/", "application/atom+xml", "application/json", "application/xml")


class CompressTextMiddleware(GZipMiddleware):
    """Compresses text (gzip, RFC 1952), padded at random against guesses at its length (BREACH)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress `response` where it is text."""
        if response.headers.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)
        return response


class CachedSiteMiddleware:
    """Has Wagtail look up the site of a host once in a generation, not with each page.

    It keeps what it found on the request; what is there it does not look for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers a request."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_given: object) -> None:
        """Tell Wagtail which site it is, before it looks for a page of it."""
        if view is serve:
            find = partial(Site.find_for_request, request)
            request._wagtail_site = cached(f"site.{request.get_host()}", find)

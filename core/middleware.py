"""Middleware: Content Security Policy, compression and a cache of the requested site."""

from collections.abc import Callable
from functools import partial

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import ResolverMatch, reverse
from django.utils import translation
from wagtail.models import Site

from core.values.languages import furniture_language
from core.views import serve_page
from page_cache.memoize import cached

# Wagtail's rich text editor and icons need inline styles, and previews of uploads blob URLs.
ADMIN_POLICY = {"style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:", "blob:"]}
INLINE_SCRIPTS = {"script-src": [SELF, UNSAFE_INLINE]}
PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=()"
)
# The arguments by which a view of the admin has pages of several kinds.
KINDS = ("model_name", "action")


class ContentSecurityMiddleware(CSPMiddleware):
    """Send a strict policy with public pages and one that Wagtail can work with in the admin.

    Content Security Policy Level 3 and Permissions Policy (W3C), Cross-Origin-Resource-Policy
    (Fetch standard). Django's SecurityMiddleware sends Cross-Origin-Opener-Policy.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy of the settings, relaxed for the admin only."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("wagtailadmin_home")) and not report_only:
            scripts = INLINE_SCRIPTS if needs_inline_scripts(request.resolver_match) else {}
            parts.replace = ADMIN_POLICY | scripts | (parts.replace or {})
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add the policies to `response`."""
        # Feed readers on the web display our images.
        is_file = request.path.startswith((settings.MEDIA_URL, settings.STATIC_URL, "/documents/"))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_file else "same-origin"
        )
        return super().process_response(request, response)


def needs_inline_scripts(match: ResolverMatch | None) -> bool:
    """Return whether the page of a view of the admin holds inline scripts."""
    if match is None:
        return False
    kinds = [str(match.kwargs[name]).lower() for name in KINDS if name in match.kwargs]
    name = match.view_name if match.url_name else match.route
    return not settings.INLINE_SCRIPT_VIEWS.isdisjoint({name, " ".join((name, *kinds))})


class FurnitureLanguageMiddleware:
    """Show readers English strings if there are none in the publication's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.language = furniture_language(settings.LANGUAGE_CODE)
        if self.language == settings.LANGUAGE_CODE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Render public pages in English; Wagtail has the admin in more languages."""
        if request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        with translation.override(self.language):
            return self.get_response(request)


COMPRESSIBLE = (
    *("text/", "application/json", "application/xml"),
    *("application/atom+xml", "application/rss+xml", "application/feed+json"),
)


class CompressTextMiddleware(GZipMiddleware):
    """Compress text responses (gzip, RFC 1952), with Django's random padding against BREACH."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress `response` if it is text."""
        if response.headers.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)
        return response


class CachedSiteMiddleware:
    """Cache `Site.find_for_request()` per host, until the next cache generation.

    Wagtail memoises the site on the request; we fill that attribute first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is done in `process_view()`."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_args: object) -> None:
        """Set the site on the request before Wagtail looks it up."""
        if view is serve_page:
            find = partial(Site.find_for_request, request)
            request._wagtail_site = cached(f"site.{request.get_host()}", find)

"""Which of the sites a request is for: the same for all requests of a host."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site
from wagtail.views import serve

from delivery.remembering import remembered


class KnownSiteMiddleware:
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
            request._wagtail_site = remembered(f"site.{request.get_host()}", find)

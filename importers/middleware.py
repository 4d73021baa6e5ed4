"""Redirect WordPress URLs with a query, and later pages of its archives."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

# The query parameters by which WordPress selects its content; all others are ignored.
WORDPRESS_PARAMETERS = (
    *("p", "page_id", "attachment_id", "post_type"),
    *("cat", "tag", "author", "author_name", "feed"),
)
ARCHIVE_PAGE = re.compile(r"/page/\d{1,6}/?$")


class OldUrlMiddleware:
    """Redirects URLs of an imported site that Wagtail's RedirectMiddleware misses.

    Wagtail looks for redirects only after a 404, so never for the front page, and compares the
    whole query, including parameters that other sites append for tracking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect the front page before, and other URLs after, the view is tried."""
        if request.path == "/" and (redirect := self._redirect(request)):
            return redirect
        response = self.get_response(request)
        return (response.status_code == 404 and self._redirect(request)) or response

    def _redirect(self, request: HttpRequest) -> HttpResponse | None:
        for path in _candidate_paths(request):
            found = get_redirect(request, Redirect.normalise_path(path, decode_unicode=False))
            # The URL of a draft would reveal its title.
            if found and found.link and (not found.redirect_page or found.redirect_page.live):
                return HttpResponsePermanentRedirect(found.link)
        return None


def _candidate_paths(request: HttpRequest) -> Iterator[str]:
    """Yield the paths under which an import may have stored a redirect for this URL."""
    query = [(name, value) for name, value in request.GET.items() if name in WORDPRESS_PARAMETERS]
    if query:
        yield f"{request.path}?{urlencode(query)}"
    if ARCHIVE_PAGE.search(request.path):
        yield ARCHIVE_PAGE.sub("/", request.path)

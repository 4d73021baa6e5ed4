"""Old addresses of WordPress that no list has: with a query, or a page of an archive."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

# The names under which WordPress asks for something by a number or a name.
NAMES = (
    *("p", "page_id", "attachment_id", "post_type"),
    *("cat", "tag", "author", "author_name", "feed"),
)
LATER_PAGE = re.compile(r"/page/\d{1,6}/?$")


class OldAddressMiddleware:
    """Answers for old addresses where an import knows of them.

    Wagtail's own middleware asks its redirects only where there is no page, which the front page
    always is, and takes a query as it stands, with all that networks hang on it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers for all else."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead on, or pass the request."""
        if request.path == "/" and (known := self._known(request)):
            return known
        response = self.get_response(request)
        return (response.status_code == 404 and self._known(request)) or response

    def _known(self, request: HttpRequest) -> HttpResponse | None:
        for address in _addresses(request):
            found = get_redirect(request, Redirect.normalise_path(address, decode_unicode=False))
            # A draft is not told of: its address has the words of its title.
            if found and found.link and (not found.redirect_page or found.redirect_page.live):
                return HttpResponsePermanentRedirect(found.link)
        return None


def _addresses(request: HttpRequest) -> Iterator[str]:
    """Yield by what an import may know an address that is asked for."""
    asked = [(name, value) for name, value in request.GET.items() if name in NAMES]
    if asked:
        yield f"{request.path}?{urlencode(asked)}"
    if LATER_PAGE.search(request.path):
        yield LATER_PAGE.sub("/", request.path)

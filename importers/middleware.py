"""Old addresses of WordPress that say all in their query: `/?p=12`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

# The names under which WordPress asks for something by a number or a name.
NAMES = ("p", "page_id", "attachment_id", "cat", "tag", "author_name", "post_type", "feed")


class QueryAddressMiddleware:
    """Answers for the front page with such a query, where an import knows of it.

    Wagtail's own middleware asks its redirects only where there is no page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers for all else."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead on, or pass the request."""
        if request.path == "/" and any(name in request.GET for name in NAMES):
            path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
            found = get_redirect(request, path)
            if found and found.link:
                return HttpResponsePermanentRedirect(found.link)
        return self.get_response(request)

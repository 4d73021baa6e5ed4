"""Redirect URLs of an imported site that have no redirect of their own, but led on there."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from images.models import SiteImage
from importers.ledger import IMAGE_PATH
from importers.models import ImportedItem
from importers.resolver import public_image_url
from importers.source.item_store import SIZE_SUFFIX
from page_cache.cache_keys import TRACKING

# The query parameters by which WordPress selects its content; all others are ignored.
WORDPRESS_PARAMETERS = (
    *("p", "page_id", "attachment_id", "post_type"),
    *("cat", "tag", "author", "author_name", "feed"),
)
# Query parameters that other sites append to count their readers, besides those of the page cache.
# The cache must not ignore the short ones, which a page here may read.
OTHER_TRACKING = re.compile(r"mc_|hsa_|_hs|(?:dclid|gbraid|wbraid|msclkid|yclid|igshid|ref|s)$")
# What WordPress itself ignores in a URL, or answers with the same page.
IGNORED_START = re.compile(r"^/+index\.php(?=/)")
IGNORED_END = re.compile(r"/(?:embed|trackback|amp|page/\d{1,6}|comment-page-\d{1,6})/?$")
SLASHES = re.compile(r"/{2,}")
# The folders of pictures of WordPress and of Ghost, and their folders for other sizes.
PICTURES = re.compile(r"/(?:wp-content/uploads|content/images)/")
GHOST_SIZE = re.compile(r"(?<=/content/images)/size/\w+(?:/format/\w+)?(?=/)")


class OldUrlMiddleware:
    """Redirects URLs of an imported site that Wagtail's RedirectMiddleware misses.

    Wagtail looks for redirects only after a 404, so never for the front page, and compares the
    whole path and query, including parameters that other sites append for tracking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect the front page before, and other URLs after, the view is tried."""
        if request.path == "/" and (redirect := self._redirect(request) or _search(request)):
            return redirect
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        found = self._redirect(request) or _redirect_to_picture(request) or _older_posts(request)
        return found or response

    def _redirect(self, request: HttpRequest) -> HttpResponse | None:
        for path in dict.fromkeys(_candidate_paths(request)):
            found = get_redirect(request, Redirect.normalise_path(path, decode_unicode=False))
            # The URL of a draft would reveal its title.
            if found and found.link and (not found.redirect_page or found.redirect_page.live):
                return HttpResponsePermanentRedirect(found.link)
        return None


def _search(request: HttpRequest) -> HttpResponse | None:
    """Redirect the search of WordPress, a query to the front page, to that of this site."""
    query = request.GET.get("s", "").strip()
    if not query or len(request.GET) > 1:
        return None
    return HttpResponsePermanentRedirect(f"{reverse('search')}?{urlencode({'q': query})}")


def _older_posts(request: HttpRequest) -> HttpResponse | None:
    """Redirect the further pages of a front page that lists the latest posts."""
    is_further = _without_ignored_parts(request.path) == "/"
    return HttpResponsePermanentRedirect(reverse("archive")) if is_further else None


def _candidate_paths(request: HttpRequest) -> Iterator[str]:
    """Yield the paths under which an import may have stored a redirect for this URL."""
    query = [(name, value) for name, value in request.GET.items() if name in WORDPRESS_PARAMETERS]
    if query:
        yield f"{request.path}?{urlencode(query)}"
    rest = [(name, value) for name, value in request.GET.items() if not _is_tracking(name)]
    if rest and len(rest) < len(request.GET):
        yield f"{request.path}?{urlencode(rest)}"
    if request.path != "/":
        path = _without_ignored_parts(request.path)
        yield from (each for each in (path, path.lower()) if each != request.path)


def _is_tracking(name: str) -> bool:
    return name.startswith(TRACKING) or bool(OTHER_TRACKING.match(name))


def _without_ignored_parts(path: str) -> str:
    path = SLASHES.sub("/", IGNORED_START.sub("", path))
    while (shorter := IGNORED_END.sub("/", path)) != path:
        path = shorter
    return path


def _redirect_to_picture(request: HttpRequest) -> HttpResponse | None:
    """Redirect the path of a picture at the source, in any of its sizes, to the picture here."""
    if not PICTURES.search(request.path):
        return None
    path = GHOST_SIZE.sub("", SLASHES.sub("/", request.path))
    paths = dict.fromkeys((path, SIZE_SUFFIX.sub("", path)))
    rows = ImportedItem.objects.filter(kind=IMAGE_PATH, key__in=paths).order_by("pk")
    row = rows.first()
    image = SiteImage.objects.filter(pk=row.object_id).first() if row else None
    return HttpResponsePermanentRedirect(public_image_url(image)) if image else None

"""Links from the sections of the front page to the complete listings."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True)
class MoreLink:
    """The title and the URL of a listing."""

    title: str
    url: str


def page_link(page: Page, request: HttpRequest | None) -> MoreLink:
    """Return the link to an index page."""
    return MoreLink(page.title, page.get_url(request))


def entry_link(entry: object, request: HttpRequest | None) -> MoreLink | None:
    """Return the link to the page of a topic or format; None if the site has no index for it."""
    url = entry.get_url(request)
    return url and MoreLink(entry.name, url)

"""Where there is more of what a section of the front page shows."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True)
class MoreLink:
    """The name and the address of a list."""

    title: str
    url: str


def more_in_page(page: Page, request: HttpRequest | None) -> MoreLink:
    """Return the way to a page that is a list."""
    return MoreLink(page.title, page.get_url(request))


def more_of_entry(entry: object, request: HttpRequest | None) -> MoreLink | None:
    """Return the way to the page of a topic or a format, where the site has such pages."""
    url = entry.get_url(request)
    return url and MoreLink(entry.name, url)

"""Atom feeds (RFC 4287) of any list of pages."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from wagtail.query import PageQuerySet

from core.listing import fetch_cards
from core.models import BasePage, PublicationSettings

ITEMS = 20


class CardFeed(Feed):
    """The newest pages of one list, for a reader's own feed reader."""

    feed_type = Atom1Feed

    def __init__(self, title: str, link: str, pages: PageQuerySet) -> None:
        """Take the title and the address of the list, and its pages, newest first."""
        self.list_title = title
        self.link = link
        self.pages = pages

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Keep the request: addresses of pages depend on the site it came to."""
        return request

    def title(self, request: HttpRequest) -> str:
        """Return the name of the publication and of the list."""
        name = PublicationSettings.for_request(request).name
        return name if self.list_title == name else f"{name}: {self.list_title}"

    def items(self, request: HttpRequest) -> list[BasePage]:
        """Return the newest pages, each knowing its address."""
        pages = fetch_cards(self.pages[:ITEMS])
        for page in pages:
            page.address = page.get_url(request)
        return pages

    def item_title(self, page: BasePage) -> str:
        """Return the title of a page."""
        return page.title

    def item_link(self, page: BasePage) -> str:
        """Return the address of a page; the feed makes it absolute."""
        return page.address

    def item_description(self, page: BasePage) -> str:
        """Return what the page's card says."""
        return page.summary

    def item_author_name(self, page: BasePage) -> str | None:
        """Return who made the page, where somebody is named."""
        return getattr(page, "credit_line", None) or None

    def item_pubdate(self, page: BasePage) -> datetime | None:
        """Return when the page was first published."""
        return page.published_time

    def item_updateddate(self, page: BasePage) -> datetime | None:
        """Return when the page was last published."""
        return page.last_published_at

"""Atom feeds (RFC 4287) of any list of pages, with their whole text."""

import re
from collections import defaultdict
from datetime import datetime
from xml.sax.handler import ContentHandler

from django.contrib.syndication.views import Feed
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.blocks import fetch_media, related_page_ids
from core.listing import cards_by_id, fetch_cards
from core.models import BasePage, PublicationSettings
from core.rich_text import prefetched_links
from core.values.xml import xml_texts

ITEMS = 20
# Addresses of our own site, as our templates write them: in a feed they need its name.
OWN_ADDRESS = re.compile(r'(?<=[ ,"])/(?=[^/\s"][^\s"]*(?:"| \d+w))')


class WholeTextFeed(Atom1Feed):
    """Atom, in which an entry has its summary and its text."""

    def __init__(self, **values: object) -> None:
        """Take what the feed says of itself."""
        super().__init__(**xml_texts(values))

    def add_item(self, **values: object) -> None:
        """Take what it says of a page."""
        super().add_item(**xml_texts(values))

    def add_item_elements(self, handler: ContentHandler, item: dict[str, object]) -> None:
        """Write an entry."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class CardFeed(Feed):
    """The newest pages of one list, for a reader's own feed reader."""

    feed_type = WholeTextFeed

    def __init__(self, title: str, link: str, pages: PageQuerySet) -> None:
        """Take the title and the address of the list, and its pages, newest first."""
        self.list_title = title
        self.link = link
        self.pages = pages

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Return the feed, for which all pages, and the pages to which they link, are fetched."""
        self.found = fetch_with_bodies(self.pages[:ITEMS])
        with prefetched_links(text for page in self.found for text in page.linked_texts()):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Keep the request: addresses of pages depend on the site it came to."""
        return request

    def title(self, request: HttpRequest) -> str:
        """Return the name of the publication and of the list."""
        name = PublicationSettings.for_request(request).name
        return name if self.list_title == name else f"{name}: {self.list_title}"

    def items(self, request: HttpRequest) -> list[BasePage]:
        """Return the newest pages, each knowing its address and its text."""
        publication = PublicationSettings.for_request(request)
        for page in self.found:
            page.address = page.get_url(request)
            page.whole_text = _text(page, request, publication)
        return self.found

    def item_title(self, page: BasePage) -> str:
        """Return the title of a page."""
        return page.title

    def item_link(self, page: BasePage) -> str:
        """Return the address of a page; the feed makes it absolute."""
        return page.address

    def item_description(self, page: BasePage) -> str:
        """Return what the page's card says."""
        return page.summary

    def item_extra_kwargs(self, page: BasePage) -> dict[str, str]:
        """Return the text of a page."""
        return {"content": page.whole_text}

    def author_name(self, request: HttpRequest) -> str:
        """Return the publication: RFC 4287 wants an author where an entry names none."""
        return PublicationSettings.for_request(request).name

    def item_author_name(self, page: BasePage) -> str | None:
        """Return those whom the byline names first, the translator after them left out."""
        parts = getattr(page, "byline", None)
        return ", ".join(person.name for person in parts[0].people) if parts else None

    def item_pubdate(self, page: BasePage) -> datetime | None:
        """Return when the page was first published."""
        return page.published_time

    def item_updateddate(self, page: BasePage) -> datetime | None:
        """Return when the page was last published."""
        return page.last_published_at


def _text(page: BasePage, request: HttpRequest, publication: PublicationSettings) -> str:
    """Return the text of a page as HTML that stands by itself."""
    context = {"page": page, "publication": publication, "related_cards": page.related_cards}
    html = render_to_string("core/feed_entry.html", context, request)
    return OWN_ADDRESS.sub(request.build_absolute_uri("/"), html).strip()


def fetch_with_bodies(pages: PageQuerySet) -> list[Page]:
    """Return the pages in order, with everything that their bodies show prefetched."""
    found = fetch_cards(pages, bodies=True)
    by_type = defaultdict(list)
    for page in found:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        prefetch_related_objects(group, *model.page_prefetch)
    bodies = [page.body for page in found if hasattr(page, "body")]
    fetch_media(bodies)
    cards = cards_by_id({pk for body in bodies for pk in related_page_ids(body)})
    for page in found:
        page.related_cards = cards
    return found

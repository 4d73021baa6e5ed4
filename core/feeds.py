"""Feeds of any listing with the full text of the pages, as Atom and as JSON Feed."""

import re
from collections import defaultdict
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Stylesheet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.blocks import fetch_media, related_page_ids
from core.feed_types import FullTextFeed, JsonFeed, feed_stylesheets
from core.listing import cards_by_id, fetch_cards
from core.models import BasePage, PublicationSettings
from core.rich_text import prefetched_links

MAX_ITEMS = 20
# What the URL of the JSON Feed beside an Atom feed adds to it.
JSON_PATH = "json/"
# Relative URLs, as our templates write them: a feed needs absolute ones.
RELATIVE_URL = re.compile(r'(?<=[ ,"])/(?=[^/\s"][^\s"]*(?:"| \d+w))')


class CardFeed(Feed):
    """A feed of the newest pages of a listing (`pages`, newest first)."""

    feed_type = FullTextFeed

    def __init__(self, title: str, link: str, pages: PageQuerySet) -> None:
        self.listing_title = title
        self.link = link
        self.pages = pages

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Fetch the pages and the targets of their links, and return the feed."""
        if request.path.endswith(f"/feed/{JSON_PATH}"):
            self.feed_type = JsonFeed
        self.fetched = fetch_with_bodies(self.pages[:MAX_ITEMS])
        with prefetched_links(text for page in self.fetched for text in page.linked_texts()):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Return the request, on whose site the URLs of pages depend."""
        return request

    def title(self, request: HttpRequest) -> str:
        """Return the name of the publication and the title of the listing."""
        name = PublicationSettings.for_request(request).name
        return name if self.listing_title == name else f"{name}: {self.listing_title}"

    def feed_url(self, request: HttpRequest) -> str:
        """Return the URL of the feed itself, with its filters."""
        return request.get_full_path()

    def items(self, request: HttpRequest) -> list[BasePage]:
        """Return the newest pages, with their URLs and their content as attributes."""
        publication = PublicationSettings.for_request(request)
        for page in self.fetched:
            page.feed_url = page.get_url(request)
            page.feed_content = _render_content(page, request, publication)
        return self.fetched

    def item_title(self, page: BasePage) -> str:
        """Return the title of a page, with the status of an event."""
        return page.announced_title

    def item_link(self, page: BasePage) -> str:
        """Return the URL of a page; the feed makes it absolute."""
        return page.feed_url

    def item_description(self, page: BasePage) -> str:
        """Return the summary of a page."""
        return page.summary

    def item_extra_kwargs(self, page: BasePage) -> dict[str, str]:
        """Return the content and the language of an entry, and the date that browsers display."""
        return {
            "content": page.feed_content,
            "language": page.locale.language_code,
            "date_line": page.date_line,
        }

    def stylesheets(self, request: HttpRequest) -> list[Stylesheet]:
        """Return the style sheet with which browsers display the feed."""
        return feed_stylesheets()

    def author_name(self, request: HttpRequest) -> str:
        """Return the publication: RFC 4287 requires an author for entries that have none."""
        return PublicationSettings.for_request(request).name

    def item_author_name(self, page: BasePage) -> str | None:
        """Return the names in the first part of the byline, which leaves out translators."""
        parts = getattr(page, "byline", None)
        return ", ".join(person.name for person in parts[0].people) if parts else None

    def item_pubdate(self, page: BasePage) -> datetime | None:
        """Return the time at which the page was first published."""
        return page.published_time

    def item_updateddate(self, page: BasePage) -> datetime | None:
        """Return the time at which the page was last published."""
        return page.last_published_at


def _render_content(page: BasePage, request: HttpRequest, publication: PublicationSettings) -> str:
    """Return the full text of a page as HTML with absolute URLs."""
    context = {"page": page, "publication": publication, "related_cards": page.related_cards}
    html = render_to_string(page.feed_template, context, request)
    return RELATIVE_URL.sub(request.build_absolute_uri("/"), html).strip()


def fetch_with_bodies(pages: PageQuerySet) -> list[Page]:
    """Return the pages in order, with all that their bodies display prefetched."""
    fetched = fetch_cards(pages, bodies=True)
    by_type = defaultdict(list)
    for page in fetched:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        prefetch_related_objects(group, *model.page_prefetch)
    bodies = [page.body for page in fetched if hasattr(page, "body")]
    fetch_media(bodies)
    prefetch_related_objects(fetched, "locale")
    cards = cards_by_id({pk for body in bodies for pk in related_page_ids(body)})
    for page in fetched:
        page.related_cards = cards
    return fetched

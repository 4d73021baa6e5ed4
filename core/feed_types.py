"""The forms of a feed: Atom (RFC 4287), JSON Feed 1.1, and RSS 2.0 for podcasts.

Browsers show the XML ones as pages: a style sheet hides all but a few elements of XHTML, which feed
readers ignore. XSLT would do the same, but browsers are removing it.
"""

import json
from typing import TextIO
from xml.sax.handler import ContentHandler

from django.templatetags.static import static
from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    Stylesheet,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator

from core.values.dates import format_day
from core.values.xml import xml_texts

XHTML = "http://www.w3.org/1999/xhtml"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
JSON_FEED = "https://jsonfeed.org/version/1.1"


def feed_stylesheets() -> list[Stylesheet]:
    """Return the style sheet with which browsers display feeds."""
    return [Stylesheet(static("css/feed.css"), mimetype="text/css", media=None)]


class CleanFeed(SyndicationFeed):
    """A feed without characters that XML forbids."""

    def __init__(self, **values: object) -> None:
        super().__init__(**xml_texts(values))

    def add_item(self, **values: object) -> None:
        """Add an entry, without characters that XML forbids."""
        super().add_item(**xml_texts(values))


class ReadableFeed(CleanFeed):
    """A feed in XML that a browser can display as a page."""

    # RFC 7303 allows it for every kind of XML. Chromium shows the source of others, because we send
    # “X-Content-Type-Options: nosniff”.
    content_type = "application/xml; charset=utf-8"

    def add_root_elements(self, handler: ContentHandler) -> None:
        """Write an explanation of feeds after the elements of the feed."""
        super().add_root_elements(handler)
        handler.startElement("div", {"xmlns": XHTML, "class": "feed-page"})
        viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
        handler.addQuickElement("meta", "", viewport)
        handler.addQuickElement("p", gettext("This is a feed"), {"class": "feed-page__kicker"})
        handler.startElement("h1", {})
        handler.addQuickElement("a", self.feed["title"], {"href": self.feed["link"]})
        handler.endElement("h1")
        words = gettext(
            "A feed tells a program, a feed reader or a podcast app, what is new here. To "
            "subscribe, copy the address of this page into such a program. You need no account "
            "with us."
        )
        handler.addQuickElement("p", words)
        handler.endElement("div")

    def add_item_elements(self, handler: ContentHandler, item: dict[str, object]) -> None:
        """Write an entry with the link and the date that browsers display."""
        super().add_item_elements(handler, item)
        handler.startElement("div", {"xmlns": XHTML, "class": "feed-entry"})
        handler.addQuickElement("a", item["title"], {"href": item["link"]})
        if item["pubdate"]:
            handler.addQuickElement("time", item.get("date_line") or format_day(item["pubdate"]))
        handler.endElement("div")


class FullTextFeed(ReadableFeed, Atom1Feed):
    """An Atom feed whose entries have a summary and the full text."""

    def write(self, outfile: TextIO, encoding: str) -> None:
        """Write the feed with its style sheet, which Django does for RSS only."""
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for sheet in self.feed["stylesheets"]:
            handler.processingInstruction("xml-stylesheet", str(sheet))
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def item_attributes(self, item: dict[str, object]) -> dict[str, str]:
        """Return the language of an entry."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: ContentHandler, item: dict[str, object]) -> None:
        """Write an entry with its content."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(CleanFeed):
    """A JSON Feed with the same entries."""

    content_type = "application/feed+json"

    def write(self, outfile: TextIO, encoding: str) -> None:
        """Write the feed."""
        feed = {
            "version": JSON_FEED,
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [_json_item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False))


def _json_item(item: dict[str, object]) -> dict[str, object]:
    values = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": item["description"],
        "content_html": item["content"],
        "date_published": item["pubdate"] and rfc3339_date(item["pubdate"]),
        "date_modified": item["updateddate"] and rfc3339_date(item["updateddate"]),
        "authors": [{"name": item["author_name"]}] if item["author_name"] else None,
        "language": item["language"],
    }
    return {name: value for name, value in values.items() if value or name == "content_html"}


class PodcastFeed(ReadableFeed, Rss201rev2Feed):
    """An RSS feed with the elements that podcast directories ask for."""

    def rss_attributes(self) -> dict[str, str]:
        """Declare the namespace of these elements."""
        return super().rss_attributes() | {"xmlns:itunes": ITUNES}

    def add_root_elements(self, handler: ContentHandler) -> None:
        """Write the author and the picture of the podcast."""
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author_name"])
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:category", "", {"text": "News"})
        if self.feed["image"]:
            handler.addQuickElement("itunes:image", "", {"href": self.feed["image"]})

    def add_item_elements(self, handler: ContentHandler, item: dict[str, object]) -> None:
        """Write a recording with its title and summary."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:title", item["title"])
        if item["duration"]:
            handler.addQuickElement("itunes:duration", str(item["duration"]))
        handler.addQuickElement("itunes:explicit", "false")

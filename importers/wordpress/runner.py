"""Run an import of a WordPress site."""

from collections.abc import Iterator
from typing import ClassVar

from django.urls import reverse
from wagtail.models import Page

from importers.pages.articles import ArticleImporter, StandardPageImporter
from importers.pages.base import PageImporter
from importers.runner import Import
from importers.source.records import Item
from importers.wordpress.pages.books import UNUSED_STATUSES, VARIATION, BookImporter
from importers.wordpress.pages.events import EVENTS, EventImporter


class WordPressImport(Import):
    """Imports pages, posts, the events of The Events Calendar and the products of WooCommerce."""

    parts: ClassVar[dict[str, type[PageImporter]]] = {
        "pages": StandardPageImporter,
        "posts": ArticleImporter,
        "events": EventImporter,
        "books": BookImporter,
    }
    reasons: ClassVar[dict[str, str]] = {
        "wp_block": "Its content was inserted where other items use it.",
        "revision": "It is an earlier version of another item.",
    }
    # The occurrences of a series of events are its children.
    nested = ("page", "tribe_events")

    def directories(self) -> list[tuple[type[Page], str, str]]:
        """Add the events, which list the pages of organisers and venues."""
        has_events = self.context.store.count(self.selected_types & set(EventImporter.types))
        return [*super().directories(), *([EVENTS] if has_events else [])]

    def reason(self, item: Item) -> str:
        """Return why an item has no page of its own."""
        if item.type != VARIATION:
            return super().reason(item)
        if item.status in UNUSED_STATUSES:
            return "It is not for sale."
        book = self.context.store.get(item.parent, BookImporter.types)
        known = book and self.context.ledger.get(book.type, book.id)
        if known or (book and self.context.is_dry_run):
            return "It was imported as a format of its book."
        return "The book that it is a format of was not imported."

    def add_archive_redirects(self) -> None:
        """Redirect the archives by date as well."""
        super().add_archive_redirects()
        archives = sorted(set(self._date_archives()))
        self.context.redirects.add_pairs(
            (url, reverse("archive", args=parts)) for url, parts in archives
        )

    def _date_archives(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield URL and numbers of each year, month and day with posts, repeatedly."""
        for item in self.context.store.items(ArticleImporter.types):
            moment = item.published_at
            if item.status == "publish" and moment:
                parts = (moment.year, moment.month, moment.day)
                for size in (1, 2, 3):
                    path = "/".join(f"{part:02}" for part in parts[:size])
                    yield f"/{path}/", parts[:size]

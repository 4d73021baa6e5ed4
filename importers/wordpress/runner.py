"""Run an import of a WordPress site."""

from collections.abc import Iterator
from typing import ClassVar

from django.urls import reverse

from importers.pages.articles import ArticleImporter, StandardPageImporter
from importers.pages.base import PageImporter
from importers.runner import Import
from importers.wordpress.pages.books import VARIATION, BookImporter
from importers.wordpress.pages.events import EventImporter


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
        VARIATION: "It was imported as a format of its book.",
        "revision": "It is an earlier version of another item.",
    }
    # The occurrences of a series of events are its children.
    nested = ("page", "tribe_events")

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

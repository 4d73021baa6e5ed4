"""Run an import of a WordPress site."""

from collections.abc import Iterator
from typing import ClassVar

from django.urls import reverse
from wagtail.models import Page

from books.models import BookIndexPage
from events.models import EventIndexPage
from importers.pages.articles import ArticleImporter, StandardPageImporter
from importers.pages.base import PageImporter
from importers.pages.snippets import ORGANISER, VENUE
from importers.runner import Import
from importers.source.records import Item
from importers.wordpress.pages.books import UNUSED_STATUSES, VARIATION, BookImporter
from importers.wordpress.pages.events import EVENTS, EventImporter

# The page that WooCommerce makes for its list of products, in some languages.
SHOP_SLUGS = ("shop", "store", "laden", "boutique", "tienda", "winkel", "negozio", "siop")
# The views of The Events Calendar, with its default settings.
CALENDAR_URLS = ("/events/", *(f"/events/{view}/" for view in ("list", "month", "today", "day")))


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
    handled = (VARIATION,)
    # The occurrences of a series of events are its children.
    nested = ("page", "tribe_events")

    def directories(self) -> list[tuple[type[Page], str, str]]:
        """Add the events, which list the pages of organisers and venues."""
        has_events = self.context.store.count(self.selected_types & set(EventImporter.types))
        return [*super().directories(), *([EVENTS] if has_events else [])]

    def items_in_order(self, kind: str) -> Iterator[Item]:
        """Yield the items of a type, without the empty page that is the address of a shop."""
        for item in super().items_in_order(kind):
            if kind == "page" and self._is_shop(item):
                self.report.leave_out(item, "The list of books has its place.")
            else:
                yield item

    def _is_shop(self, item: Item) -> bool:
        has_books = self.context.store.count(self.selected_types & set(BookImporter.types))
        return bool(has_books) and item.slug in SHOP_SLUGS and not item.content.strip()

    def report_unsupported(self) -> None:
        """Report the variations of products as well, which are formats of their books."""
        super().report_unsupported()
        for item in self.context.store.items([VARIATION]):
            if reason := self._variation_reason(item):
                self.report.leave_out(item, reason)
            else:
                self.report.count(VARIATION, self.importers["product"].outcome_of(item.parent))

    def _variation_reason(self, item: Item) -> str:
        """Return why a variation was left out; an empty string if it was imported."""
        if item.status in UNUSED_STATUSES:
            return "It is not for sale."
        book = self.context.store.get(item.parent, BookImporter.types)
        is_selected = "product" in self.selected_types
        if book and is_selected and self.importers["product"].has_page(book):
            return ""
        return "The book that it is a format of was not imported."

    def add_archive_redirects(self) -> None:
        """Redirect the archives by date as well."""
        super().add_archive_redirects()
        archives = sorted(set(self._date_archives()))
        self.context.redirects.add_pairs(
            (url, reverse("archive", args=parts)) for url, parts in archives
        )
        self._redirect_events()
        self._redirect_shop()

    def _redirect_shop(self) -> None:
        catalogue = BookIndexPage.objects.live().child_of(self.context.home).first()
        for item in self.context.store.items(["page"]):
            if catalogue and self._is_shop(item):
                self.context.redirects.add(self.context.format.item_urls(item), page=catalogue)

    def _redirect_events(self) -> None:
        """Redirect the calendar, the venues and the organisers of events to the list of events."""
        calendar = EventIndexPage.objects.live().child_of(self.context.home).first()
        items = [*self.context.store.items([VENUE]), *self.context.store.items([ORGANISER])]
        if calendar and (items or self.context.store.count(set(EventImporter.types))):
            urls = [*CALENDAR_URLS, *(item.link for item in items if item.link)]
            self.context.redirects.add(urls, page=calendar, only_missing=True)

    def _date_archives(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield URL and numbers of each year, month and day with posts, repeatedly."""
        for item in self.context.store.items(ArticleImporter.types):
            moment = item.published_at
            if item.status == "publish" and moment:
                parts = (moment.year, moment.month, moment.day)
                for size in (1, 2, 3):
                    path = "/".join(f"{part:02}" for part in parts[:size])
                    yield f"/{path}/", parts[:size]

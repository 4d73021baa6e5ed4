"""One import, from its files to its report: each item in a transaction of its own."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from importers.ledger import LINKS, MEDIA, Outcome, digest_of, fingerprint, fingerprint_as_made
from importers.models import ImportedItem
from importers.report import entry_of, faults, pairs
from importers.wordpress.archive_redirects import Archives
from importers.wordpress.bulk import BulkIndexer
from importers.wordpress.context import ImportContext, SkipItemError
from importers.wordpress.pages.articles import ArticleImporter, StandingPageMaker
from importers.wordpress.pages.attachments import Attachments
from importers.wordpress.pages.base import LEFT_OUT, PageImporter
from importers.wordpress.pages.books import VARIATION, BookImporter
from importers.wordpress.pages.events import EventImporter
from importers.wordpress.pages.menus import MENU_ITEM, MenuImporter
from importers.wordpress.pages.snippets import GUEST, ORGANISER, VENUE, SnippetImporter
from importers.wordpress.resolver import ATTACHMENT, ReferenceResolver
from importers.wordpress.status import view_restriction
from importers.wordpress.wxr.records import Item

MAKERS: tuple[type[PageImporter], ...] = (
    StandingPageMaker,
    ArticleImporter,
    EventImporter,
    BookImporter,
)
# What `--only` names, and the types of items that it means.
PARTS = {
    "pages": StandingPageMaker.types,
    "posts": ArticleImporter.types,
    "events": EventImporter.types,
    "books": BookImporter.types,
}
# Types that are read where another item names them, and what became of them then.
READ_ELSEWHERE = {
    "wp_block": "Its text stands where other items show it.",
    VARIATION: "It is a format of its book.",
    "revision": "An earlier version of another item.",
}
# Types whose items stand below each other: pages, and the dates of a series.
NESTED = ("page", "tribe_events")
Told = Callable[[str, int], None]


class Import:
    """Brings the items of a site in; `told` is called with each that is done."""

    def __init__(
        self, move: ImportContext, parts: Iterable[str] = PARTS, told: Told = lambda *_: None
    ) -> None:
        """Take the import, which parts of it are wanted, and whom to tell how far it is."""
        self.move, self.report, self.told = move, move.report, told
        self.wanted = {kind for part in parts for kind in PARTS[part]}
        self.files = Attachments(move)
        self.library = ReferenceResolver(move, self.files.bring_unlisted)
        self.directory = SnippetImporter(move)
        self.makers = {
            kind: maker(move, self.library, self.directory)
            for maker in MAKERS
            for kind in maker.types
        }
        # The numbers of sticky items, with the keys of their pages.
        self.sticky: list[tuple[int, int]] = []
        self.settler = BulkIndexer(move.ledger.site, [maker.model for maker in MAKERS])

    def run(self) -> None:
        """Bring all in: files and names first, then pages, at last what waits for another page."""
        if self.move.is_dry_run:
            self._run()
            return
        with self.settler.deferred():
            self._run()

    def _run(self) -> None:
        self.report.source.update(self.move.store.types())
        self.directory.authors()
        self.directory.topics()
        for item in self.move.store.items([ATTACHMENT]):
            self.told(item.type, 1)
            self.files.bring(item)
        self.names()
        for kind in self.makers:
            for item in self.in_order(kind):
                self.page(item)
        if not self.move.is_dry_run:
            self.files.lead()
            Archives(self.move, self.directory).lead()
        self.again()
        self.import_menus()
        self.left_out()

    def names(self) -> None:
        """Bring what events name."""
        for item in self.move.store.items([VENUE]):
            self.directory.venue(item)
        for item in self.move.store.items([ORGANISER]):
            self.directory.organiser(item)

    def in_order(self, kind: str) -> Iterator[Item]:
        """Yield the items of a type, after the one above them."""
        if kind not in self.wanted:
            for item in self.move.store.items([kind]):
                self.report.leave_out(item, "It was not asked for.")
            return
        if kind not in NESTED:
            yield from self.move.store.items([kind])
            return
        done: set[int] = set()
        for item in self.move.store.items([kind]):
            yield from self._with_parents(item, done)

    def _with_parents(self, item: Item, done: set[int]) -> Iterator[Item]:
        if item.id in done:
            return
        done.add(item.id)
        above = self.move.store.get(item.parent, [item.type]) if item.parent else None
        if above:
            yield from self._with_parents(above, done)
        yield item

    def page(self, item: Item) -> None:
        """Bring an item that becomes a page."""
        self.told(item.type, 1)
        self.report.comments += item.comments
        try:
            if reason := LEFT_OUT.get(item.status):
                self.report.leave_out(item, reason + self._withdraw(item))
            else:
                self._page(item)
        except SkipItemError as error:
            self.report.leave_out(item, str(error))
        except ValidationError as error:
            self.report.add(entry_of(item, Outcome.FAILED, pairs(faults(error))))
        except Exception as error:  # One item spoils no other, whatever it is.
            self.report.fail(item, error)

    def _withdraw(self, item: Item) -> str:
        """Take off the site what was thrown away on the other one since; say so."""
        known = self.move.ledger.get(item.type, item.id)
        page = known and known.became
        if not (page and page.live):
            return ""
        if fingerprint(page) != known.written:
            return " It was changed here, and is still public."
        if not self.move.is_dry_run:
            with transaction.atomic():
                page.unpublish()
                # Where it comes back as it was, it is published again.
                known.digest, known.written, known.is_indexed = "", fingerprint(page), False
                known.save()
            self.settler.add(page.pk)
        return " It is no longer public here."

    def _page(self, item: Item) -> None:
        maker = self.makers[item.type]
        known = self.move.ledger.get(item.type, item.id)
        digest = digest_of(item.digest, maker.mapping_fingerprint(item), self.move.currency)
        if known and known.digest == digest and not self.can_go_on(known):
            self._note_sticky(item, known.object_id)
            self.report.add(entry_of(item, Outcome.UNCHANGED, known.losses))
            return
        page = known and known.became
        if known and (page is None or fingerprint(page) != known.written):
            kept = [
                ("edited", "It was changed or deleted here: the newer text there is not taken.")
            ]
            self.report.add(entry_of(item, Outcome.KEPT, kept if known.digest != digest else []))
            return
        self.library.pending = set()
        body = maker.body(item)
        if self.move.is_dry_run:
            maker.fields(item, body)
            self.report.add(entry_of(item, Outcome.CREATED, pairs(body.losses)))
            return
        with transaction.atomic():
            page = maker.write(item, body, page)
            row = self.move.ledger.row(item, known, self.library.pending).set_target(page)
            row.written = (
                fingerprint(page) if known else fingerprint_as_made(page, view_restriction(item))
            )
            row.digest, row.is_indexed = digest, False
            row.losses = pairs(body.losses)
            row.save()
        self.move.ledger.remember(item.type, item.id, page.pk)
        self.settler.add(page.pk, *self.move.made)
        self.move.made.clear()
        self._note_sticky(item, page.pk)
        outcome = Outcome.UPDATED if known else Outcome.CREATED
        self.report.add(entry_of(item, outcome, pairs(body.losses), page))

    def can_go_on(self, known: ImportedItem) -> bool:
        """Tell whether what an item waited for may be here now."""
        return LINKS in known.pending or (MEDIA in known.pending and self.files.has_media)

    def _note_sticky(self, item: Item, key: int | None) -> None:
        if item.is_sticky and key:
            self.sticky.append((item.id, key))

    def again(self) -> None:
        """Write anew what led to pages that came after it."""
        if self.move.is_dry_run:
            return
        waiting = ImportedItem.objects.filter(site=self.move.ledger.site, kind__in=self.wanted)
        for known in waiting.exclude(pending=[]).order_by("pk").iterator():
            item = self.move.store.get(int(known.key), [known.kind])
            if item and LINKS in known.pending:
                self._rewrite(item, known)

    def _rewrite(self, item: Item, known: ImportedItem) -> None:
        page, maker = known.became, self.makers[item.type]
        if page is None or fingerprint(page) != known.written:
            return
        self.library.pending = set()
        try:
            body = maker.body(item)
            with transaction.atomic():
                page = maker.write(item, body, page)
                known.written, known.losses = fingerprint(page), pairs(body.losses)
                # What leads nowhere now will not do so later.
                known.pending = sorted(self.library.pending - {LINKS})
                known.is_indexed = False
                known.save()
            self.settler.add(page.pk)
        except Exception as error:
            self.report.fail(item, error)

    def import_menus(self) -> None:
        """Take over menus and what was pinned."""
        menus = MenuImporter(self.move, self.library)
        reasons = menus.menus()
        for item in self.move.store.items([MENU_ITEM]):
            if item.id in reasons:
                self.report.leave_out(item, reasons[item.id])
            else:
                is_known = item.id in menus.known
                self.report.count(MENU_ITEM, Outcome.UNCHANGED if is_known else Outcome.CREATED)
        menus.pin_sticky_posts(self.sticky)

    def left_out(self) -> None:
        """Name each item of which nothing is made here."""
        done = {*self.makers, ATTACHMENT, VENUE, ORGANISER, GUEST, MENU_ITEM}
        for kind in self.move.store.types():
            if kind not in done:
                reason = READ_ELSEWHERE.get(kind, f"There is no such thing as a “{kind}” here.")
                for item in self.move.store.items([kind]):
                    self.report.leave_out(item, reason)


def write_addresses(move: ImportContext, file: Path) -> None:
    """Write the map of old and new addresses as CSV."""
    file.write_text(move.addresses.table(), encoding="utf-8-sig")

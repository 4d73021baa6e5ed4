"""Run an import from its export files to its report, each item in its own transaction."""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from contributors.models import ContributorIndexPage
from importers.archive_redirects import ArchiveRedirects
from importers.bulk import BulkIndexer
from importers.context import ImportContext, SkipItemError
from importers.front_page_builder import FrontPageBuilder
from importers.ledger import LINKS, MEDIA, Outcome, digest_of, fingerprint, new_page_fingerprint
from importers.models import ImportedItem
from importers.pages.attachments import AttachmentImporter
from importers.pages.base import SKIPPED_STATUSES, PageImporter
from importers.pages.menus import MENU_ITEM, MenuImporter
from importers.pages.snippets import GUEST, ORGANISER, VENUE, SnippetImporter
from importers.report import entry_of, pairs, validation_warnings
from importers.resolver import ATTACHMENT, ReferenceResolver
from importers.source.records import Item
from importers.status import view_restriction
from news.models import FormatIndexPage
from topics.models import TopicIndexPage

# The pages on which every site lists its people, topics and formats.
DIRECTORIES = (
    (ContributorIndexPage, pgettext_lazy("section", "Contributors"), "contributors"),
    (TopicIndexPage, pgettext_lazy("section", "Topics"), "topics"),
    (FormatIndexPage, pgettext_lazy("section", "Formats"), "formats"),
)
OnProgress = Callable[[str, int], None]


class Import:
    """One run of an import; `on_progress(type, 1)` is called before each item."""

    # The importers of pages by the parts that can be selected, in the order in which they run.
    parts: ClassVar[dict[str, type[PageImporter]]] = {}
    # Why items of some types have no page of their own.
    reasons: ClassVar[dict[str, str]] = {}
    # Types whose items a subclass imports and reports.
    handled: ClassVar[tuple[str, ...]] = ()
    # Types whose items have parents of the same type.
    nested: ClassVar[tuple[str, ...]] = ("page",)

    def __init__(
        self,
        context: ImportContext,
        parts: Iterable[str] | None = None,
        on_progress: OnProgress = lambda *_: None,
    ) -> None:
        self.context, self.report, self.on_progress = context, context.report, on_progress
        selected = self.parts if parts is None else parts
        self.selected_types = {kind for part in selected for kind in self.parts[part].types}
        self.attachments = AttachmentImporter(context)
        self.resolver = ReferenceResolver(context, self.attachments.import_unlisted)
        self.snippets = SnippetImporter(context)
        self.importers = {
            kind: importer(context, self.resolver, self.snippets)
            for importer in self.parts.values()
            for kind in importer.types
        }
        # (ID of the sticky item, primary key of its page)
        self.sticky: list[tuple[int, int]] = []
        self.indexer = BulkIndexer(
            context.ledger.site, [each.model for each in self.parts.values()]
        )

    def run(self) -> None:
        """Import files and snippets, then pages, then links to pages that were imported later."""
        if self.context.is_dry_run:
            self._run()
            return
        with self.indexer.deferred():
            self._run()

    def _run(self) -> None:
        self.report.source.update(self.context.store.types())
        if not self.context.is_dry_run:
            self.add_directories()
        self.snippets.import_authors()
        self.snippets.import_topics()
        for item in self.context.store.items([ATTACHMENT]):
            self.on_progress(item.type, 1)
            self.attachments.import_item(item)
        for item in self.context.store.items([VENUE]):
            self.snippets.venue(item)
        for item in self.context.store.items([ORGANISER]):
            self.snippets.organiser(item)
        for kind in self.importers:
            for item in self.items_in_order(kind):
                self._import_page(item)
        if not self.context.is_dry_run:
            self.attachments.add_redirects()
            self.add_archive_redirects()
        self.resolve_pending_links()
        self.import_menus()
        self.report_unsupported()

    def directories(self) -> list[tuple[type[Page], str, str]]:
        """Return model, title and slug of the index pages that list snippets."""
        return list(DIRECTORIES)

    def add_directories(self) -> None:
        """Create the pages of people, topics and formats unless the site has them."""
        for model, title, slug in self.directories():
            self.context.get_or_create_index_page(model, title, slug)
        self.indexer.add(*self.context.new_index_page_ids)
        self.context.new_index_page_ids.clear()

    def add_archive_redirects(self) -> None:
        """Redirect the archives of the source site."""
        ArchiveRedirects(self.context, self.snippets).add_all()

    def items_in_order(self, kind: str) -> Iterator[Item]:
        """Yield the items of a type, parents before their children."""
        if kind not in self.selected_types:
            for item in self.context.store.items([kind]):
                self.report.leave_out(item, "It was excluded by --only.")
            return
        if kind not in self.nested:
            yield from self.context.store.items([kind])
            return
        done: set[int] = set()
        for item in self.context.store.items([kind]):
            yield from self._with_parents(item, done)

    def _with_parents(self, item: Item, done: set[int]) -> Iterator[Item]:
        if item.id in done:
            return
        done.add(item.id)
        parent = self.context.store.get(item.parent, [item.type]) if item.parent else None
        if parent:
            yield from self._with_parents(parent, done)
        yield item

    def _import_page(self, item: Item) -> None:
        self.on_progress(item.type, 1)
        self.report.comments += item.comments
        self.report.add_fields(item, self.context.format.is_known_field)
        try:
            if reason := SKIPPED_STATUSES.get(item.status):
                self.report.leave_out(item, reason + self._unpublish(item))
            else:
                self._create_or_update(item)
        except SkipItemError as error:
            self.report.leave_out(item, str(error))
        except ValidationError as error:
            self.report.add(entry_of(item, Outcome.FAILED, pairs(validation_warnings(error))))
        except Exception as error:  # One broken item must not stop the import.
            self.report.fail(item, error)

    def _unpublish(self, item: Item) -> str:
        """Unpublish the page of an item that was deleted at the source; return a note on it."""
        known = self.context.ledger.get(item.type, item.id)
        page = known and known.target
        if not (page and page.live):
            return ""
        if fingerprint(page) != known.target_fingerprint:
            return " Its page was edited here and is still published."
        if not self.context.is_dry_run:
            with transaction.atomic():
                page.unpublish()
                # Without a digest, the item is published again if it is restored at the source.
                known.digest, known.target_fingerprint = "", fingerprint(page)
                known.is_indexed = False
                known.save()
            self.indexer.add(page.pk)
        return " Its page was unpublished here."

    def _create_or_update(self, item: Item) -> None:
        importer = self.importers[item.type]
        known = self.context.ledger.get(item.type, item.id)
        digest = digest_of(item.digest, importer.mapping_fingerprint(item), self.context.currency)
        if known and known.digest == digest and not self._can_resolve_pending(known):
            self._note_sticky(item, known.object_id)
            self.report.add(entry_of(item, Outcome.UNCHANGED, known.warnings))
            return
        page = known and known.target
        if known and (page is None or fingerprint(page) != known.target_fingerprint):
            what = "edited" if page else "deleted"
            warnings = [(what, f"It was {what} here, so the newer version was not imported.")]
            self.report.add(
                entry_of(item, Outcome.KEPT, warnings if known.digest != digest else [])
            )
            return
        self.resolver.pending = set()
        body = importer.body(item)
        self.report.words_read += body.words_read
        self.report.words_placed += body.words_placed
        if self.context.is_dry_run:
            importer.fields(item, body)
            self.report.add(entry_of(item, Outcome.CREATED, pairs(body.warnings)))
            return
        with transaction.atomic():
            page = importer.write(item, body, page)
            row = self.context.ledger.row(item, known, self.resolver.pending).set_target(page)
            row.target_fingerprint = (
                fingerprint(page) if known else new_page_fingerprint(page, view_restriction(item))
            )
            row.digest, row.is_indexed = digest, False
            row.warnings = pairs(body.warnings)
            row.save()
        self.context.ledger.cache_page_id(item.type, item.id, page.pk)
        self.indexer.add(page.pk, *self.context.new_index_page_ids)
        self.context.new_index_page_ids.clear()
        self._note_sticky(item, page.pk)
        outcome = Outcome.UPDATED if known else Outcome.CREATED
        self.report.add(entry_of(item, outcome, pairs(body.warnings), page))

    def _can_resolve_pending(self, known: ImportedItem) -> bool:
        return LINKS in known.pending or (MEDIA in known.pending and self.attachments.has_media)

    def _note_sticky(self, item: Item, page_id: int | None) -> None:
        if item.is_sticky and page_id:
            self.sticky.append((item.id, page_id))

    def resolve_pending_links(self) -> None:
        """Rewrite the pages with links to pages that were imported after them."""
        if self.context.is_dry_run:
            return
        pending = ImportedItem.objects.filter(
            site=self.context.ledger.site, kind__in=self.selected_types
        )
        for known in pending.exclude(pending=[]).order_by("pk").iterator():
            item = self.context.store.get(int(known.key), [known.kind])
            if item and LINKS in known.pending:
                self._rewrite(item, known)

    def _rewrite(self, item: Item, known: ImportedItem) -> None:
        page, importer = known.target, self.importers[item.type]
        if page is None or fingerprint(page) != known.target_fingerprint:
            return
        self.resolver.pending = set()
        try:
            body = importer.body(item)
            with transaction.atomic():
                page = importer.write(item, body, page)
                known.target_fingerprint, known.warnings = fingerprint(page), pairs(body.warnings)
                # All pages exist by now: a link that is still unresolved will remain so.
                known.pending = sorted(self.resolver.pending - {LINKS})
                known.is_indexed = False
                known.save()
            self.indexer.add(page.pk)
        except Exception as error:
            self.report.fail(item, error)

    def import_menus(self) -> None:
        """Import menus, and pin the pages of sticky posts."""
        front_page = FrontPageBuilder(self.context)
        is_wanted = bool(self.context.front_page) and front_page.is_wanted
        menus = MenuImporter(self.context, self.resolver)
        reasons = menus.import_menus(replace=is_wanted)
        if is_wanted and not self.context.is_dry_run:
            front_page.build(self.context.front_page)
        for item in self.context.store.items([MENU_ITEM]):
            if item.id in reasons:
                self.report.leave_out(item, reasons[item.id])
            else:
                is_known = item.id in menus.known_item_ids
                self.report.count(MENU_ITEM, Outcome.UNCHANGED if is_known else Outcome.CREATED)
        menus.pin_sticky_posts(self.sticky)

    def report_unsupported(self) -> None:
        """Report each item of a type that has no importer."""
        done = {*self.importers, *self.handled, ATTACHMENT, VENUE, ORGANISER, GUEST, MENU_ITEM}
        for kind in self.context.store.types():
            if kind not in done:
                for item in self.context.store.items([kind]):
                    self.report.leave_out(item, self.reason(item))

    def reason(self, item: Item) -> str:
        """Return why an item has no page of its own."""
        return self.reasons.get(item.type, f"Items of the type “{item.type}” are not supported.")

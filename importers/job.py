"""Read an export and import it, as the commands and the admin do."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from importers.context import ImportContext, SourceFormat
from importers.front_page import propose
from importers.ledger import Ledger
from importers.media_sources import Folder, Media, NoMedia, Server
from importers.proposal import FrontPageProposal
from importers.report import Report
from importers.runner import Import, OnProgress
from importers.source.errors import ExportError, SourceError
from importers.source.item_store import ItemStore
from importers.source.records import Site
from importers.taxonomy_map import Mapping
from news.models import ArticleIndexPage

# The media of a site that is still online; anything else is a folder.
ONLINE = "online"


class ExportReader(Protocol):
    """Reads export files into a store."""

    errors: list[ExportError]

    def read(self, files: Iterable[Path]) -> Site:
        """Return the site after reading all files; raise SourceError."""


@dataclass(frozen=True)
class Software:
    """A software whose exports can be imported."""

    name: str
    # Takes the store, and the URL of the source site where the export does not contain it.
    reader: Callable[[ItemStore, str], ExportReader]
    format: SourceFormat
    importer: type[Import]


@dataclass
class Options:
    """The options of an import."""

    files: list[Path]
    # A folder, ONLINE, or an empty string.
    media: str = ""
    is_dry_run: bool = False
    # Names of `Import.parts`; all if empty.
    parts: list[str] = field(default_factory=list)
    currency: str = ""
    url: str = ""
    # The table of categories and tags.
    table: Path | None = None
    # Whether to build a front page on a site that has none of its own.
    has_front_page: bool = True
    # The one that an administrator has changed; by default that which the export suggests.
    front_page: FrontPageProposal | None = None


def read(software: Software, options: Options, store: ItemStore) -> ImportContext:
    """Read the files into the store, and return the context of their import; raise SourceError."""
    if unknown := set(options.parts) - set(software.importer.parts):
        known = ", ".join(software.importer.parts)
        raise SourceError(f"Only {known} can be selected, but not {', '.join(sorted(unknown))}.")
    reader = software.reader(store, options.url)
    source = reader.read(options.files)
    report = Report(
        site=source.url,
        title=source.title,
        files=[file.name for file in options.files],
        is_dry_run=options.is_dry_run,
        file_errors=[str(error) for error in reader.errors],
        lost_items=sum(error.is_loss for error in reader.errors),
    )
    context = ImportContext(
        source,
        software.format,
        store,
        Ledger(source.key),
        media=_media(options.media),
        report=report,
        currency=options.currency,
        is_dry_run=options.is_dry_run,
    )
    context.mapping = _proposed_mapping(software, context)
    if options.table:
        context.mapping = context.mapping.with_table(options.table)
    if options.has_front_page:
        context.front_page = report.front_page = options.front_page or propose(context)
    return context


def run(
    software: Software, options: Options, context: ImportContext, on_progress: OnProgress
) -> None:
    """Import all items; `on_progress` is called with a type and a number of items, repeatedly."""
    software.importer(context, options.parts or None, on_progress).run()


def count(software: Software, context: ImportContext) -> int:
    """Return for how many items `run` reports progress."""
    return context.store.count([*_page_types(software), "attachment"])


def _proposed_mapping(software: Software, context: ImportContext) -> Mapping:
    posts = Counter(
        (taxonomy, slug)
        for item in context.store.items(_page_types(software))
        for taxonomy, slug, _ in item.terms
    )
    sections = set(ArticleIndexPage.objects.values_list("title", flat=True))
    return Mapping.proposed(context.source.terms.values(), posts, sections)


def _page_types(software: Software) -> list[str]:
    return [kind for importer in software.importer.parts.values() for kind in importer.types]


def _media(source: str) -> Media:
    if source == ONLINE:
        return Server()
    if not source:
        return NoMedia()
    if not Path(source).is_dir():
        raise SourceError(f"{source} is not a folder.")
    return Folder(Path(source))

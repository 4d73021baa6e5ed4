"""Import a WordPress site from its export files."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.values.money import CURRENCIES
from importers.ledger import Ledger
from importers.progress import Progress
from importers.report import Report
from importers.wordpress.context import ImportContext
from importers.wordpress.media_sources import Folder, Media, NoMedia, Server
from importers.wordpress.runner import PARTS, Import, write_redirects
from importers.wordpress.taxonomy_map import Mapping, MappingError
from importers.wordpress.wxr.item_store import ItemStore
from importers.wordpress.wxr.reader import NotAnExportError, Reader
from news.models import ArticleIndexPage


class Command(BaseCommand):
    """Import the content of a WordPress site, and redirect its URLs.

    The command may be interrupted at any time: the next run continues where it stopped. Items that
    were imported before and have not changed since are skipped; pages that were edited here are
    kept.
    """

    help = (
        "Imports a WordPress site from its export files (Tools › Export). Begin with --dry-run: it "
        "writes only a report, and a table in which you choose what each category becomes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the files and the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="EXPORT.xml")
        media = parser.add_mutually_exclusive_group()
        media.add_argument("--media", type=Path, help="a copy of the folder wp-content/uploads")
        media.add_argument(
            "--fetch-media",
            action="store_true",
            help="download images and documents from the source site",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing to the database")
        parser.add_argument("--only", help=f"some of {','.join(PARTS)}; all by default")
        parser.add_argument("--map", type=Path, help="the table of categories and tags, as CSV")
        parser.add_argument(
            "--report", type=Path, default=Path("wordpress-import.html"), help="the report to write"
        )
        parser.add_argument(
            "--currency",
            type=str.upper,
            choices=[code for code, _ in CURRENCIES],
            help="the currency of the shop's prices, which the export does not contain",
        )

    def handle(self, files: list[Path], **options: object) -> None:
        """Read the files, import their items, and write the report."""
        parts = _parts(options["only"])
        _check_writable(options["report"])
        with ItemStore() as store:
            reader = Reader(store)
            self.stdout.write(f"Reading {', '.join(map(str, files))} …")
            try:
                source = reader.read(files)
            except NotAnExportError as error:
                raise CommandError(str(error)) from error
            report = Report(
                site=source.url,
                title=source.title,
                files=[file.name for file in files],
                is_dry_run=options["dry_run"],
                file_errors=[str(error) for error in reader.errors],
                lost_items=sum(error.is_loss for error in reader.errors),
            )
            context = ImportContext(
                source,
                store,
                Ledger(source.key),
                media=_media(options),
                report=report,
                currency=options["currency"] or "",
                is_dry_run=options["dry_run"],
            )
            context.mapping = self.mapping(context, options["map"])
            self.run_import(context, parts)
            self.write_report(context, options["report"])

    def mapping(self, context: ImportContext, table: Path | None) -> Mapping:
        """Return what categories and tags become; write a new table for editors in a dry run."""
        posts = Counter(
            (taxonomy, slug)
            for item in context.store.items(_page_types())
            for taxonomy, slug, _ in item.terms
        )
        sections = set(ArticleIndexPage.objects.values_list("title", flat=True))
        mapping = Mapping.proposed(context.source.terms.values(), posts, sections)
        if table and table.exists():
            try:
                return mapping.with_table(table)
            except MappingError as error:
                raise CommandError(str(error)) from error
        if table and not context.is_dry_run:
            raise CommandError(f"There is no table {table}. Run with --dry-run to create it.")
        if table:
            table.write_text(mapping.to_csv(), encoding="utf-8-sig")
            self.stdout.write(
                f"Edit {table} to choose what categories and tags become, then run the import."
            )
        return mapping

    def run_import(self, context: ImportContext, parts: list[str]) -> None:
        """Import all items, with a progress bar."""
        run = Import(context, parts)
        total = context.store.count([*run.importers, "attachment"])
        progress = Progress(self.stderr if sys.stderr.isatty() else self.stdout, total)
        run.on_progress = lambda _kind, number: progress.add(number)
        run.run()
        progress.end()

    def write_report(self, context: ImportContext, file: Path) -> None:
        """Write the report and the redirects, and print a summary."""
        context.report.write(file)
        self.stdout.write(context.report.summary)
        if not context.is_dry_run:
            redirects = file.with_name(f"{file.stem}-addresses.csv")
            write_redirects(context, redirects)
            self.stdout.write(f"Redirects: {redirects}")
        self.stdout.write(f"Full report: {file.with_suffix('.html')}")


def _parts(only: str | None) -> list[str]:
    parts = [part.strip() for part in only.split(",")] if only else list(PARTS)
    if unknown := set(parts) - set(PARTS):
        raise CommandError(
            f"--only takes {', '.join(PARTS)}, but not {', '.join(sorted(unknown))}."
        )
    return parts


def _media(options: dict) -> Media:
    if options["fetch_media"]:
        return Server()
    folder = options["media"]
    if folder is None:
        return NoMedia()
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder.")
    return Folder(folder)


def _check_writable(file: Path) -> None:
    """Raise CommandError if the report cannot be written, before a long import starts."""
    if not file.parent.is_dir():
        raise CommandError(f"There is no folder {file.parent} for the report: create it first.")
    if file.is_dir():
        raise CommandError(f"{file} is a folder: name a file for the report, as {file}/report.html")


def _page_types() -> list[str]:
    return [kind for kinds in PARTS.values() for kind in kinds]

"""Move in from WordPress."""

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
from importers.wordpress.wxr.item_store import Store
from importers.wordpress.wxr.reader import NotAnExportError, Reader
from news.models import ArticleIndexPage


class Command(BaseCommand):
    """Bring in the posts, pages, events, books, files and addresses of a WordPress site.

    It may be stopped at any moment and called again: it goes on where it was. What was brought in
    already and did not change is left alone; what somebody edited here is kept.
    """

    help = (
        "Brings in a WordPress site from its export files (Tools › Export). Begin with --dry-run: "
        "it writes nothing but a report and the table in which you say what categories become."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files and what to do with them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="EXPORT.xml")
        media = parser.add_mutually_exclusive_group()
        media.add_argument("--media", type=Path, help="a copy of the folder wp-content/uploads")
        media.add_argument(
            "--fetch-media", action="store_true", help="fetch pictures and files from the old site"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing to the database")
        parser.add_argument("--only", help=f"some of {','.join(PARTS)}; all by default")
        parser.add_argument("--map", type=Path, help="the table of categories and tags, as CSV")
        parser.add_argument(
            "--report", type=Path, default=Path("wordpress-import.html"), help="where it is written"
        )
        parser.add_argument(
            "--currency",
            type=str.upper,
            choices=[code for code, _ in CURRENCIES],
            help="of the prices of the shop, which its export does not name",
        )

    def handle(self, files: list[Path], **options: object) -> None:
        """Read all, bring it in, and tell what became of it."""
        parts = _parts(options["only"])
        _check_writable(options["report"])
        with Store() as store:
            reader = Reader(store)
            self.stdout.write(f"Reading {', '.join(map(str, files))} …")
            try:
                old = reader.read(files)
            except NotAnExportError as error:
                raise CommandError(str(error)) from error
            report = Report(
                site=old.url,
                title=old.title,
                files=[file.name for file in files],
                is_dry_run=options["dry_run"],
                faults=[str(fault) for fault in reader.faults],
                lost_items=sum(fault.is_loss for fault in reader.faults),
            )
            move = ImportContext(
                old,
                store,
                Ledger(old.key),
                media=_media(options),
                report=report,
                currency=options["currency"] or "",
                is_dry_run=options["dry_run"],
            )
            move.mapping = self.mapping(move, options["map"])
            self.bring_in(move, parts)
            self.tell(move, options["report"])

    def mapping(self, move: ImportContext, table: Path | None) -> Mapping:
        """Return what categories and tags become; a dry run writes the table for people to edit."""
        posts = Counter(
            (taxonomy, slug)
            for item in move.store.items(_public())
            for taxonomy, slug, _ in item.terms
        )
        sections = set(ArticleIndexPage.objects.values_list("title", flat=True))
        mapping = Mapping.proposed(move.source.terms.values(), posts, sections)
        if table and table.exists():
            try:
                return mapping.with_table(table)
            except MappingError as error:
                raise CommandError(str(error)) from error
        if table and not move.is_dry_run:
            raise CommandError(f"There is no table {table}. A call with --dry-run writes it.")
        if table:
            table.write_text(mapping.to_csv(), encoding="utf-8-sig")
            self.stdout.write(
                f"{table} says what categories and tags become: change it, and go on."
            )
        return mapping

    def bring_in(self, move: ImportContext, parts: list[str]) -> None:
        """Bring all in, and say how far it is."""
        run = Import(move, parts)
        total = move.store.count([*run.importers, "attachment"])
        progress = Progress(self.stderr if sys.stderr.isatty() else self.stdout, total)
        run.on_progress = lambda _kind, number: progress.add(number)
        run.run()
        progress.end()

    def tell(self, move: ImportContext, file: Path) -> None:
        """Write the report, and its sum."""
        move.report.write(file)
        self.stdout.write(move.report.summary)
        if not move.is_dry_run:
            addresses = file.with_name(f"{file.stem}-addresses.csv")
            write_redirects(move, addresses)
            self.stdout.write(f"Old and new addresses: {addresses}")
        self.stdout.write(f"The whole report: {file.with_suffix('.html')}")


def _parts(only: str | None) -> list[str]:
    parts = [part.strip() for part in only.split(",")] if only else list(PARTS)
    if unknown := set(parts) - set(PARTS):
        raise CommandError(
            f"--only takes {', '.join(PARTS)}, and not {', '.join(sorted(unknown))}."
        )
    return parts


def _media(options: dict) -> Media:
    if options["fetch_media"]:
        return Server()
    folder = options["media"]
    if folder is None:
        return NoMedia()
    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder.")
    return Folder(folder)


def _check_writable(file: Path) -> None:
    """Refuse a report that could not be written, before anything is done."""
    if not file.parent.is_dir():
        raise CommandError(f"There is no folder {file.parent} for the report: make it first.")
    if file.is_dir():
        raise CommandError(f"{file} is a folder: give the report a name, such as {file}/moved.html")


def _public() -> list[str]:
    return [kind for kinds in PARTS.values() for kind in kinds]

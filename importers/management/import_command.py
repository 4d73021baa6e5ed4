"""The base of the commands that import a site."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandError

from importers import job
from importers.context import ImportContext
from importers.job import Options, Software
from importers.progress import Progress
from importers.source.errors import SourceError
from importers.source.item_store import ItemStore


class ImportCommand(BaseCommand):
    """Import the content of a site, and redirect its URLs.

    The command may be interrupted at any time: the next run continues where it stopped. Items that
    were imported before and have not changed since are skipped; pages that were edited here are
    kept.
    """

    software: ClassVar[Software]
    media_help: ClassVar[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the files and the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="EXPORT")
        media = parser.add_mutually_exclusive_group()
        media.add_argument("--media", type=Path, help=self.media_help)
        media.add_argument(
            "--fetch-media",
            action="store_true",
            help="download images and documents from the source site",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing to the database")
        parts = ",".join(self.software.importer.parts)
        parser.add_argument("--only", help=f"some of {parts}; all by default")
        parser.add_argument("--map", type=Path, help="the table of categories and tags, as CSV")
        parser.add_argument(
            "--front-page",
            choices=("yes", "no"),
            default="yes",
            help="build a front page unless the site has one of its own (default: %(default)s)",
        )
        report = Path(f"{self.software.name.lower()}-import.html")
        parser.add_argument("--report", type=Path, default=report, help="the report to write")

    def handle(self, files: list[Path], **options: object) -> None:
        """Read the files, import their items, and write the report."""
        _check_writable(options["report"])
        table, is_dry_run = options["map"], options["dry_run"]
        if table and not table.exists() and not is_dry_run:
            raise CommandError(f"There is no table {table}. Run with --dry-run to create it.")
        choices = Options(
            files=files,
            media=job.ONLINE if options["fetch_media"] else str(options["media"] or ""),
            is_dry_run=is_dry_run,
            parts=[part.strip() for part in (options["only"] or "").split(",") if part.strip()],
            currency=options.get("currency") or "",
            table=table if table and table.exists() else None,
            has_front_page=options["front_page"] == "yes",
        )
        with ItemStore() as store:
            self.stdout.write(f"Reading {', '.join(map(str, files))} …")
            try:
                context = job.read(self.software, choices, store)
            except SourceError as error:
                raise CommandError(str(error)) from error
            self.note(context)
            if table and not choices.table:
                table.write_text(context.mapping.to_csv(), encoding="utf-8-sig")
                self.stdout.write(
                    f"Edit {table} to choose what categories and tags become, then run the import."
                )
            total = job.count(self.software, context)
            progress = Progress(self.stderr if sys.stderr.isatty() else self.stdout, total)
            job.run(self.software, choices, context, lambda _kind, number: progress.add(number))
            progress.end()
            self.write_report(context, options["report"])

    def note(self, context: ImportContext) -> None:
        """Print what should be known before the import begins."""

    def write_report(self, context: ImportContext, file: Path) -> None:
        """Write the report and the redirects, and print a summary."""
        context.report.write(file)
        self.stdout.write(context.report.summary)
        if not context.is_dry_run:
            redirects = file.with_name(f"{file.stem}-addresses.csv")
            redirects.write_text(context.redirects.to_csv(), encoding="utf-8-sig")
            self.stdout.write(f"Redirects: {redirects}")
        self.stdout.write(f"Full report: {file.with_suffix('.html')}")


def _check_writable(file: Path) -> None:
    """Raise CommandError if the report cannot be written, before a long import starts."""
    if not file.parent.is_dir():
        raise CommandError(f"There is no folder {file.parent} for the report: create it first.")
    if file.is_dir():
        raise CommandError(f"{file} is a folder: name a file for the report, as {file}/report.html")

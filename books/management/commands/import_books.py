"""Bring a table of books into the catalogue."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from books.management.catalogues import add_catalogue, find_catalogue
from books.spreadsheet.importer import import_sheet


class Command(BaseCommand):
    """Take over all of a file as drafts, or nothing where a cell is wrong."""

    help = "Brings a CSV file, such as export_books writes, into the catalogue, as drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and where it goes."""
        parser.add_argument("file", type=Path)
        add_catalogue(parser)
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")

    def handle(self, file: Path, catalogue: str | None, dry_run: bool, **options: object) -> None:
        """Tell what changes; raises CommandError with each wrong cell."""
        outcome = import_sheet(find_catalogue(catalogue), _content(file), store=not dry_run)
        if outcome.faults:
            lines = "\n".join(map(str, outcome.faults))
            stored = f"{outcome.stored} books were" if outcome.stored else "Nothing was"
            raise CommandError(f"{stored} stored.\n{lines}")
        for line in outcome.created_lines:
            self.stdout.write(f"New: {line}")
        for change in outcome.changes:
            for cell in change.cells:
                place = f"Row {cell.row}, {change.book.title}, {cell.heading}"
                self.stdout.write(f"{place}: “{cell.old}” becomes “{cell.new}”")
        done = "saved as drafts" if outcome.is_stored else "to be changed; nothing is stored"
        self.stdout.write(f"{len(outcome.changes)} books {done}, {outcome.unchanged} as before.")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"The file {file} cannot be read: {error.strerror}.") from error

"""Import books from a CSV file or a workbook into a catalogue."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from books.spreadsheet.command import CatalogueCommand
from books.spreadsheet.importer import import_sheet


class Command(CatalogueCommand):
    """Import all books of a file as drafts, or none if a cell is invalid."""

    help = (
        "Imports a CSV or .xlsx file, such as export_books writes, into the catalogue, as drafts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and --dry-run to the options."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only list the changes")

    def handle(self, file: Path, catalogue: str | None, dry_run: bool, **options: object) -> None:
        """List all changes; raise CommandError with all invalid cells."""
        result = import_sheet(self.find_catalogue(catalogue), _read(file), store=not dry_run)
        if result.errors:
            lines = "\n".join(map(str, result.errors))
            stored = f"{result.stored} books were" if result.stored else "Nothing was"
            raise CommandError(f"{stored} stored.\n{lines}")
        for line in result.created_lines:
            self.stdout.write(f"New: {line}")
        for change in result.changes:
            for cell in change.cells:
                place = f"Row {cell.row}, {change.book.title}, {cell.heading}"
                self.stdout.write(f"{place}: “{cell.old}” becomes “{cell.new}”")
        done = "saved as drafts" if result.is_stored else "to be changed; nothing is stored"
        self.stdout.write(f"{len(result.changes)} books {done}, {result.unchanged} unchanged.")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"The file {file} cannot be read: {error.strerror}.") from error

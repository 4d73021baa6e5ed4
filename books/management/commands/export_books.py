"""Export the books of a catalogue."""

from books.models import BookPage
from books.spreadsheet.command import CatalogueCommand
from books.spreadsheet.exporter import catalogue_file


class Command(CatalogueCommand):
    """Write all books of a catalogue, drafts included, as CSV."""

    help = "Writes all books as CSV, one row for each format: export_books > books.csv"

    def handle(self, catalogue: str | None, **options: object) -> None:
        """Write the file to standard output."""
        books = BookPage.objects.child_of(self.find_catalogue(catalogue))
        self.stdout.write(catalogue_file(books).decode(), ending="")

"""Write the catalogue as a table."""

from django.core.management.base import BaseCommand

from books.models import BookPage
from books.sheets.table import catalogue_file


class Command(BaseCommand):
    """Write all books, drafts with them."""

    help = "Writes all books as CSV, one row for each format: export_books > books.csv"

    def handle(self, *args: object, **options: object) -> None:
        """Write the file to the standard output."""
        self.stdout.write(catalogue_file(BookPage.objects.all()).decode(), ending="")

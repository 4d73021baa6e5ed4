"""Write the catalogue as a table."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from books.management.catalogues import add_catalogue, find_catalogue
from books.models import BookPage
from books.spreadsheet.exporter import catalogue_file


class Command(BaseCommand):
    """Write all books, drafts with them."""

    help = "Writes all books as CSV, one row for each format: export_books > books.csv"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the catalogue."""
        add_catalogue(parser)

    def handle(self, catalogue: str | None, **options: object) -> None:
        """Write the file to the standard output."""
        books = BookPage.objects.child_of(find_catalogue(catalogue))
        self.stdout.write(catalogue_file(books).decode(), ending="")

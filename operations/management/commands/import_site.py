"""Import a whole site."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from operations.backup.restoration import has_content
from operations.export.transfer import TransferError, import_site


class Command(BaseCommand):
    """Replace all content by that of a file that export_site wrote."""

    help = "Imports a whole site that export_site wrote, from any kind of database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="replace all content that the site has"
        )

    def handle(self, file: Path, **options: object) -> None:
        """Import the site."""
        try:
            if has_content() and not options["replace"]:
                raise CommandError(
                    "The site has content. --replace replaces all of it by that of the export."
                )
            import_site(file, self.stdout.write)
        except TransferError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        self.stdout.write(f"Imported {file}.")

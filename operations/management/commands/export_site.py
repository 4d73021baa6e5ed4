"""Export the whole site."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from operations.export.transfer import TransferError, export_site


class Command(BaseCommand):
    """Write every page, draft, setting, account and file of the site to one file."""

    help = "Exports the whole site as JSON lines and files, which import_site reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, file: Path, **_options: object) -> None:
        """Export the site."""
        try:
            export_site(file)
        except TransferError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Exported to {file}. It holds accounts and drafts: keep it safe.")

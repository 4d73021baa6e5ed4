"""Import a WordPress site from its export files."""

from argparse import ArgumentParser

from core.values.money import CURRENCIES
from importers.management.import_command import ImportCommand
from importers.wordpress.software import WORDPRESS


class Command(ImportCommand):
    """Import a WordPress site."""

    software = WORDPRESS
    media_help = "a copy of the folder wp-content/uploads"
    help = (
        "Imports a WordPress site from its export files (Tools › Export). Begin with --dry-run: it "
        "writes only a report, and a table in which you choose what each category becomes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the currency of the shop."""
        super().add_arguments(parser)
        parser.add_argument(
            "--currency",
            type=str.upper,
            choices=[code for code, _ in CURRENCIES],
            help="the currency of the shop's prices, which the export does not contain",
        )

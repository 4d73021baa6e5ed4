"""Restore a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.adapters import can_decrypt_second_factors
from operations.backup.restoration import RestoreError, restore


class Command(BaseCommand):
    """Replace the content of the site by that of a backup, which is checked first."""

    help = "Restores a backup of the database and the uploaded files."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the options."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a backup")
        parser.add_argument(
            "--replace", action="store_true", help="replace all content that the site has"
        )
        parser.add_argument(
            "--identity",
            type=Path,
            help="the file with the secret key of age, as age-keygen wrote it",
        )

    def handle(self, file: Path, **options: object) -> None:
        """Restore the backup, then migrate its database to this version."""
        try:
            restore(
                file,
                self.stdout.write,
                replace=options["replace"],
                identity=options["identity"],
            )
        except RestoreError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        if not can_decrypt_second_factors():
            self.stdout.write(
                "The second factors were encrypted with another key. Set ENCRYPTION_KEYS to that "
                "one, or have people set up their second factors again."
            )
        self.stdout.write(f"Restored {file}.")

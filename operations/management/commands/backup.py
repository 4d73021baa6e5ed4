"""Write a backup of the database and the media."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from operations.backup.creation import BackupError, BackupOptions, create
from operations.models import TaskRun


class Command(BaseCommand):
    """Write a backup while the site runs; its content is that of one moment."""

    help = "Writes a backup of the database and the uploaded files into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder and the options."""
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            metavar="DIR",
            help="where to write it; by default BACKUP_DIR",
        )
        parser.add_argument(
            "--keep",
            type=int,
            default=settings.BACKUP_KEEP,
            help="keep only so many of the newest ones; 0 keeps all (default: %(default)s)",
        )
        parser.add_argument(
            "--encrypt-to",
            default=settings.BACKUP_RECIPIENT,
            metavar="KEY",
            help="encrypt to this public key of age; by default BACKUP_RECIPIENT",
        )
        parser.add_argument(
            "--without-media", action="store_true", help="leave out the uploaded files"
        )

    def handle(self, folder: Path | None, **options: object) -> None:
        """Write the backup and print its path."""
        folder = folder or settings.BACKUP_DIR
        if folder is None:
            raise CommandError("Name a folder for the backup, or set BACKUP_DIR.")
        try:
            path = create(
                BackupOptions(
                    folder=folder,
                    keep=options["keep"],
                    recipient=options["encrypt_to"],
                    with_media=not options["without_media"],
                )
            )
        except (BackupError, DatabaseError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        if folder == (settings.BACKUP_DIR or folder) and not options["without_media"]:
            TaskRun.record_success("backup", str(path))
        self.stdout.write(str(path))

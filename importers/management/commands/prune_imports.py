"""Delete the uploaded files of old imports."""

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from importers.admin.files import delete_leftovers, delete_uploads
from importers.models import ImportRun

DEFAULT_DAYS = 30
LEFTOVER_SECONDS = 24 * 60 * 60


class Command(BaseCommand):
    """Delete the uploaded files of imports that were started long ago; their reports stay."""

    help = "Deletes the uploaded files of old imports"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the age."""
        parser.add_argument(
            "--days",
            type=int,
            default=DEFAULT_DAYS,
            help="delete files that were uploaded before this number of days "
            "(default: %(default)s)",
        )

    def handle(self, *, days: int, **options: object) -> None:
        """Delete the files, and print of how many imports."""
        old = ImportRun.objects.filter(
            has_files=True, created_at__lt=now() - timedelta(days=days)
        ).filter(lock=None)
        deleted = 0
        for run in old:
            # The run may be continued at this moment.
            if ImportRun.objects.filter(pk=run.pk, lock=None).update(has_files=False):
                delete_uploads(run)
                deleted += 1
        known = ImportRun.objects.values_list("pk", flat=True)
        leftovers = delete_leftovers(known, LEFTOVER_SECONDS)
        self.stdout.write(f"Deleted the files of {deleted} imports, and {leftovers} leftovers.")

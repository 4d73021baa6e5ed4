"""Delete the answers whose time is over."""

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from form_pages.models import Submission


class Command(BaseCommand):
    """Keep what forms tell their readers about how long answers are kept."""

    help = "Deletes what readers sent by forms, after the days that each form sets"

    def handle(self, *args: object, **options: object) -> None:
        """Delete the answers and print their number."""
        count, _ = Submission.objects.filter(delete_after__lt=localdate()).delete()
        self.stdout.write(f"{count} answers deleted.")

"""Add further occurrences to events without an end."""

from django.core.management.base import BaseCommand

from events.models import EventPage


class Command(BaseCommand):
    """Store the occurrences that have come within the horizon; run it once a day."""

    help = "Adds further dates to events that repeat without an end. Run it once a day."

    def handle(self, *args: object, **options: object) -> None:
        """Extend all events that repeat without an end."""
        for page in EventPage.objects.without_end().defer_streamfields():
            page.extend()

"""Add further dates to events without end."""

from django.core.management.base import BaseCommand

from events.models import EventPage


class Command(BaseCommand):
    """Do so for all of them; run it once a day."""

    help = "Adds the dates of events without end, as far ahead as the calendar knows them."

    def handle(self, *args: object, **options: object) -> None:
        """Add what is missing."""
        for page in EventPage.objects.without_end().defer_streamfields():
            page.extend()

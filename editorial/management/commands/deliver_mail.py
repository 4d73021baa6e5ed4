"""Deliver the mail that waits."""

from django.core.management.base import BaseCommand

from editorial.notifications.backend import deliver_due


class Command(BaseCommand):
    """Deliver the mail that is due, and try again what could not be sent."""

    help = "Delivers mail that waits for the mail server."

    def handle(self, *args: object, **options: object) -> None:
        """Deliver the mail that is due."""
        deliver_due()

"""Send the mailings that are due."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from letters.sending.sender import Sender

SECONDS = 10  # `run_scheduler` publishes scheduled pages in between


class Command(BaseCommand):
    """Send what is due of all mailings."""

    help = "Sends the letters that are due, within the limits of the mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the time after which to end."""
        parser.add_argument(
            "--seconds",
            type=float,
            default=SECONDS,
            help="End after this time, even if messages are left (by default %(default)s).",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Send the mailings, and print how many messages the server accepted."""
        self.stdout.write(str(Sender(options["seconds"]).send_due()))

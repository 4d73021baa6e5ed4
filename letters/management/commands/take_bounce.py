"""Act on one message that came back, from a mail server that pipes it to a command."""

import sys

from django.core.management.base import BaseCommand

from letters.returned.reports import MAX_SIZE, take_report


class Command(BaseCommand):
    """Read a message from the standard input."""

    help = "Reads one message from the standard input, and marks its address if it came back."

    def handle(self, *args: object, **options: object) -> None:
        """Print what the message is."""
        content = sys.stdin.buffer.read(MAX_SIZE + 1)
        self.stdout.write(take_report(content).value)

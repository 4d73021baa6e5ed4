"""Decide about messages whose delivery is uncertain."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from letters.models import Mailing
from letters.sending.settlement import settle


class Command(BaseCommand):
    """Compare the uncertain messages of a mailing with the log of the mail server."""

    help = (
        "Looks up in the log of the mail server what became of messages during which a process or "
        "a connection ended. Those that the log names count as sent; the others are sent again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the mailing and the log."""
        parser.add_argument("mailing", type=int, help="The number of the mailing.")
        parser.add_argument(
            "log", type=Path, help="A file with the log of the whole time of the mailing."
        )

    def handle(self, *args: object, **options: object) -> None:
        """Settle the messages, and print how many were sent and how many are sent again."""
        mailing = Mailing.objects.filter(pk=options["mailing"]).first()
        if mailing is None:
            raise CommandError("There is no such mailing.")
        try:
            server_log = options["log"].read_text(errors="replace")
        except OSError as error:
            raise CommandError(str(error)) from error
        arrived, again = settle(mailing, server_log)
        self.stdout.write(f"{arrived} sent, {again} sent again")

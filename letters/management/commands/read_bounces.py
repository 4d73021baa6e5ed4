"""Read the mailbox in which letters come back."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from letters.returned.mailbox import Mailbox, MailboxError
from letters.returned.reports import ReportKind


class Command(BaseCommand):
    """Act on what has come back since the last time."""

    help = "Reads the mailbox of BOUNCES_URL, and marks addresses that do not receive letters."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many messages there were of each kind."""
        if not settings.BOUNCES_URL:
            return
        try:
            counts = Mailbox.parse(settings.BOUNCES_URL).take_reports()
        except ValueError as error:
            raise CommandError(f"BOUNCES_URL is wrong. {error}") from error
        except MailboxError as error:
            raise CommandError(str(error)) from error
        if any(counts.values()):
            self.stdout.write(
                f"{counts[ReportKind.BOUNCE]} addresses do not receive letters, "
                f"{counts[ReportKind.COMPLAINT]} took one for spam, "
                f"{counts[ReportKind.OTHER]} other messages."
            )

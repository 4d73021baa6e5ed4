"""Delete whom letters were sent to, once that is of no use."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils.timezone import now

from letters.models import Recipient
from letters.subscribing.tokens import CONFIRM_WITHIN

# A letter may come back, or be reported as spam, for some months.
KEEP = timedelta(days=180)


class Command(BaseCommand):
    """Delete old recipients; the mailings stay."""

    help = (
        "Deletes the addresses of people who were asked whether they want letters, when their link "
        "is too old, and those of letters after half a year"
    )

    def handle(self, *args: object, **options: object) -> None:
        """Print how many addresses were deleted."""
        asked = Q(mailing__is_invitation=True, mailing__created_at__lt=now() - 2 * CONFIRM_WITHIN)
        old = Q(mailing__created_at__lt=now() - KEEP)
        count, _by_model = Recipient.objects.filter(asked | old).delete()
        self.stdout.write(str(count))

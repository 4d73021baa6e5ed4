"""Delete what the accounts no longer need."""

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.lockout import cool_off
from accounts.security_log import delete_old_entries


class Command(BaseCommand):
    """Delete old entries of the security log, expired sessions and forgotten failures."""

    help = (
        "Deletes the entries of the security log that are older than the settings say, sessions "
        "that have expired, and failed attempts to sign in that count no longer"
    )

    def handle(self, *args: object, **options: object) -> None:
        """Run the command, and print how many entries were deleted."""
        deleted = delete_old_entries()
        now = timezone.now()
        Session.objects.filter(expire_date__lt=now).delete()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        AccessAttempt.objects.filter(attempt_time__lt=now - cool_off(None)).delete()
        self.stdout.write(f"{deleted} entries deleted.")

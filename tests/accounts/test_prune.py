"""What the accounts no longer need is deleted once a day."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from operations.management.commands.run_scheduler import DAILY

COMMAND = "prune_security_log"


def test_expired_sessions_and_old_failures_are_deleted(person, client, sign_in):
    sign_in("ada", "wrong")
    sign_in()
    call_command(COMMAND)
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert AccessAttempt.objects.count() == 0  # Signing in has forgotten it.
    sign_in("grace", "wrong")
    long_ago = timezone.now() - timedelta(days=1)
    Session.objects.update(expire_date=long_ago)
    AccessAttempt.objects.update(attempt_time=long_ago)
    call_command(COMMAND)
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    assert not AccessAttempt.objects.exists()


def test_scheduler_runs_it_daily():
    assert COMMAND in DAILY

"""Create, hurry and count a mailing of a small site: `python -m tests.letters.content WHAT`."""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.dev")
django.setup()

from django.utils.timezone import now  # noqa: E402

from letters.models import Mailing, Recipient  # noqa: E402
from tests.letters.mailings import create_mailing  # noqa: E402


def create(number):
    create_mailing(int(number), html="<p>The boat left at six.</p>" * 1000)


def hurry():
    """Let the pauses of addresses and of the mail server be over."""
    past = now() - timedelta(seconds=1)
    Recipient.objects.update(next_attempt_at=past)
    Mailing.objects.update(next_attempt_at=past)


def wait():
    """Let the time be over in which an answer of the server may still be written down."""
    Recipient.objects.update(changed_at=now() - timedelta(minutes=3))
    hurry()


def count():
    mailing = Mailing.objects.get()
    counts = mailing.count() | {"uncertain": mailing.recipients.uncertain().count()}
    sys.stdout.write(json.dumps(counts | {"finished": bool(mailing.finished_at), "pk": mailing.pk}))


{"create": create, "hurry": hurry, "wait": wait, "count": count}[sys.argv[1]](*sys.argv[2:])

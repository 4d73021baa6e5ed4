"""Mail is stored first, and delivered beside the requests."""

import socket
import time
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from editorial.models import UndeliveredMail
from editorial.notifications import backend
from editorial.notifications.backend import deliver_due
from site_config.settings import base
from tests.review_helpers import decide, is_live, submit


class BrokenBackend(EmailBackend):
    """A server that refuses the connection."""

    tries = 0

    def send_messages(self, messages):
        type(self).tries += 1
        raise OSError("Connection refused")


class ChoosyBackend(EmailBackend):
    """A server that refuses the editor's address."""

    def send_messages(self, messages):
        if any(message.to == ["editor@example.org"] for message in messages):
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


@pytest.fixture
def deliver_by(settings, db):
    """Send mail with the backend of the site, and this one as its inner backend."""

    def choose(chosen):
        settings.EMAIL_BACKEND = base.EMAIL_BACKEND  # The test runner has replaced it.
        settings.INNER_EMAIL_BACKEND = f"{chosen.__module__}.{chosen.__name__}"

    return choose


def send(*names):
    messages = [mail.EmailMessage("One", "", None, [f"{name}@example.org"]) for name in names]
    assert mail.get_connection().send_messages(messages) == len(names)


def test_message_arrives_as_it_was_written(deliver_by):
    message = mail.EmailMultiAlternatives(
        "Grüße", "Text", "a@example.org", ["b@example.org"], ["c@example.org"],
        cc=["d@example.org"], reply_to=["e@example.org"], headers={"Auto-Submitted": "yes"},
    )  # fmt: skip
    message.attach_alternative("<p>Text</p>", "text/html")
    message.attach("a.txt", "Ä", "text/plain")
    message.attach("b.bin", b"\0\xff", "application/octet-stream")
    deliver_by(EmailBackend)
    message.send()
    assert not mail.outbox
    assert deliver_due() == 1
    (arrived,) = mail.outbox
    for name in (*backend.FIELDS, "alternatives"):
        assert getattr(arrived, name) == getattr(message, name), name
    parts = [part.get_payload(decode=True) for part in arrived.message().walk()]
    assert "Ä".encode() in parts
    assert b"\0\xff" in parts
    assert not UndeliveredMail.objects.exists()


def test_nothing_is_sent_of_a_transaction_that_fails(deliver_by):
    deliver_by(EmailBackend)
    with transaction.atomic():
        send("editor")
        transaction.set_rollback(True)
    assert not UndeliveredMail.objects.exists()


@pytest.fixture
def submitted(client, draft_article, editor, moderator):
    """A draft in review, with the moderator signed in."""
    submit(draft_article, editor)
    client.force_login(moderator)
    return draft_article


def test_refusal_is_displayed_on_the_dashboard(
    client, admin_client, deliver_by, submitted, django_capture_on_commit_callbacks
):
    deliver_by(BrokenBackend)
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, submitted)
    assert is_live(submitted)
    assert "Connection refused" not in admin_client.get("/admin/").content.decode()
    assert deliver_due() == 0
    message = UndeliveredMail.objects.get()
    assert (message.subject, message.recipients) == ("Published: Draft", "editor@example.org")
    assert "Connection refused" in admin_client.get("/admin/").content.decode()
    assert "Connection refused" not in client.get("/admin/").content.decode()
    assert client.post(reverse("undelivered_mail_seen")).status_code in (302, 403)
    assert UndeliveredMail.objects.exists()
    admin_client.post(reverse("undelivered_mail_seen"))
    assert not UndeliveredMail.objects.exists()


def test_message_that_cannot_be_built_holds_up_no_other(deliver_by):
    deliver_by(EmailBackend)
    mail.send_mail("Bad", "Text", None, ["a@example.org"])
    mail.send_mail("Good", "Text", None, ["b@example.org"])
    bad = UndeliveredMail.objects.get(subject="Bad")
    bad.message["reply_to"] = ['"a\x0bbcc:x@evil.example"@example.com']
    bad.save()
    assert deliver_due() == 1
    assert [each.subject for each in mail.outbox] == ["Good"]
    assert UndeliveredMail.objects.get().attempts == 1


def test_connection_error_stops_a_batch_until_later(deliver_by):
    deliver_by(BrokenBackend)
    BrokenBackend.tries = 0
    send("a", "b", "c")
    assert deliver_due() == 0
    assert (BrokenBackend.tries, UndeliveredMail.objects.filter(attempts=1).count()) == (1, 1)
    deliver_by(EmailBackend)
    assert deliver_due() == 2
    UndeliveredMail.objects.update(next_attempt_at=now())
    deliver_due()
    assert sorted(message.to[0] for message in mail.outbox) == [
        *("a@example.org", "b@example.org", "c@example.org")
    ]


def test_refused_recipient_does_not_stop_a_batch(deliver_by):
    deliver_by(ChoosyBackend)
    send("editor", "other")
    assert deliver_due() == 1
    assert UndeliveredMail.objects.get().recipients == "editor@example.org"


def test_message_is_given_up_after_three_days(deliver_by):
    deliver_by(BrokenBackend)
    send("a")
    UndeliveredMail.objects.update(created_at=now() - timedelta(days=4))
    deliver_due()
    message = UndeliveredMail.objects.get()
    assert (message.message, message.next_attempt_at) == (None, None)
    assert deliver_due() == 0


def test_attempts_are_further_and_further_apart(deliver_by):
    deliver_by(BrokenBackend)
    send("a")
    waits = []
    for _ in range(12):
        UndeliveredMail.objects.update(next_attempt_at=now())
        deliver_due()
        waits.append(UndeliveredMail.objects.get().next_attempt_at - now())
    assert waits == sorted(waits) or waits[-1] <= backend.LONGEST_DELAY
    assert backend.FIRST_DELAY - timedelta(seconds=5) < waits[0] <= backend.FIRST_DELAY
    assert waits[-1] > timedelta(hours=3)


def test_message_that_another_process_sends_is_left_alone(deliver_by, monkeypatch):
    deliver_by(EmailBackend)
    send("a")
    first = backend._due()
    next(first)
    assert deliver_due() == 0
    UndeliveredMail.objects.update(next_attempt_at=now())  # That process was killed.
    assert deliver_due() == 1


def test_server_that_never_answers_delays_no_request(
    client, deliver_by, settings, submitted, django_capture_on_commit_callbacks
):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        deliver_by(EmailBackend)
        settings.INNER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 1
        started = time.monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            decide(client, submitted)
        assert time.monotonic() - started < settings.EMAIL_TIMEOUT
        send("a")
        assert deliver_due() == 0
    assert "timed out" in UndeliveredMail.objects.get(attempts=1).reason

"""Letters that come back mark their address; who calls one spam gets no more."""

import io
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from letters.models import (
    EndReason,
    Mailing,
    Recipient,
    RecipientState,
    Source,
    Subscriber,
    Subscription,
)
from letters.returned.reports import MAX_SIZE, ReportKind, take_report
from letters.sending.sender import Sender
from tests import factories
from tests.letters.imap import FakeMailbox, free_port
from tests.letters.mailings import create_mailing

BOUNCE = """From: MAILER-DAEMON@mx.example.org
To: letters@slipway.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} {words}

--b
Content-Type: text/rfc822-headers

From: letters@slipway.example
To: {address}
Message-ID: {key}
Subject: The tide turns

--b--
"""
COMPLAINT = """From: abuse@provider.example
To: letters@slipway.example
Subject: Complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A user reported this as spam.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1

--b
Content-Type: message/rfc822

From: letters@slipway.example
Message-ID: {key}
Subject: The tide turns

Text
--b--
"""


@pytest.fixture
def weekly_list(home):
    return factories.MailingListFactory(slug="weekly")


@pytest.fixture
def recipient(weekly_list):
    Subscriber.objects.subscribe("r0@example.org", [weekly_list], Source.FORM)
    mailing = create_mailing(2)
    mailing.recipients.update(state=RecipientState.SENT)
    return mailing.recipients.get(address="r0@example.org")


def bounce(recipient, status="5.1.1", words="User unknown", **values):
    usual = {"address": recipient.address, "key": recipient.message_id}
    text = BOUNCE.format(**usual | values, status=status, words=words)
    return text.replace("\n", "\r\n").encode()


def marked():
    return set(Subscriber.objects.exclude(undeliverable_at=None).values_list("email", flat=True))


def test_address_that_does_not_exist_is_marked(recipient):
    assert take_report(bounce(recipient)) is ReportKind.BOUNCE
    subscriber = Subscriber.objects.get()
    assert subscriber.undeliverable_at
    assert "User unknown" in subscriber.problem
    assert not Subscription.objects.active().exists()


@pytest.mark.parametrize(
    ("status", "words"),
    [("5.2.2", "Mailbox full"), ("4.2.1", "Try later"), ("5.7.1", "Looks like spam")],
)
def test_what_may_pass_marks_no_address(recipient, status, words):
    assert take_report(bounce(recipient, status, words)) is ReportKind.OTHER
    assert not marked()


def test_report_that_names_no_letter_of_ours_silences_no_one(recipient):
    """Anyone can send mail to the address of the sender."""
    forged = "<0123456789abcdef0123456789abcdef@slipway.example>"
    assert take_report(bounce(recipient, key=forged)) is ReportKind.OTHER
    assert take_report(COMPLAINT.format(key=forged).encode()) is ReportKind.OTHER
    assert not marked()
    assert Subscription.objects.active().exists()


def test_report_about_a_letter_to_oneself_silences_no_other(recipient, weekly_list):
    Subscriber.objects.subscribe("r1@example.org", [weekly_list], Source.FORM)
    assert take_report(bounce(recipient, address="r1@example.org")) is ReportKind.BOUNCE
    assert marked() == {"r0@example.org"}
    Subscriber.objects.update(undeliverable_at=None)
    keys = " ".join(each.message_id for each in Recipient.objects.all())
    assert take_report(bounce(recipient, key=keys)) is ReportKind.OTHER
    assert not marked()


def test_who_calls_it_spam_gets_no_more(recipient):
    assert take_report(COMPLAINT.format(key=recipient.message_id).encode()) is ReportKind.COMPLAINT
    assert Subscription.objects.get().end_reason == EndReason.COMPLAINT
    assert not marked()


def test_answers_of_readers_are_left_alone(recipient):
    answer = f"From: r0@example.org\r\nIn-Reply-To: {recipient.message_id}\r\n\r\nThank you!\r\n"
    assert take_report(answer.encode()) is ReportKind.OTHER
    assert Subscription.objects.active().exists()


@given(content=st.binary(max_size=400))
def test_any_message_is_survived(recipient_of_all, content):
    raw = bounce(recipient_of_all)
    place = len(content) % len(raw)
    for text in (content, raw[:place] + content + raw[place:], raw[:place]):
        assert take_report(text) in ReportKind


@pytest.fixture
def recipient_of_all(recipient):
    return recipient


def test_report_with_very_many_numbers_is_left_alone(recipient):
    keys = " ".join(f"<{number:032x}@slipway.example>" for number in range(60))
    assert take_report(bounce(recipient, key=f"{recipient.message_id} {keys}")) is ReportKind.OTHER


def test_large_message_is_not_read(recipient):
    assert take_report(bounce(recipient) + b"x" * MAX_SIZE) is ReportKind.OTHER


def test_mailbox_is_read_once(recipient, settings, capsys):
    messages = [bounce(recipient), b"Subject: Hello\r\n\r\nHi", b"x" * (MAX_SIZE + 1)]
    with FakeMailbox(messages) as box:
        settings.BOUNCES_URL = box.url
        call_command("read_bounces")
        assert marked() == {"r0@example.org"}
        assert box.seen == {1, 2, 3}
        assert "1 addresses do not receive letters" in capsys.readouterr().out
        call_command("read_bounces")
        assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imap://letters:wrong@127.0.0.1:{port}/INBOX", "cannot be read"),
        ("imap://letters:p@127.0.0.1:{free}/INBOX", "cannot be reached"),
        ("https://mail.example.org/", "BOUNCES_URL is wrong"),
    ],
)
def test_mailbox_that_cannot_be_read_is_a_sentence(db, settings, url, words):
    with FakeMailbox() as box:
        port = box.server.server_address[1]
        settings.BOUNCES_URL = url.format(port=port, free=free_port())
        with pytest.raises(CommandError, match=words):
            call_command("read_bounces")


def test_mail_server_pipes_a_message(recipient, monkeypatch, capsys):
    stdin = SimpleNamespace(buffer=io.BytesIO(bounce(recipient)))
    monkeypatch.setattr(sys, "stdin", stdin)
    call_command("take_bounce")
    assert capsys.readouterr().out.strip() == "bounce"
    assert marked() == {"r0@example.org"}


def test_refusal_while_sending_marks_the_address(recipient, weekly_list, server, faults):
    Subscriber.objects.subscribe("r1@example.org", [weekly_list], Source.FORM)
    Recipient.objects.update(state=RecipientState.WAITING)
    faults.recipients = {
        "r0@example.org": "550 5.1.1 No such user",
        "r1@example.org": "550 5.7.1 Blocked by our list",
    }
    Sender(10).send_due()
    assert marked() == {"r0@example.org"}
    assert not Subscription.objects.active().filter(subscriber__email="r0@example.org").exists()


def test_addresses_are_deleted_when_they_are_of_no_use(recipient, weekly_list):
    letter = recipient.mailing
    invitation = create_mailing(3, is_invitation=True)
    call_command("prune_letters")
    assert Recipient.objects.count() == 5
    Mailing.objects.update(created_at=now() - timedelta(days=7))
    call_command("prune_letters")
    assert (letter.recipients.count(), invitation.recipients.count()) == (2, 0)
    Mailing.objects.update(created_at=now() - timedelta(days=181))
    call_command("prune_letters")
    assert not Recipient.objects.exists()
    assert Mailing.objects.count() == 2

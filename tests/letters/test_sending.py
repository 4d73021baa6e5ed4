"""A mailing reaches each recipient once, whatever the mail server does."""

import time
from datetime import timedelta
from email.utils import parseaddr
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils.timezone import now
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from letters.models import Mailing, Recipient, RecipientState
from letters.sending import sender
from letters.sending.messages import message_to
from letters.sending.sender import MAX_REFUSED_MESSAGES, Sender
from letters.sending.server import DeliveryOutcome
from letters.sending.settlement import settle
from tests.letters.mailings import create_mailing
from tests.letters.smtp import Faults, MailServer, authenticator, use

WAITING, SENDING, SENT, REFUSED = RecipientState.values


def send():
    return Sender().send_due()


def counts(mailing):
    return {state: number for state, number in mailing.count().items() if number}


def hurry(**later):
    """Let the time pass until everything that waits is due."""
    past = now() - timedelta(seconds=1)
    Recipient.objects.update(next_attempt_at=past, leased_until=past)
    Mailing.objects.update(next_attempt_at=past)
    if later:
        Recipient.objects.update(changed_at=now() - timedelta(**later))


def reread(mailing):
    mailing.refresh_from_db()
    return mailing


def test_everyone_gets_the_message_once(server, mailing):
    assert send() == 3
    assert send() == 0
    assert sorted(server.addresses) == [f"r{i}@example.org" for i in range(3)]
    assert counts(mailing) == {SENT: 3}
    assert reread(mailing).finished_at
    row = mailing.recipients.get(address="r1@example.org")
    assert (row.attempts, row.answer) == (1, "2.0.0 Ok: queued")


def test_message_has_the_headers_of_a_list(server, mailing):
    send()
    message = next(each for each in server.handler.messages if each["To"] == "r1@example.org")
    assert message["From"] == "The Slipway <letters@slipway.example>"
    assert message["Reply-To"] == "desk@slipway.example"
    assert message["List-Id"] == "<weekly.slipway.example>"
    assert message["List-Unsubscribe"] == "<https://slipway.example/leave/1/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == mailing.recipients.get(address="r1@example.org").message_id
    text, html = (part.get_content() for part in message.iter_parts())
    words = " ".join(text.split())
    assert words == "The boat left at six. . <https://slipway.example/leave/1/>"
    assert 'href="https://slipway.example/leave/1/"' in html
    assert len({each["Message-ID"] for each in server.handler.messages}) == 3


def test_address_is_added_once(mailing):
    Recipient.objects.add(mailing, {"r1@example.org": "", "new@example.org": ""})
    assert mailing.recipients.count() == 4


def test_permanent_refusal_marks_the_address(server, faults, mailing):
    faults.recipients["r1@example.org"] = "550 5.1.1 No such user"
    assert send() == 2
    hurry()
    assert send() == 0
    assert mailing.recipients.get(state=REFUSED).answer == "550 5.1.1 No such user"
    assert counts(mailing) == {SENT: 2, REFUSED: 1}
    assert reread(mailing).finished_at


@pytest.mark.parametrize("answer", ["451 4.7.1 Greylisted", "552 5.2.2 Mailbox full"])
def test_temporary_refusal_is_tried_again_later(server, faults, mailing, answer):
    faults.recipients["r1@example.org"] = [answer, answer]
    assert send() == 2
    assert counts(mailing) == {SENT: 2, WAITING: 1}
    assert not reread(mailing).finished_at
    row = mailing.recipients.get(state=WAITING)
    first = row.next_attempt_at - row.changed_at
    assert (row.answer, first > timedelta(minutes=4)) == (answer, True)
    assert send() == 0
    hurry()
    assert send() == 0
    row.refresh_from_db()
    assert row.next_attempt_at - row.changed_at > first
    hurry()
    assert send() == 1
    assert reread(mailing).finished_at


def test_temporary_refusals_are_given_up_after_days(server, faults, mailing):
    faults.recipients["r1@example.org"] = "451 Later"
    Mailing.objects.update(created_at=now() - timedelta(days=4))
    send()
    assert counts(mailing) == {SENT: 2, REFUSED: 1}


def test_refused_message_stops_the_mailing(server, faults):
    mailing = create_mailing(10)
    faults.message = "554 5.7.1 Looks like spam"
    assert send() == 0
    assert counts(mailing) == {REFUSED: MAX_REFUSED_MESSAGES, WAITING: 10 - MAX_REFUSED_MESSAGES}
    problem = "The mail server refuses the message: 554 5.7.1 Looks like spam"
    assert reread(mailing).problem == problem
    assert mailing.stopped_at
    faults.message = ""
    hurry()
    assert send() == 0
    mailing.go_on()
    assert send() == 10 - MAX_REFUSED_MESSAGES
    assert (reread(mailing).problem, mailing.stopped_at) == ("", None)


def test_single_refusals_of_the_message_stop_nothing(server, faults):
    mailing = create_mailing(10)
    faults.answers = ["554 No", "", "554 No", "554 No", "", "451 4.3.0 Later"]
    assert send() == 6
    assert counts(mailing) == {SENT: 6, REFUSED: 3, WAITING: 1}
    assert not reread(mailing).stopped_at


def test_refused_sender_keeps_all_waiting(server, faults, mailing):
    faults.sender = "550 5.7.1 Not your address"
    assert send() == 0
    assert counts(mailing) == {WAITING: 3}
    assert reread(mailing).problem.endswith("refuses to send: 550 5.7.1 Not your address")
    assert mailing.next_attempt_at > now()
    assert send() == 0
    faults.sender = ""
    hurry()
    assert send() == 3
    assert (reread(mailing).problem, mailing.failures) == ("", 0)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_refused_login_keeps_all_waiting(mailing, settings):
    faults = Faults()
    faults.login = False
    options = {"authenticator": authenticator(faults), "auth_require_tls": False}
    with MailServer(faults, auth_required=True, **options) as server:
        use(settings, server)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "slipway", "wrong"
        waits = []
        for _ in range(3):
            hurry()
            assert send() == 0
            waits.append(reread(mailing).next_attempt_at - now())
        assert waits == sorted(waits)
        assert mailing.problem.startswith("The mail server refuses the login:")
        assert counts(mailing) == {WAITING: 3}
        faults.login = True
        hurry()
        assert send() == 3


def test_server_that_fails_in_between_is_tried_as_after_a_first_failure(server, faults, db):
    mailing = create_mailing(5)
    Mailing.objects.update(failures=6, problem="It was away.")
    faults.answers, faults.cut_at = [""], 3
    assert send() == 2
    assert reread(mailing).failures == 1
    assert mailing.problem.startswith("The mail server cannot be reached:")
    assert mailing.next_attempt_at - now() < timedelta(seconds=30)


@pytest.mark.parametrize("address", ["åsa@slipway.example", "no address", "a@b@c"])
def test_sender_that_cannot_be_sent_stops_the_mailing(server, address):
    mailing = create_mailing(5, sender=f"The Slipway <{address}>")
    assert send() in (0, 5)
    assert server.addresses == [] or counts(mailing) == {SENT: 5}


def test_server_that_is_away_keeps_all_waiting(mailing, settings):
    with MailServer(Faults()) as server:
        use(settings, server)
    assert send() == 0
    assert reread(mailing).problem.startswith("The mail server cannot be reached:")
    assert not Recipient.objects.filter(leased_until__gt=now()).exists()


def test_lost_answer_is_uncertain_and_not_sent_again(server, faults, mailing):
    faults.cut = 1
    assert send() == 0
    assert counts(mailing) == {SENDING: 1, WAITING: 2}
    assert not mailing.recipients.uncertain()
    hurry(minutes=3)
    assert send() == 2
    (uncertain,) = mailing.recipients.uncertain()
    assert reread(mailing).finished_at
    assert sorted(server.addresses) == [f"r{i}@example.org" for i in range(3)]
    assert settle(mailing, server.log) == (1, 0)
    assert counts(mailing) == {SENT: 3}
    assert uncertain.message_id in server.log


def test_message_that_the_log_does_not_name_is_sent_again(server, mailing, tmp_path):
    Recipient.objects.update(state=SENDING, changed_at=now() - timedelta(minutes=3))
    log = tmp_path / "mail.log"
    log.write_text(f"message-id={mailing.recipients.first().message_id}")
    call_command("settle_letters", str(mailing.pk), str(log))
    assert counts(mailing) == {SENT: 1, WAITING: 2}
    assert send() == 2
    assert reread(mailing).finished_at


def test_message_that_is_being_sent_is_not_settled(mailing):
    Recipient.objects.update(state=SENDING, changed_at=now())
    assert settle(mailing, "") == (0, 0)
    assert counts(mailing) == {SENDING: 3}


def test_stopped_mailing_sends_nothing_more(server, mailing, monkeypatch):
    """The stop comes while a batch is being sent."""
    claim = Sender._claim

    def claim_and_stop(self, pk):
        claimed = claim(self, pk)
        mailing.stop()
        return claimed

    monkeypatch.setattr(Sender, "_claim", claim_and_stop)
    assert send() == 1
    assert counts(mailing) == {SENT: 1, WAITING: 2}
    assert not reread(mailing).finished_at
    monkeypatch.setattr(Sender, "_claim", claim)
    mailing.go_on()
    assert send() == 2
    assert sorted(server.addresses) == [f"r{i}@example.org" for i in range(3)]


def test_two_senders_with_the_same_rows_send_each_once(server, mailing):
    first, second = Sender(), Sender()
    rows = first._lease(mailing)
    Recipient.objects.update(leased_until=now() - timedelta(seconds=1))  # The first is slow.
    assert len(second._lease(mailing)) == len(rows) == 3
    with sender.MailServer() as mail_server:
        outcomes = {first._deliver(mail_server, mailing, row) for row in rows}
    assert outcomes == {DeliveryOutcome.TAKEN}
    assert server.addresses == []
    hurry()
    assert send() == 3


def test_leased_rows_are_left_to_who_leased_them(mailing):
    assert len(Sender()._lease(mailing)) == 3
    assert Sender()._lease(mailing) == []
    assert not Recipient.objects.due()


def test_connection_sends_as_many_messages_as_allowed(server, settings, db):
    create_mailing(7)
    settings.LETTERS_PER_CONNECTION = 3
    assert send() == 7
    assert len(server.handler.connections) == 3


def test_minute_has_as_many_messages_as_allowed(server, settings, monkeypatch, db):
    mailing = create_mailing(7)
    settings.LETTERS_PER_MINUTE = 4
    pauses = []

    def let_a_minute_pass(seconds):
        pauses.append(len(server.addresses))
        Recipient.objects.exclude(state=WAITING).update(
            changed_at=F("changed_at") - timedelta(minutes=1)
        )

    clock = SimpleNamespace(sleep=let_a_minute_pass, monotonic=time.monotonic)
    monkeypatch.setattr(sender, "time", clock)
    assert send() == 7
    assert pauses == [4]
    assert counts(mailing) == {SENT: 7}


def test_time_of_a_round_is_limited(server, settings, mailing):
    settings.LETTERS_PER_MINUTE = 1
    assert Sender(seconds=1.5).send_due() == 1
    assert counts(mailing) == {SENT: 1, WAITING: 2}
    assert Sender(seconds=0).send_due() == 0


def test_address_in_unicode_needs_a_server_that_takes_it(server, mailing, settings):
    Recipient.objects.add(mailing, {"åsa@example.org": "", "post@xn--bcher-kva.example": ""})
    assert send() == 5
    assert "åsa@example.org" in server.addresses
    Recipient.objects.all().delete()
    Recipient.objects.add(mailing, {"åsa@example.org": ""})
    server.controller.SMTP_kwargs["enable_SMTPUTF8"] = False
    Mailing.objects.update(finished_at=None)
    assert send() == 0
    assert mailing.recipients.get().answer.startswith("The mail server cannot send to addresses")


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nRCPT TO:<x@y.example>", "a b@c", "<a@b.c>", ""]
)
def test_hostile_address_is_refused_without_a_word_to_the_server(server, mailing, address):
    Recipient.objects.all().delete()
    Recipient.objects.add(mailing, {address: ""})
    assert send() == 0
    assert server.addresses == []
    assert counts(mailing) == {REFUSED: 1}


def test_console_gets_the_message_too(settings, mailing, mailoutbox):
    settings.INNER_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send() == 3
    assert {each.to[0] for each in mailoutbox} == {f"r{i}@example.org" for i in range(3)}


TEXT = st.text(max_size=60)


@examples(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT, TEXT, TEXT)
def test_no_text_adds_a_header(subject, name, list_id, url):
    mailing = Mailing(
        pk=1, subject=subject, sender=f"{name} <a@b.example>", list_id=list_id, text="x", html="y"
    )
    row = Recipient(mailing=mailing, address="r@example.org", unsubscribe_url=url)
    try:
        message = message_to(row, mailing).message()
    except ValueError:  # The server is told nothing then.
        return
    usual = {"content-type", "mime-version", "subject", "from", "to", "date", "message-id"}
    usual |= {"list-id", "list-unsubscribe", "list-unsubscribe-post", "reply-to"}
    names = [key.lower() for key in message]
    assert set(names) <= usual
    assert len(set(names)) == len(names)
    assert "\n" not in str(message["Subject"]).replace("\n ", "")
    assert parseaddr(str(message["From"]))

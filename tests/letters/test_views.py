"""The progress of a mailing can be read, stopped and settled by those who may."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from letters.models import Mailing, Recipient, RecipientState
from letters.sending.sender import Sender
from tests.access import member
from tests.letters.mailings import create_mailing

LIST = reverse("mailings")


@pytest.fixture
def desk(client, mailing):
    """A client of a user who may stop letters."""
    client.force_login(member("postmaster", "Moderators"))
    return client


def address(mailing):
    return reverse("mailing", args=[mailing.pk])


def text_of(response):
    html = BeautifulSoup(response.content, "html.parser").select_one("main")
    return " ".join(html.get_text(" ").split())


def test_list_says_how_far_each_is(desk, mailing):
    create_mailing(2, subject="Another").recipients.update(state=RecipientState.SENT)
    Mailing.objects.filter(subject="Another").update(finished_at=now())
    text = text_of(desk.get(LIST))
    assert "Another Finished 2 of 2" in text
    assert "The tide turns Being sent 0 of 3" in text
    assert text.index("Another") < text.index("The tide turns")


def test_list_takes_as_many_queries_whatever_it_lists(desk, mailing, django_assert_num_queries):
    desk.get(LIST)  # It fills what is cached, such as permissions.
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for number in range(5):
        create_mailing(2, subject=f"Letter {number}")
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


def test_mailing_is_stopped_and_goes_on(desk, mailing, server):
    assert "0 of 3 have been sent." in text_of(desk.get(address(mailing)))
    answer = desk.post(address(mailing), {"action": "stop"}, follow=True)
    assert "Nothing more is sent." in answer.content.decode()
    assert "Stopped." in text_of(answer)
    assert Sender().send_due() == 0
    answer = desk.post(address(mailing), {"action": "go-on"}, follow=True)
    assert "Being sent." in text_of(answer)
    assert Sender().send_due() == 3
    text = text_of(desk.get(address(mailing)))
    assert "Finished. 3 of 3 have been sent." in text
    assert "Stop" not in text


def test_problem_and_refusals_are_told(desk, mailing):
    mailing.stop("The mail server refuses the message: 554 <b>No</b>")
    row = mailing.recipients.first()
    Recipient.objects.filter(pk=row.pk).update(
        state=RecipientState.REFUSED, answer="550 <i>Gone</i>"
    )
    html = desk.get(address(mailing)).content.decode()
    assert "554 &lt;b&gt;No&lt;/b&gt;" in html
    assert f"{row.address}: 550 &lt;i&gt;Gone&lt;/i&gt;" in html


def test_uncertain_messages_are_compared_with_the_log(desk, mailing):
    old = now() - timedelta(minutes=3)
    mailing.recipients.update(state=RecipientState.SENDING, changed_at=old)
    Mailing.objects.update(finished_at=now())
    arrived = mailing.recipients.first()
    page = desk.get(address(mailing))
    assert arrived.message_id in BeautifulSoup(page.content, "html.parser").get_text()
    answer = desk.post(address(mailing), {"action": "settle"})
    assert "This field is required." in answer.content.decode()
    log = SimpleUploadedFile("mail.log", f"\xff message-id={arrived.message_id}".encode("latin-1"))
    answer = desk.post(address(mailing), {"action": "settle", "log": log}, follow=True)
    assert "1 had arrived; 2 are sent again." in answer.content.decode()
    assert mailing.recipients.waiting().count() == 2


@pytest.mark.parametrize("action", ["stop", "go-on", "settle", "", "delete"])
def test_others_are_refused(client, mailing, action):
    for user in (member("co", "Contributors"), member("ed", "Editors")):
        client.force_login(user)
        assert client.get(LIST).status_code in (302, 403)
        client.post(address(mailing), {"action": action})
    mailing.refresh_from_db()
    assert (mailing.stopped_at, mailing.finished_at) == (None, None)


def test_unknown_action_changes_nothing(desk, mailing):
    assert desk.post(address(mailing), {"action": "delete"}).status_code == 302
    assert mailing.recipients.waiting().count() == 3

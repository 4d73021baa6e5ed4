"""Moderators keep lists and their subscribers; imports ask those who have not agreed."""

import csv
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from letters.models import EndReason, Mailing, MailingList, Source, Subscriber, Subscription
from letters.sending.sender import Sender
from letters.subscribing.importing import ImportedRow, SubscriberFileError, read_rows
from tests import factories
from tests.access import member

IMPORT = reverse("import_subscribers")
SUBSCRIBERS = reverse("subscriptions:index")


@pytest.fixture
def weekly_list(home):
    return factories.MailingListFactory(slug="weekly")


@pytest.fixture
def desk(client, weekly_list):
    client.force_login(member("postmaster", "Moderators"))
    return client


def upload(desk, weekly_list, text, consent="I agreed."):
    data = {"mailing_list": weekly_list.pk, "consent": consent}
    file = SimpleUploadedFile("readers.csv", text.encode(), content_type="text/csv")
    return desk.post(IMPORT, data | {"file": file}, follow=True)


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


MAILCHIMP = (
    '"Email Address","First Name",OPTIN_TIME,CONFIRM_TIME\n'
    'ada@example.org,Ada,"2020-05-01 10:00:00","2020-05-01 10:05:00"\n'
    "ben@example.org,Ben,2020-05-01 10:00:00,\n"
)
GHOST = (
    "id,email,name,subscribed_to_emails,created_at\n"
    "1,ada@example.org,Ada,true,2021-01-01T00:00:00.000Z\n"
    "2,cy@example.org,Cy,false,2021-01-01T00:00:00.000Z\n"
)
MAILPOET = (
    "Email;First name;Global Status;Confirmation date\n"
    "ada@example.org;Ada;subscribed;2022-02-02 12:00\n"
    "dai@example.org;Dai;unsubscribed;2022-02-02 12:00\n"
)


@pytest.mark.parametrize(
    ("content", "year", "asked"), [(MAILCHIMP, 2020, 1), (GHOST, 2021, 0), (MAILPOET, 2022, 0)]
)
def test_files_of_other_programs_are_read(desk, weekly_list, content, year, asked):
    told = text_of(upload(desk, weekly_list, content))
    assert f"1 subscribed, {asked} get a mail" in told
    subscription = Subscription.objects.get()
    assert subscription.subscriber.email == "ada@example.org"
    assert subscription.consented_at.year == year
    assert (subscription.consent, subscription.source) == ("I agreed.", Source.IMPORT)


def test_those_without_a_consent_are_asked_and_not_stored(desk, weekly_list, server):
    upload(desk, weekly_list, MAILCHIMP, consent="")
    assert not Subscriber.objects.exists()
    assert Sender(10).send_due() == 2
    message = server.handler.messages[0]
    assert "List-Unsubscribe" not in message
    assert "unsubscribe.invalid" not in message.as_string()
    html = BeautifulSoup(message.get_body(["html"]).get_content(), "html.parser")
    (link,) = [a["href"] for a in html.find_all("a", href=True)]
    path = link.partition("/_letters/")[2]
    assert "/_letters/" + path in message.get_body(["plain"]).get_content().replace("=\n", "")
    desk.post(f"/_letters/{path}")
    assert Subscription.objects.get().subscriber.email == message["To"]


def test_import_does_not_bring_back_who_left(desk, weekly_list):
    gone = Subscriber.objects.subscribe("ADA@example.org", [weekly_list], Source.FORM)
    gone.subscriptions.end(EndReason.UNSUBSCRIBED)
    Subscriber.objects.create(email="ben@example.org", undeliverable_at=now())
    told = text_of(upload(desk, weekly_list, MAILCHIMP))
    assert "0 subscribed, 0 get a mail that asks them, 2 were known already" in told
    assert not Subscription.objects.active().exists()
    assert not Mailing.objects.exists()
    upload(desk, weekly_list, MAILCHIMP)
    assert Subscription.objects.count() == 1


def test_export_can_be_imported(desk, weekly_list):
    Subscriber.objects.subscribe("ada@example.org", [weekly_list], Source.FORM)
    gone = Subscriber.objects.subscribe("ben@example.org", [weekly_list], Source.FORM)
    gone.subscriptions.end(EndReason.UNSUBSCRIBED)
    exported = b"".join(desk.get(SUBSCRIBERS, {"export": "csv"}).streaming_content).decode()
    rows = list(csv.DictReader(StringIO(exported.removeprefix("\ufeff"))))
    assert {row["email"]: row["state"] for row in rows} == {
        "ada@example.org": "subscribed",
        "ben@example.org": "unsubscribed",
    }
    before = Subscription.objects.get(subscriber__email="ada@example.org")
    Subscriber.objects.all().delete()
    upload(desk, weekly_list, exported, consent="Other words")
    after = Subscription.objects.get()
    assert after.consent == before.consent
    assert abs(after.consented_at - before.consented_at).total_seconds() < 1


@pytest.mark.parametrize(
    "time",
    ["1", "yes", "2020-01-01 00:00 +99:99", "0001-01-01T00:00:00+14:00", "9999-12-31", "x" * 99],
)
def test_what_is_no_time_is_no_consent(desk, weekly_list, time):
    told = text_of(upload(desk, weekly_list, f"email,confirm_time\nada@example.org,{time}\n"))
    assert "0 subscribed, 1 get a mail" in told


def test_very_wide_file_is_refused(desk, weekly_list):
    wide = "email," + ",".join(map(str, range(300)))
    assert "too many columns" in text_of(upload(desk, weekly_list, wide + "\n"))


def test_lines_without_an_address_are_named(desk, weekly_list):
    told = text_of(upload(desk, weekly_list, "email\nada@example.org\nnobody\n\n@x\n"))
    assert "no valid address in these lines: 3, 4." in told or "lines: 3, 5." in told
    assert "1 get a mail" in told


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,phone\nAda,1\n", "no column with the heading"),
        ("", "empty"),
        ('email\n"' + "a" * 200_000 + "\n", "not a CSV"),
    ],
)
def test_other_files_are_refused_in_a_sentence(desk, weekly_list, content, sentence):
    assert sentence in text_of(upload(desk, weekly_list, content))
    assert not Mailing.objects.exists()


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_file_is_read_or_refused(content):
    try:
        rows = list(read_rows(b"email,status,confirm_time\n" + content))
    except SubscriberFileError:
        return
    for row in rows:
        assert isinstance(row, int) or (isinstance(row, ImportedRow) and "\n" not in row.email)


def test_list_is_searched_and_filtered(desk, weekly_list):
    other = factories.MailingListFactory(name="New books", slug="books")
    Subscriber.objects.subscribe("ada@example.org", [weekly_list], Source.FORM)
    Subscriber.objects.subscribe("ben@example.org", [other], Source.FORM)
    assert "ada@example.org" in text_of(desk.get(SUBSCRIBERS))
    found = text_of(desk.get(SUBSCRIBERS, {"q": "ben"}))
    assert "ben@example.org" in found
    assert "ada@example.org" not in found
    assert "ada@example.org" not in text_of(desk.get(SUBSCRIBERS, {"mailing_list": other.pk}))


def test_person_is_erased_with_all_subscriptions(desk, weekly_list):
    other = factories.MailingListFactory(name="New books", slug="books")
    Subscriber.objects.subscribe("ada@example.org", [weekly_list, other], Source.FORM)
    address = reverse("subscriptions:delete", args=[Subscription.objects.first().pk])
    assert "Delete ada@example.org with all subscriptions?" in text_of(desk.get(address))
    desk.post(address)
    assert not Subscriber.objects.exists()
    assert not Subscription.objects.exists()


def test_list_is_created_and_changed(desk, weekly_list):
    values = {
        "name": "New books",
        "slug": "books",
        "site": weekly_list.site_id,
        "language": "en",
        "sender_name": "The Slipway",
        "sender_email": "letters@slipway.example",
        "imprint": "1 Quay Row",
        "consent": "Send it.",
        "drafts_at": "09:00",
        "is_open": "on",
    }
    desk.post(reverse("mailing_lists:add"), values)
    created = MailingList.objects.get(slug="books")
    desk.post(reverse("mailing_lists:edit", args=[created.pk]), values | {"name": "Books"})
    assert MailingList.objects.get(slug="books").name == "Books"
    forged = values | {"sender_name": "Slipway\r\nBcc: x@example.org"}
    refused = desk.post(reverse("mailing_lists:edit", args=[created.pk]), forged)
    assert refused.status_code == 200
    assert MailingList.objects.get(slug="books").sender_name == "The Slipway"


def test_editors_do_not_read_addresses(client, weekly_list):
    Subscriber.objects.subscribe("ada@example.org", [weekly_list], Source.FORM)
    client.force_login(member("ed", "Editors"))
    for address in (SUBSCRIBERS, IMPORT, reverse("mailing_lists:index")):
        assert client.get(address).status_code in (302, 403)

"""Readers subscribe, change and end what they get, without a cookie and without an account."""

import re
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.timezone import now

from letters.models import (
    EndReason,
    MailingList,
    Recipient,
    RecipientState,
    Source,
    Subscriber,
    Subscription,
)
from letters.subscribing.tokens import (
    AddressToken,
    PreferencesToken,
    SignUpToken,
    UnsubscribeToken,
)
from tests import factories
from tests.letters.mailings import create_mailing

SIGN_UP = "/_letters/"
LINK = re.compile(r"https?://\S+/_letters/\S+")


@pytest.fixture
def weekly_list(site_tree):
    return factories.MailingListFactory(name="The weekly letter", slug="weekly")


@pytest.fixture
def reader(weekly_list):
    return Subscriber.objects.subscribe("ada@example.org", [weekly_list], Source.FORM)


def send(client, path, data=()):
    """Send a form as a browser does."""
    content = urlencode(data, doseq=True)
    return client.post(path, content, content_type="application/x-www-form-urlencoded")


def text(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def mailed_path(message):
    """Return the path of the link in a message, which is the same in both versions."""
    links = set(LINK.findall(message.body))
    (html, _kind), *_ = message.alternatives
    assert links == {a["href"] for a in BeautifulSoup(html, "html.parser").find_all("a", href=True)}
    (link,) = links
    return urlsplit(link).path


def test_reader_subscribes_with_a_mailed_link(client, weekly_list, mailoutbox):
    sent = send(client, SIGN_UP, {"email": "ada@example.org"})
    assert "We have mailed a link to ada@example.org" in text(sent)
    (message,) = mailoutbox
    assert message.to == ["ada@example.org"]
    assert message.from_email == weekly_list.sender
    assert "The weekly letter" in message.subject
    path = mailed_path(message)
    question = client.get(path)  # as a program does that follows all links
    assert weekly_list.consent in text(question)
    assert not Subscriber.objects.exists()
    assert "You are subscribed" in text(send(client, path))
    subscription = Subscription.objects.get()
    assert subscription.subscriber.email == "ada@example.org"
    assert (subscription.consent, subscription.source) == (weekly_list.consent, Source.FORM)
    assert now() - subscription.consented_at < timedelta(minutes=1)
    send(client, path)
    assert Subscription.objects.count() == 1
    assert not client.cookies


def test_used_link_undoes_neither_an_end_nor_a_deletion(client, weekly_list):
    path = f"/_letters/confirm/{SignUpToken.sign('ada@example.org', [weekly_list])}/"
    assert send(client, path).status_code == 200
    assert send(client, path).status_code == 200  # as a reload does
    assert "/_letters/preferences/" in client.post(path).content.decode()
    Subscription.objects.all().end(EndReason.UNSUBSCRIBED)
    assert send(client, path).status_code == 410
    assert not Subscription.objects.active().exists()
    Subscriber.objects.get().erase()
    assert send(client, path).status_code == 410
    assert not Subscriber.objects.exists()


def test_letter_that_is_being_sent_leaves_out_who_ends_it(client, reader, weekly_list):
    mailing = create_mailing(0, mailing_list=weekly_list)
    Recipient.objects.add(mailing, {"ADA@example.org": "", "ben@example.org": ""})
    Recipient.objects.add(other := create_mailing(0), {"ada@example.org": ""})
    token = UnsubscribeToken.sign(Subscription.objects.get())
    client.post(f"/_letters/unsubscribe/{token}/", {"List-Unsubscribe": "One-Click"})
    assert [each.address for each in mailing.recipients.all()] == ["ben@example.org"]
    assert other.recipients.count() == 1  # Of another list.


def test_nothing_is_kept_of_a_deleted_address(client, reader):
    mailing = create_mailing(0)
    Recipient.objects.add(mailing, {"ada@example.org": "https://slipway.example/1/"})
    mailing.recipients.update(state=RecipientState.SENT)
    Recipient.objects.add(create_mailing(0), {"ada@example.org": ""})
    send(client, f"/_letters/preferences/{PreferencesToken.sign(reader)}/", {"action": "delete"})
    (row,) = Recipient.objects.all()
    assert (row.state, row.unsubscribe_url) == (RecipientState.SENT, "")
    assert "ada" not in row.address


@pytest.mark.parametrize("number", ["9" * 26, "-1", "x", ""])
def test_forged_list_is_refused(client, weekly_list, reader, number):
    factories.MailingListFactory(name="New books", slug="books")
    data = {"email": "a@example.org", "complete": "yes", "lists": [number]}
    assert send(client, SIGN_UP, data).status_code == 422
    path = f"/_letters/preferences/{PreferencesToken.sign(reader)}/"
    assert send(client, path, {"action": "lists", "lists": [number]}).status_code == 422
    assert Subscription.objects.active().count() == 1


def test_pages_are_private_and_set_no_cookie(client, reader, weekly_list):
    token = PreferencesToken.sign(reader)
    paths = [SIGN_UP, "/_letters/preferences/", f"/_letters/preferences/{token}/"]
    paths += [f"/_letters/confirm/{SignUpToken.sign('b@example.org', [weekly_list])}/"]
    paths += [f"/_letters/unsubscribe/{UnsubscribeToken.sign(Subscription.objects.get())}/"]
    paths += [f"/_letters/address/{AddressToken.sign(reader, 'c@example.org')}/"]
    paths += ["/_letters/confirm/forged/"]
    for path in paths:
        response = client.get(path)
        assert "no-store" in response.headers["Cache-Control"], path
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert client.put(path).status_code == 405


def test_form_of_a_page_leads_to_the_choice_of_letters(client, weekly_list, mailoutbox):
    other = factories.MailingListFactory(name="New books", slug="books", is_open=True)
    closed = factories.MailingListFactory(name="Members", slug="members", is_open=False)
    choice = send(client, SIGN_UP, {"email": "ada@example.org"})
    page = BeautifulSoup(choice.content, "html.parser")
    assert page.find("input", {"name": "email"})["value"] == "ada@example.org"
    offered = {each["value"] for each in page.find_all("input", {"name": "lists"})}
    assert offered == {str(weekly_list.pk), str(other.pk)}
    assert not mailoutbox
    data = {"email": "ada@example.org", "complete": "yes"}
    none = send(client, SIGN_UP, data)
    assert none.status_code == 422
    assert "Please choose at least one letter." in text(none)
    forged = send(client, SIGN_UP, data | {"lists": [closed.pk]})
    assert forged.status_code == 422
    send(client, SIGN_UP, data | {"lists": [other.pk]})
    send(client, mailed_path(mailoutbox[0]))
    assert [each.mailing_list for each in Subscription.objects.all()] == [other]


@pytest.mark.parametrize(
    "email",
    ["", "ada", "ada@", "a b@example.org", "ada@example.org\nBcc: x@example.org", "a" * 300],
)
def test_what_is_no_address_is_refused_in_one_sentence(client, weekly_list, mailoutbox, email):
    response = send(client, SIGN_UP, {"email": email})
    assert response.status_code == 422
    errors = BeautifulSoup(response.content, "html.parser").select(".form__errors li")
    assert len(errors) == 1
    assert not mailoutbox


def test_program_that_fills_in_the_hidden_field_causes_no_mail(client, weekly_list, mailoutbox):
    response = send(client, SIGN_UP, {"email": "ada@example.org", "form-website": "x"})
    assert response.status_code == 200
    assert not mailoutbox


def test_one_address_gets_few_mails_whoever_asks(client, weekly_list, mailoutbox):
    for _ in range(10):
        send(client, SIGN_UP, {"email": "Ada@example.org"})
    assert len(mailoutbox) == 3
    send(client, SIGN_UP, {"email": "ben@example.org"})
    assert len(mailoutbox) == 4


def test_one_connection_sends_few_forms(client, weekly_list, rate_limits, mailoutbox):
    answers = [send(client, SIGN_UP, {"email": f"a{i}@example.org"}) for i in range(12)]
    assert [each.status_code for each in answers][-2:] == [429, 429]
    assert len(mailoutbox) == 10


def test_form_that_may_hold_files_is_refused_unread(client, weekly_list):
    assert client.post(SIGN_UP, {"email": "ada@example.org"}).status_code == 400


def test_site_without_an_open_list_says_so(client, weekly_list, mailoutbox):
    MailingList.objects.update(is_open=False)
    assert "no letters to subscribe to" in text(client.get(SIGN_UP))
    assert "no letters to subscribe to" in text(send(client, SIGN_UP, {"email": "a@example.org"}))
    assert not mailoutbox


def test_mail_program_unsubscribes_by_itself(reader):
    token = UnsubscribeToken.sign(Subscription.objects.get())
    client = Client(enforce_csrf_checks=True)
    path = f"/_letters/unsubscribe/{token}/"
    assert "Do you want no more" in text(client.get(path))
    assert Subscription.objects.active().exists()
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(path, one_click).status_code == 200  # multipart, as RFC 8058 allows
    ended = Subscription.objects.get()
    assert ended.end_reason == EndReason.UNSUBSCRIBED
    assert "You get no more letters" in text(client.get(path))
    reader.delete()
    assert "You get no more letters" in text(send(client, path))


def test_reader_changes_the_lists(client, reader, weekly_list, mailoutbox):
    books = factories.MailingListFactory(name="New books", slug="books")
    send(client, "/_letters/preferences/", {"email": "ADA@example.org"})
    path = mailed_path(mailoutbox[0])
    page = BeautifulSoup(client.get(path).content, "html.parser")
    ticked = [each["value"] for each in page.find_all("input", {"name": "lists"}, checked=True)]
    assert ticked == [str(weekly_list.pk)]
    assert books.consent in page.main.get_text()
    saved = send(client, path, {"action": "lists", "lists": [books.pk]})
    assert "Your choice was saved." in text(saved)
    assert [each.mailing_list for each in Subscription.objects.active()] == [books]
    send(client, path, {"action": "lists"})
    assert not Subscription.objects.active().exists()


def test_no_page_tells_who_is_subscribed(client, reader, mailoutbox):
    pages = [
        send(client, "/_letters/preferences/", {"email": email}).content.replace(
            email.encode(), b"X"
        )
        for email in ("ada@example.org", "ben@example.org")
    ]
    assert pages[0] == pages[1]
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]


def test_reader_changes_the_address(client, reader, weekly_list, mailoutbox):
    path = f"/_letters/preferences/{PreferencesToken.sign(reader)}/"
    send(client, path, {"action": "address", "email": "new@example.org"})
    (message,) = mailoutbox
    assert message.to == ["new@example.org"]
    link = mailed_path(message)
    assert "instead of ada@example.org" in text(client.get(link))
    send(client, link)
    reader.refresh_from_db()
    assert reader.email == "new@example.org"
    assert send(client, link).status_code == 410  # It was used.


def test_two_subscriptions_of_one_person_become_one(client, reader, weekly_list):
    books = factories.MailingListFactory(name="New books", slug="books")
    other = Subscriber.objects.subscribe("new@example.org", [books], Source.FORM)
    token = AddressToken.sign(reader, "NEW@example.org")
    assert send(client, f"/_letters/address/{token}/").status_code == 200
    assert Subscriber.objects.get() == other
    assert {each.mailing_list for each in other.subscriptions.all()} == {books, weekly_list}


def test_reader_deletes_everything(client, reader):
    path = f"/_letters/preferences/{PreferencesToken.sign(reader)}/"
    assert "Your address is deleted" in text(send(client, path, {"action": "delete"}))
    assert not Subscriber.objects.exists()
    assert not Subscription.objects.exists()
    assert client.get(path).status_code == 410


def test_address_that_can_be_reached_again_gets_letters_again(reader, weekly_list):
    Subscriber.objects.update(undeliverable_at=now(), problem="550 no such user")
    assert not Subscription.objects.active().exists()
    Subscriber.objects.subscribe("ADA@example.org", [weekly_list], Source.FORM)
    assert Subscription.objects.active().count() == 1

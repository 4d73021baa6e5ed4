"""Readers subscribe, change and end what they get, without a cookie and without an account."""

import re
import time
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.signing import Signer, TimestampSigner
from django.test import Client
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from letters.models import EndReason, MailingList, Source, Subscriber, Subscription
from letters.subscribing.forms import SignUpForm
from letters.subscribing.tokens import (
    AddressToken,
    PreferencesToken,
    SignUpToken,
    TokenError,
    UnsubscribeToken,
)
from tests import factories

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


def test_links_grow_old(reader, weekly_list, monkeypatch):
    tokens = all_tokens(reader, weekly_list)
    today = time.time()

    def valid_after(**span):
        moment = today + timedelta(**span).total_seconds()
        monkeypatch.setattr("django.core.signing.time.time", lambda: moment)
        return {kind for kind, token in tokens.items() if is_valid(kind, token)}

    assert valid_after(hours=23) == set(TOKENS)
    assert valid_after(hours=25) == set(TOKENS) - {PreferencesToken}
    assert valid_after(days=3, hours=1) == valid_after(days=3_000) == {UnsubscribeToken}


def is_valid(kind, token):
    try:
        kind.read(token)
    except TokenError:
        return False
    return True


TOKENS = (SignUpToken, PreferencesToken, AddressToken, UnsubscribeToken)


def all_tokens(reader, weekly_list):
    return {
        SignUpToken: SignUpToken.sign("b@example.org", [weekly_list]),
        PreferencesToken: PreferencesToken.sign(reader),
        AddressToken: AddressToken.sign(reader, "c@example.org"),
        UnsubscribeToken: UnsubscribeToken.sign(Subscription.objects.get()),
    }


def test_token_fits_its_own_purpose_alone(reader, weekly_list):
    for made, token in all_tokens(reader, weekly_list).items():
        for kind in TOKENS:
            if kind is made:
                assert kind.read(token)
            else:
                assert not is_valid(kind, token)


def test_token_does_not_fit_another_list(reader, weekly_list):
    books = factories.MailingListFactory(name="New books", slug="books")
    other = Subscriber.objects.subscribe("ada@example.org", [books], Source.FORM)
    token = UnsubscribeToken.sign(other.subscriptions.get(mailing_list=books))
    send(Client(), f"/_letters/unsubscribe/{token}/")
    assert [each.mailing_list for each in Subscription.objects.active()] == [weekly_list]


@given(data=st.data())
def test_changed_token_is_refused(transactional_reader, data):
    """Any other character at any place, a cut and an addition."""
    reader, weekly_list = transactional_reader
    kind, token = data.draw(st.sampled_from(list(all_tokens(reader, weekly_list).items())))
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = data.draw(
        st.sampled_from(
            [token[:place] + letter + token[place + 1 :], token[:place], token + letter, letter]
        )
    )
    if changed != token:
        assert not is_valid(kind, changed)


@pytest.fixture
def transactional_reader(reader, weekly_list):
    return reader, weekly_list


@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_signed_nonsense_is_refused(db, value):
    """A key that leaked for another purpose signs no value of ours by chance."""
    for kind in TOKENS:
        signer = Signer if kind is UnsubscribeToken else TimestampSigner
        assert not is_valid(kind, signer(salt="other").sign_object(value))


@given(
    email=st.one_of(
        st.emails(),
        st.text(max_size=260),
        st.builds("{}@{}".format, st.text(max_size=70), st.text(max_size=190)),
        st.builds("{}@example.org".format, st.text('ab."\\ <>\r\n,;:', max_size=20)),
    )
)
def test_accepted_address_fits_into_a_header_and_a_row(site_list, email):
    form = SignUpForm([site_list], {"email": email})
    if form.is_valid():
        address = form.cleaned_data["email"]
        assert len(address) <= 254
        assert address.isascii()
        assert not re.search(r'[\s<>"(),:;\\]', address)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" ada@example.org ", "ada@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("o'brien+x@example.org", "o'brien+x@example.org"),
        ("a" * 64 + "@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 55 + ".org", None),
    ],
)
def test_usual_and_long_addresses_are_accepted(site_list, typed, stored):
    form = SignUpForm([site_list], {"email": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == (stored or typed)


@pytest.fixture
def site_list():
    return MailingList(pk=1, name="Weekly")

"""The tokens of mailed links fit one purpose, grow old, and cannot be changed."""

import re
import time
from datetime import timedelta

import pytest
from django.core.signing import Signer, TimestampSigner
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from letters.models import MailingList, Source, Subscriber, Subscription
from letters.subscribing.forms import SignUpForm
from letters.subscribing.tokens import (
    AddressToken,
    PreferencesToken,
    SignUpToken,
    TokenError,
    UnsubscribeToken,
)
from tests import factories


@pytest.fixture
def weekly_list(site_tree):
    return factories.MailingListFactory(name="The weekly letter", slug="weekly")


@pytest.fixture
def reader(weekly_list):
    return Subscriber.objects.subscribe("ada@example.org", [weekly_list], Source.FORM)


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
    Client().post(f"/_letters/unsubscribe/{token}/")
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

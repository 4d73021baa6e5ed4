"""Names are found and replaced as they are written: as whole words, in JSON and in HTML."""

import json

import pytest

from operations.personal_data.identity import Identity, network_of
from tests.access import member
from users.models import User


@pytest.fixture
def identity(db):
    account = member("o.neil", "Editors")
    account.first_name, account.last_name, account.email = "Zoë", "O'Neil", "zoe+cms@example.org"
    account.save()
    return Identity.of(account)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë O'Neil wrote it.", "Former editor wrote it."),
        ("ZOË O'NEIL", "Former editor"),
        ("O'Neil, Zoë", "Former editor"),
        ("<zoe+cms@example.org>", "<{name}>"),
        ("Zoe+CMS@example.org", "{name}"),
        ("@o.neil: see o.neil's note", "@{name}: see {name}'s note"),
        ("o.neill", "o.neill"),
        ("do.neil", "do.neil"),
        ("O.NEIL", "O.NEIL"),
        ("oxneil", "oxneil"),
        ("Zoë", "Zoë"),
        ("Zoë O'Neilson", "Zoë O'Neilson"),
        ("", ""),
    ],
)
def test_names_are_whole_words(identity, text, expected):
    expected = expected.format(name=identity.placeholder)
    assert identity.replaced(text) == expected
    assert identity.replaced({"a": [text, 1, None]}) == {"a": [expected, 1, None]}
    assert identity.is_named_in(text) == (text != expected)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"body": json.dumps([{"value": "<p>Zoë O'Neil</p>"}])}),
        "<p>Zoë O&#x27;Neil</p>",
        json.dumps(["Line\nZoë O'Neil"], ensure_ascii=False),
        "{\"broken: Zoë O'Neil",
    ],
)
def test_names_are_found_within_json_and_html(identity, text):
    assert identity.is_named_in(text)
    assert any(form.casefold() in text.casefold() for form in identity.search_forms)


def test_words_of_the_software_stay(identity):
    assert identity.replaced({"status": "o.neil", "o.neil": "x"}) == {
        "status": "o.neil",
        "o.neil": "x",
    }


@pytest.mark.parametrize("username", ["ab", "2026", "editor", "Moderators"])
def test_ordinary_words_are_no_names(db, username):
    account = User.objects.create_user(username)
    assert not Identity.of(account).is_named_in(f"{username} said so")


def test_networks_are_those_of_failures():
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("2001:db8:1:2:3::4") == "2001:db8:1:2::"
    assert network_of("unix") == "unix"

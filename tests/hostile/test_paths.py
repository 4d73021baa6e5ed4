"""No argument in an address makes a public or an admin view fail."""

import re

import pytest

from tests.access import member
from tests.addresses import Visitor, close, patterns
from users.models import User

pytestmark = pytest.mark.slow
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
NUMBERS = ("99999999999999999999", "9223372036854775808", "0")
# By the converter of the argument; each is tried with all other arguments of the address alike.
TEXTS = {"int": "0", "uuid": "00000000-0000-0000-0000-000000000000"}
QUERIES = ("", "?id=abc", "?id=99999999999999999999", "?p=-1", "?p=99999999999999999999")


def filled(route: str, number: str, text: str) -> str:
    def value(match):
        kind, name, _named = match.groups()
        is_number = kind == "int" or (name or "").endswith("_id")
        return number if is_number else TEXTS.get(kind, text)

    return "/" + ARGUMENT.sub(value, route)


def hostile_paths() -> list[str]:
    found = {}
    for pattern in patterns():
        texts = ("abc", *NUMBERS) if ARGUMENT.search(pattern.route) else ("abc",)
        for text in texts:
            number = text if text.isdigit() else "1"
            found[filled(pattern.route, number, text)] = None
        if not ARGUMENT.search(pattern.route):
            found |= dict.fromkeys(f"/{pattern.route}{query}" for query in QUERIES)
        else:
            found |= dict.fromkeys(f"{filled(pattern.route, '1', '1')}{q}" for q in QUERIES)
    return [path for path in found if "logout" not in path]


@pytest.fixture(params=["anonymous", "contributor", "administrator"])
def visitor(request, site_tree):
    if request.param == "anonymous":
        return Visitor()
    if request.param == "contributor":
        return Visitor(member("newcomer", "Contributors"))
    return Visitor(User.objects.create_superuser("root", "root@example.org", "password"))


def test_no_address_fails(visitor):
    failed = []
    for path in hostile_paths():
        with visitor.get(path) as response:
            if response.status_code >= 500:
                failed.append(f"{path}: {response.status_code}")
            close(response)
    assert not failed, "\n".join(failed)

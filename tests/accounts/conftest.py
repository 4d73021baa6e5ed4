"""People with accounts, and what they enter to sign in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from tests.access import member

PASSWORD = "four unrelated words about tides"
SIGN_IN = "/admin/accounts/login/"


def _person(username, role):
    account = member(username, role)
    account.first_name, account.last_name = username.capitalize(), "Example"
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def person(db):
    """An editor with a password."""
    return _person("ada", "Editors")


@pytest.fixture
def administrator(db):
    """A person who manages accounts."""
    return _person("grace", "Administrators")


@pytest.fixture
def sign_in(client):
    """Return a function that enters a name and a password."""

    def enter(username="ada", password=PASSWORD, **headers):
        return client.post(SIGN_IN, {"login": username, "password": password}, **headers)

    return enter


@pytest.fixture
def secret(person):
    """The secret of the person's authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code(secret, periods=0):
    """Return the code that an authenticator app shows, now or some periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def is_signed_in(client):
    return "_auth_user_id" in client.session


def has_second_factor(account):
    return Authenticator.objects.filter(user=account, type="totp").exists()

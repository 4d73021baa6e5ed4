import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.accounts.people import PASSWORD, SIGN_IN, person_named


@pytest.fixture
def person(db):
    """An editor with a password."""
    return person_named("ada", "Editors")


@pytest.fixture
def administrator(db):
    """A person who manages accounts."""
    return person_named("grace", "Administrators")


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

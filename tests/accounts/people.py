"""People with accounts, and what they enter to sign in."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.access import member

PASSWORD = "four unrelated words about tides"
SIGN_IN = "/admin/accounts/login/"


def person_named(username, role):
    """Return a person with a name and a password."""
    account = member(username, role)
    account.first_name, account.last_name = username.capitalize(), "Example"
    account.set_password(PASSWORD)
    account.save()
    return account


def code(secret, periods=0):
    """Return the code that an authenticator app shows, now or some periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def is_signed_in(client):
    return "_auth_user_id" in client.session


def has_second_factor(account):
    return Authenticator.objects.filter(user=account, type="totp").exists()

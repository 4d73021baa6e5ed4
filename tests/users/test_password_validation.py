"""Passwords of accounts are long and hard to guess."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.access import member
from users.models import User


@pytest.mark.parametrize(
    "password",
    [
        "",
        "Xk29-vmQ1pz",  # of 11 characters
        "Password123!",
        "123456789012",
        "qwertyuiop[]",
        "aaaaaaaaaaaaaaaa",
        "4815162342-4",
        "Wrenna Tidewater",  # the name of the user
        "wrenna@example.org",
    ],
)
def test_guessable_password_is_refused(password):
    user = User(
        username="wrenna",
        first_name="Wrenna",
        last_name="Tidewater",
        email="wrenna@example.org",
    )
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    [
        "quayside lantern ropewalk",
        "Xk29-vmQ1pzL",
        "μια πολύ μεγάλη φράση",
        "lantern" * 4 + "x9!Q" * 40,
    ],
)
def test_long_password_is_accepted(password):
    validate_password(password, User(username="wrenna"))


def change_password(client, new):
    data = {
        "password-old_password": "password",
        "password-new_password1": new,
        "password-new_password2": new,
        "name_email-first_name": "Ada",
        "name_email-last_name": "Example",
        "name_email-email": "ada@example.org",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    return client.post(reverse("wagtailadmin_account"), data)


@pytest.mark.django_db
def test_account_says_why_a_password_is_refused(client):
    user = member("ada", "Editors")
    client.force_login(user)
    response = change_password(client, "Password123!")
    assert "This password is easy to guess" in response.content.decode()
    user.refresh_from_db()
    assert user.check_password("password")
    assert change_password(client, "quayside lantern ropewalk").status_code == 302
    user.refresh_from_db()
    assert user.check_password("quayside lantern ropewalk")

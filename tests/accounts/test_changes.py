"""Changes of accounts: confirmed with the password, mailed to the old address, recorded."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from accounts.confirmation import FIELD
from accounts.events import SecurityEvent
from accounts.lockout import FAILURES
from accounts.middleware import LAST_SEEN
from accounts.models import SecuritySettings
from accounts.security_log import MAILS_PER_HOUR, delete_old_entries
from tests.access import age_confirmation, confirm_access, member
from tests.accounts.people import PASSWORD, SIGN_IN, code, has_second_factor, is_signed_in
from tests.form_data import form_data
from users.models import User

CONFIRM = "/admin/accounts/reauthenticate/"
ASKED = "Enter your password again."
TIMEOUT = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def recorded(event):
    return list(ModelLogEntry.objects.filter(action=event))


@pytest.fixture
def sent(mailoutbox):
    """Return a function that ends the transaction, and returns the recipients of all mails."""

    def end():
        callbacks, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, callback, _robust in callbacks:
            callback()
        return {recipient for mail in mailoutbox for recipient in mail.to}

    return end


@pytest.fixture
def editor(person, client, sign_in):
    sign_in()
    age_confirmation(client, TIMEOUT + 1)
    return person


@pytest.fixture
def unconfirmed_chief(administrator, client, sign_in):
    """An administrator who has signed in some time ago."""
    sign_in("grace")
    age_confirmation(client, TIMEOUT + 1)
    return administrator


@pytest.fixture
def chief(unconfirmed_chief, client):
    """An administrator who has entered the password again."""
    confirm_access(client)
    return unconfirmed_chief


def account_form(client, **fields):
    return form_data(client.get("/admin/account/")) | {
        name: [value] for name, value in fields.items()
    }


def test_mail_address_needs_the_password(editor, client, sent):
    changed = account_form(client, **{"name_email-email": "thief@example.org"})
    for password in ({}, {FIELD: "wrong"}, {FIELD: ""}):
        page = client.post("/admin/account/", changed | password).content.decode()
        assert ASKED in page
        assert ("This is not your password." in page) == bool(password)
        assert User.objects.get(pk=editor.pk).email == "ada@example.org"
    # The page holds what was entered, so that only the password is missing.
    fields = form_data(client.post("/admin/account/", changed))
    assert client.post("/admin/account/", fields | {FIELD: PASSWORD}).url == "/admin/account/"
    assert User.objects.get(pk=editor.pk).email == "thief@example.org"
    assert sent() == {"ada@example.org"}
    assert len(recorded(SecurityEvent.EMAIL_CHANGED)) == 1


def test_name_needs_no_password(editor, client):
    changed = account_form(client, **{"name_email-first_name": "Augusta"})
    assert client.post("/admin/account/", changed).url == "/admin/account/"
    assert User.objects.get(pk=editor.pk).first_name == "Augusta"


def test_form_is_not_left_in_the_session(person, unconfirmed_chief, client):
    """Else its owner would confirm what a thief of the session has sent."""
    url = f"/admin/users/edit/{person.pk}/"
    client.post(url, {"groups": "1", "password1": "a secret"})
    assert "a secret" not in str(dict(client.session))
    response = client.get(url)
    client.post(response.url, {"password": PASSWORD})
    assert [group.name for group in person.groups.all()] == ["Editors"]


def test_action_with_a_query_is_continued(person, unconfirmed_chief, client):
    moderators = Group.objects.get(name="Moderators")
    url = f"/admin/bulk/users/user/assign_role/?id={person.pk}"
    fields = form_data(client.post(url, {"role": moderators.pk}))
    client.post(url, fields | {FIELD: PASSWORD})
    assert moderators in person.groups.all()


def test_guesses_of_the_old_password_are_blocked(editor, client):
    new = {"password-new_password1": "x", "password-new_password2": "x"}
    for _ in range(FAILURES):
        client.post("/admin/account/", account_form(client, **new | {"password-old_password": "y"}))
    assert len(recorded(SecurityEvent.SIGN_IN_FAILED)) == FAILURES
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 429


def test_wrong_confirmations_are_blocked(editor, client):
    for _ in range(FAILURES):
        client.post(CONFIRM, {"password": "wrong"})
    response = client.post(CONFIRM, {"password": PASSWORD})
    assert response.status_code == 429


def test_own_password_change_is_mailed(editor, client, sent):
    new = "another four words about rope"
    changed = account_form(
        client,
        **{
            "password-old_password": PASSWORD,
            "password-new_password1": new,
            "password-new_password2": new,
        },
    )
    client.post("/admin/account/", changed)
    assert User.objects.get(pk=editor.pk).check_password(new)
    assert sent() == {"ada@example.org"}


def test_new_hash_of_the_same_password_is_no_change(person, sign_in, sent, settings):
    """Django hashes a password again when it is entered, after an upgrade."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    sign_in()
    assert User.objects.get(pk=person.pk).password.startswith("pbkdf2")
    assert sent() == set()


def test_mails_to_administrators_are_few(administrator, sign_in, sent, mailoutbox):
    for number in range(MAILS_PER_HOUR + 5):
        for _ in range(FAILURES):
            sign_in(f"name {number}", "wrong", REMOTE_ADDR=f"203.0.113.{number}")
    sent()
    assert len(mailoutbox) == MAILS_PER_HOUR


@pytest.mark.parametrize(
    "path",
    [
        "/admin/users/new/",
        "/admin/users/edit/{pk}/",
        "/admin/users/delete/{pk}/",
        "/admin/groups/new/",
        "/admin/groups/edit/{group}/",
        "/admin/bulk/users/user/assign_role/?id={pk}",
        "/admin/settings/accounts/securitysettings/{settings}/",
        "/admin/settings/editorial/moderationsettings/{site}/",
        "/admin/settings/accounts/SecuritySettings/{settings}/",
        "/admin/accounts/{pk}/access/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_accounts_roles_and_settings_need_the_password(
    person, unconfirmed_chief, client, path, method
):
    url = path.format(
        pk=person.pk,
        group=Group.objects.first().pk,
        settings=SecuritySettings.load().pk,
        site=Site.objects.get().pk,
    )
    response = getattr(client, method)(url)
    if method == "get":
        assert response.url.startswith(CONFIRM)
    else:
        assert ASKED in response.content.decode()
    confirm_access(client)
    assert not getattr(client.get(url), "url", "").startswith(CONFIRM)


def test_password_is_not_asked_for_just_after_signing_in(person, administrator, client, sign_in):
    url = f"/admin/accounts/{person.pk}/access/"
    sign_in("grace")
    assert client.get(url).status_code == 200
    age_confirmation(client, TIMEOUT - 60)
    assert client.get(url).status_code == 200
    age_confirmation(client, 61)
    assert client.get(url).url.startswith(CONFIRM)


def test_role_change_is_recorded_and_mailed(person, chief, client, sent):
    url = f"/admin/users/edit/{person.pk}/"
    moderators = str(Group.objects.get(name="Moderators").pk)
    client.post(url, form_data(client.get(url)) | {"groups": [moderators]})
    details = [entry.data["details"] for entry in recorded(SecurityEvent.ROLES_CHANGED)]
    assert sorted(details) == ["+Moderators", "−Editors"]
    assert sent() == {"ada@example.org", "grace@example.org"}


def test_permissions_of_a_role_are_recorded_once(chief, client):
    group = Group.objects.get(name="Contributors")
    url = f"/admin/groups/edit/{group.pk}/"
    client.post(url, form_data(client.get(url)) | {"permissions": []})
    (entry,) = recorded(SecurityEvent.GROUP_CHANGED)
    assert entry.data["details"] == "Contributors"
    assert entry.user == chief


@pytest.mark.usefixtures("secret")
def test_administrator_helps_a_locked_out_person(person, chief, client, sent, sign_in):
    assert has_second_factor(person)
    client.post(reverse("account_access", args=[person.pk]), {"action": "factors"})
    assert not has_second_factor(person)
    assert [entry.user for entry in recorded(SecurityEvent.FACTORS_RESET)] == [chief]
    assert sent() == {"ada@example.org", "grace@example.org"}
    client.logout()
    assert sign_in("ada").url == reverse("wagtailadmin_home")


def test_administrator_lifts_a_block(person, chief, client, sign_in):
    other = Client()
    for _ in range(FAILURES):
        other.post(SIGN_IN, {"login": "ada", "password": "wrong"})
    assert other.post(SIGN_IN, {"login": "ada", "password": PASSWORD}).status_code == 429
    client.post(reverse("account_access", args=[person.pk]), {"action": "block"})
    assert other.post(SIGN_IN, {"login": "ada", "password": PASSWORD}).status_code == 302


def test_nobody_helps_themselves_or_a_superuser(chief, client):
    superuser = User.objects.create_superuser("root", "root@example.org", "password")
    for account in (chief, superuser):
        url = reverse("account_access", args=[account.pk])
        assert client.post(url, {"action": "factors"}).url == "/admin/"


def test_editors_help_nobody(administrator, editor, client):
    confirm_access(client)
    url = reverse("account_access", args=[administrator.pk])
    assert client.get(url).url == "/admin/"
    assert client.get(reverse("security_log")).url == "/admin/"


def test_session_ends_from_another_browser(editor, client):
    other = Client()
    other.post(SIGN_IN, {"login": "ada", "password": PASSWORD})
    confirm_access(client)
    page = client.get(reverse("usersessions_list"))
    assert page.content.decode().count("This browser") == 1
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    client.post(reverse("usersessions_list"), {"session": theirs.pk})
    assert not is_signed_in(other)
    assert is_signed_in(client)
    assert len(recorded(SecurityEvent.SESSIONS_ENDED)) == 1


def test_sessions_of_others_cannot_be_ended(editor, administrator, client):
    other = Client()
    other.post(SIGN_IN, {"login": "grace", "password": PASSWORD})
    confirm_access(client)
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    for key in (theirs.pk, "nonsense", "9" * 30):
        client.post(reverse("usersessions_list"), {"session": key})
    assert is_signed_in(other)


def test_session_ends_without_activity(editor, client):
    client.get("/admin/")
    assert client.session.get_expiry_age() <= 24 * 3600
    SecuritySettings.objects.update(idle_hours=1)
    session = client.session
    session[LAST_SEEN] = time.time() - 400
    session.save()
    client.get("/admin/")
    assert client.session.get_expiry_age() <= 3600


def test_open_editor_is_no_activity(editor, client):
    client.get("/admin/")
    session = client.session
    session[LAST_SEEN] = 1
    session.save()
    client.get(reverse("editing_session"))
    assert client.session[LAST_SEEN] == 1


def test_refusals_are_recorded(editor, client):
    client.get("/admin/users/")
    (entry,) = recorded(SecurityEvent.REFUSED)
    assert entry.data["details"] == "/admin/users/"
    assert entry.user == editor


def test_refusal_says_whom_to_ask(editor, client):
    User.objects.create_superuser("root", "root@example.org", "password")
    assert (
        "Ask an administrator: root." in client.get("/admin/users/", follow=True).content.decode()
    )
    for name in ("away", "bo", "cy", "di"):
        member(name, "Administrators")
    User.objects.filter(username="away").update(is_active=False)
    User.objects.filter(username="bo").update(first_name="Bo", last_name="Ek")
    refused = client.get("/admin/users/", follow=True).content.decode()
    assert "Ask an administrator: Bo Ek, cy, di." in refused
    assert "Ask an administrator" not in client.get("/admin/").content.decode()
    User.objects.exclude(pk=editor.pk).delete()
    assert "Ask an administrator" not in client.get("/admin/users/", follow=True).content.decode()


def test_log_shows_sign_ins_and_is_pruned(person, chief, client, sign_in):
    Client().post(SIGN_IN, {"login": "ada", "password": "wrong"})
    page = client.get(reverse("security_log")).content.decode()
    assert "Wrong password or code (127.0.0.1)" in page
    assert "Signed in (127.0.0.1)" in page
    filtered = client.get(reverse("security_log"), {"action": SecurityEvent.SIGNED_IN})
    assert "Wrong password or code (" not in filtered.content.decode()
    log(person, "wagtail.edit", user=chief)  # It has none of our data.
    exported = client.get(reverse("security_log"), {"export": "csv"})
    assert "Wrong password or code (127.0.0.1)" in b"".join(exported.streaming_content).decode()
    assert client.get(reverse("security_log"), {"export": "xlsx"}).status_code == 200
    assert delete_old_entries() == 0
    ModelLogEntry.objects.update(timestamp="2020-01-01T00:00Z")
    assert delete_old_entries() > 0
    assert not recorded(SecurityEvent.SIGNED_IN)


def test_second_factor_needs_the_password(editor, client):
    url = reverse("mfa_activate_totp")
    assert client.get(url).url.startswith(CONFIRM)


def test_code_that_set_up_an_app_does_not_sign_in(editor, client, sign_in):
    confirm_access(client)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    client.logout()
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret, 1)})
    assert is_signed_in(client)


def test_second_factor_is_set_up_and_removed(editor, client, sent):
    confirm_access(client)
    url = reverse("mfa_activate_totp")
    client.get(url)
    secret = client.session["mfa.totp.secret"]
    client.post(url, {"code": code(secret)})
    assert has_second_factor(editor)
    sent()
    assert sent() == {"ada@example.org"}
    client.post(reverse("mfa_deactivate_totp"))
    assert not has_second_factor(editor)
    events = [SecurityEvent.FACTOR_ADDED, SecurityEvent.FACTOR_REMOVED]
    assert [len(recorded(event)) for event in events] == [2, 2]  # The app and recovery codes.


def test_security_txt(client, chief):
    url = "/.well-known/security.txt"
    assert client.get(url).status_code == 404
    SecuritySettings.objects.update(contact="mailto:security@example.org")
    text = client.get(url).content.decode()
    assert text.startswith("Contact: mailto:security@example.org\nExpires: 20")

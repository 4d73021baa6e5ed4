"""Signing in: passwords, second factors, blocks, and no way around them."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from axes.models import AccessAttempt
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageViewRestriction

from accounts.events import SecurityEvent
from accounts.lockout import ACCOUNT_CODE_FAILURES, ACCOUNT_FAILURES, FAILURES, lift
from accounts.models import SecuritySettings
from tests.accounts.people import PASSWORD, SIGN_IN, code, is_signed_in
from tests.addresses import PARAMETER, patterns
from users.models import User

WRONG = "The username and password do not match."
BLOCKED = "There were too many attempts to sign in."


def test_password_signs_in(person, client, sign_in):
    assert sign_in().url == reverse("wagtailadmin_home")
    assert client.get("/admin/").status_code == 200


def test_next_page_must_be_on_this_site(person, client):
    form = {"login": "ada", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(SIGN_IN, form).url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", ["ada", "nobody-of-this-name"])
def test_wrong_passwords_are_blocked_with_the_same_words(person, client, sign_in, name):
    """Neither message tells whether the account exists."""
    for _ in range(FAILURES - 1):
        assert WRONG in sign_in(name, "wrong").content.decode()
    assert BLOCKED in sign_in(name, "wrong").content.decode()
    refused = sign_in(name)
    assert refused.status_code == 429
    assert BLOCKED in refused.content.decode()
    assert not is_signed_in(client)


def test_right_password_is_blocked_after_60_wrong_ones(person, client, sign_in):
    for number in range(60):
        sign_in("ada", f"wrong {number}", HTTP_USER_AGENT=f"browser {number}")
    assert sign_in().status_code == 429
    assert not is_signed_in(client)
    failed = ModelLogEntry.objects.filter(action=SecurityEvent.SIGN_IN_FAILED)
    assert failed.count() == FAILURES
    assert ModelLogEntry.objects.filter(action=SecurityEvent.SIGN_IN_BLOCKED).count() == 1


def test_block_applies_to_the_address_that_failed(person, client, sign_in):
    """Strangers cannot lock a person out with a few wrong passwords."""
    for _ in range(FAILURES):
        sign_in("ada", "wrong", REMOTE_ADDR="203.0.113.5")
    assert sign_in(REMOTE_ADDR="203.0.113.5").status_code == 429
    assert sign_in(REMOTE_ADDR="198.51.100.7").status_code == 302


def test_account_is_blocked_after_failures_from_many_addresses(person, client, sign_in):
    for number in range(ACCOUNT_FAILURES):
        sign_in("ada", "wrong", REMOTE_ADDR=f"203.0.{number // 250}.{number % 250 + 1}")
    assert sign_in(REMOTE_ADDR="198.51.100.7").status_code == 429


def test_own_sign_in_does_not_forgive_failures_for_others(person, administrator, client, sign_in):
    for _ in range(FAILURES - 1):
        sign_in("grace", "wrong")
    assert sign_in("ada").status_code == 302
    client.logout()
    assert BLOCKED in sign_in("grace", "wrong").content.decode()


def test_names_and_passwords_are_not_kept_in_the_records(person, sign_in):
    sign_in("my secret password", "another secret")
    stored = str(list(AccessAttempt.objects.values())) + str(list(ModelLogEntry.objects.values()))
    assert "secret" not in stored


def test_second_factor_is_asked_for(person, client, sign_in, secret):
    assert sign_in().url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_signed_in(client)


def test_code_works_once(person, client, sign_in, secret, settings):
    """Also in another process, whose cache does not know that it was used."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    used = code(secret)
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.logout()
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": used})
    assert not is_signed_in(client)


def test_code_with_a_space_is_the_same_code(person, client, sign_in, secret):
    used = code(secret)
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.logout()
    caches["default"].clear()  # As in another process.
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": f"{used[:3]} {used[3:]}"})
    assert not is_signed_in(client)


def test_wrong_codes_from_many_addresses_are_blocked_until_lifted(person, client, sign_in, secret):
    for number in range(ACCOUNT_CODE_FAILURES):
        sign_in(REMOTE_ADDR=f"203.0.113.{number}")
        wrong = {"code": f"{number:06}"}
        client.post(reverse("mfa_authenticate"), wrong, REMOTE_ADDR=f"203.0.113.{number}")
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not is_signed_in(client)
    lift(person)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_signed_in(client)


def test_strangers_do_not_lock_out_a_person_where_they_are_signed_in(person, sign_in):
    sign_in(REMOTE_ADDR="198.51.100.7")
    for number in range(ACCOUNT_FAILURES):
        Client().post(
            SIGN_IN,
            {"login": "ada", "password": "wrong"},
            REMOTE_ADDR=f"203.0.{number // 250}.{number % 250 + 1}",
        )
    credentials = {"login": "ada", "password": PASSWORD}
    assert Client().post(SIGN_IN, credentials, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert Client().post(SIGN_IN, credentials, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.usefixtures("db", "rate_limits")
def test_requests_for_passkeys_are_limited(client):
    """Each makes a session."""
    url, header = reverse("mfa_login_webauthn"), {"x-requested-with": "XMLHttpRequest"}
    answers = [client.get(url, headers=header).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


@pytest.mark.parametrize(
    "credential", ['{"id": 1}', "{}", "[]", "null", '"a"', "x", '{"rawId": 1}']
)
def test_forged_passkeys_are_refused(person, client, credential):
    url = reverse("mfa_login_webauthn")
    client.get(url, headers={"x-requested-with": "XMLHttpRequest"})
    assert client.post(url, {"credential": credential}).status_code in (302, 400)
    assert not is_signed_in(client)


def test_wrong_codes_are_blocked(person, client, sign_in, secret):
    sign_in()
    for _ in range(FAILURES):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not is_signed_in(client)


def test_recovery_code_works_once_and_is_mailed(person, client, sign_in, secret, mailoutbox):
    (first, *_others) = RecoveryCodes.activate(person).generate_codes()
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": first})
    assert is_signed_in(client)
    client.logout()
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": first})
    assert not is_signed_in(client)


def test_secrets_are_encrypted(person, client, secret, settings):
    RecoveryCodes.activate(person)
    stored = str(list(Authenticator.objects.values("data")))
    assert secret not in stored
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().generate_codes()
    settings.ENCRYPTION_KEYS = ["a new key", *settings.ENCRYPTION_KEYS]
    again = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    assert again.generate_codes() == codes


def test_lost_key_lets_nobody_in(person, client, sign_in, secret, settings):
    settings.ENCRYPTION_KEYS = ["another key"]
    sign_in()
    for guess in (code(secret), "000000"):
        assert client.post(reverse("mfa_authenticate"), {"code": guess}).status_code == 200
    assert not is_signed_in(client)


def test_no_other_address_accepts_a_password(site_tree, person, client, secret):
    """A person with a second factor never gets a session by the password alone."""
    restriction = PageViewRestriction.objects.create(
        page=site_tree.section, restriction_type="password", password=PASSWORD
    )
    names = {"login": "ada", "username": "ada", "email": person.email, "password": PASSWORD}
    extra = ["/_util/login/", "/django-admin/login/", "/admin/login/", SIGN_IN]
    extra += [f"/_util/authenticate_with_password/{restriction.pk}/{site_tree.section.pk}/"]
    addresses = ["/" + PARAMETER.sub("1", pattern.route) for pattern in patterns()]
    for url in dict.fromkeys([*addresses, *extra]):
        client.post(url, names, HTTP_ACCEPT="text/html")
        assert not is_signed_in(client), url


def test_password_reset_does_not_sign_in(person, client, secret, mailoutbox):
    client.post(reverse("wagtailadmin_password_reset"), {"email": person.email})
    (mail,) = mailoutbox
    link = next(line for line in mail.body.splitlines() if "/confirm/" in line)
    form = client.get(link[link.index("/admin/") :].strip(), follow=True)
    new = "another four words about rope"
    client.post(
        form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new}, follow=True
    )
    assert User.objects.get(pk=person.pk).check_password(new)
    assert not is_signed_in(client)
    assert client.post(SIGN_IN, {"login": "ada", "password": new}).url == reverse(
        "mfa_authenticate"
    )


def test_few_reset_mails_are_sent(person, client, mailoutbox):
    answers = {
        client.post(reverse("wagtailadmin_password_reset"), {"email": email}).url
        for email in [person.email] * 15 + ["stranger@example.org"]
    }
    assert len(answers) == 1  # The same, whether a mail was sent or not.
    assert len(mailoutbox) == 3


def test_role_can_require_a_second_factor(person, client, sign_in):
    editors = person.groups.get()
    SecuritySettings.load().second_factor_roles.add(editors)
    sign_in()
    for url in ("/admin/", "/admin/pages/", "/admin/account/", "/admin/images/"):
        assert client.get(url).url == reverse("mfa_index")
    assert client.post("/admin/account/", {}).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert "Your role needs a second factor" in page.content.decode()


def test_other_roles_need_none(person, administrator, client, sign_in):
    SecuritySettings.load().second_factor_roles.add(administrator.groups.get())
    sign_in()
    assert client.get("/admin/").status_code == 200


def test_superusers_need_one_as_soon_as_a_role_does(person, client, sign_in):
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    SecuritySettings.load().second_factor_roles.add(person.groups.get())
    person.groups.clear()
    sign_in()
    assert client.get("/admin/").url == reverse("mfa_index")

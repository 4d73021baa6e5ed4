"""Signing in with passwords, codes and passkeys; blocks, sessions, and help by administrators."""

import itertools
import re
import secrets
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from accounts.lockout import FAILURES
from tests.journeys.accessible import expect_accessible
from tests.journeys.desk import add_page, save
from tests.journeys.server import (
    PASSWORD,
    copy_of_site,
    free_port,
    manage,
    served,
    sign_in,
    windows,
)
from tests.journeys.signing_in import (
    HOME,
    LOGIN,
    SECRET,
    activate_app,
    add_passkey,
    code,
    confirm,
    confirm_if_asked,
    enter,
    enter_code,
    help_to_sign_in,
    make_passkey,
    open_own,
    plug_in_authenticator,
    set_up_app,
    sign_out,
    signed_in,
)

CHIEFS = ("grace", "hedy", "ida", "joan")
WITH_APP = ("dora", "olga", "quinn")
# Each test has people of its own. Those WITH_APP have an authenticator app with SECRET.
PEOPLE = {
    **dict.fromkeys(["ada", "bea", "cleo", "emma", "fay", "kate", "rosa", *WITH_APP], "Editors"),
    **dict.fromkeys(CHIEFS, "Administrators"),
    "lena": "Correspondents",
}
MAKE_PEOPLE = f"""
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from users.models import User
role = Group.objects.create(name="Correspondents")
role.permissions.add(Permission.objects.get(codename="access_admin"))
password = make_password({PASSWORD!r})
for name, role in {PEOPLE!r}.items():
    names = {{"first_name": name.capitalize(), "email": name + "@example.org"}}
    user = User.objects.create(username=name, password=password, **names)
    user.groups.add(Group.objects.get(name=role))
    if name in {WITH_APP!r}:
        TOTP.activate(user, {SECRET!r})
"""
CLIENTS = itertools.count(1)
WIDER = """() => document.scrollingElement.scrollWidth > innerWidth
  ? ["the page"] : [...document.querySelectorAll("main, main *")]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, demo_template):
    """Serve a site at localhost, as passkeys belong to a domain; return its address."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    url = f"http://localhost:{port}"
    others = {"ALLOWED_HOSTS": "localhost,127.0.0.1", "COUNTERS_FILE": f"{folder}/counters.sqlite3"}
    with copy_of_site(demo_template, folder, BASE_URL=url, **others) as environment:
        manage(environment, "shell", "-v", "0", "-c", MAKE_PEOPLE)
        with served(environment, port):
            yield url


@pytest.fixture
def visit(chromium, site):
    """Return a function that opens windows, from an address that no other test has."""
    client = {"X-Forwarded-For": f"198.51.100.{next(CLIENTS)}"}
    with windows(chromium, site) as open_page:
        yield partial(open_page, extra_http_headers=client)


def enter_wrong_passwords(page: Page, name):
    """Enter wrong passwords until there were too many."""
    enter(page, name, "wrong")
    for _ in range(FAILURES - 1):
        expect(page.get_by_text("The username and password do not match.")).to_be_visible()
        page.get_by_label("Password").fill("wrong")
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Too many attempts")).to_be_visible()
    expect(page.get_by_text("Try again in 15 minutes, or sign in with a passkey.")).to_be_visible()


def expect_usable(page: Page):
    """Expect a page to be accessible, wide and narrow, light and dark."""
    for width, scheme in ((1280, "light"), (1280, "dark"), (360, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_function("() => document.getAnimations().length === 0")
        expect_accessible(page, f"{page.url}, {width} px, {scheme}")
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(WIDER) == [], page.url


def test_password_and_code_of_an_authenticator_app(visit):
    page = signed_in(visit, "ada")
    open_own(page, "Second factor")
    secret, codes = set_up_app(page)
    assert len(set(codes)) == 10
    sign_out(page, "ada")
    enter(page, "ada")
    used = code(secret, seconds=10, periods=1)  # The first one is used up.
    enter_code(page, used)
    expect(page).to_have_url(HOME)
    sign_out(page, "ada")
    enter(page, "ada")
    enter_code(page, used)
    expect(page.get_by_text("Incorrect code.")).to_be_visible()


def test_passkey_alone_and_after_the_password(visit):
    page = signed_in(visit, "bea")
    add_passkey(page)
    sign_out(page, "bea")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(HOME)
    sign_out(page, "bea")
    enter(page, "bea")
    page.get_by_role("button", name="Use a security key").click()
    expect(page).to_have_url(HOME)


def test_recovery_code_works_once_and_the_lost_phone_is_removed(visit):
    page = signed_in(visit, "cleo")
    open_own(page, "Second factor")
    _secret, codes = set_up_app(page)
    sign_out(page, "cleo")
    enter(page, "cleo")
    enter_code(page, codes[0])
    expect(page).to_have_url(HOME)
    sign_out(page, "cleo")
    enter(page, "cleo")
    enter_code(page, codes[0])
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    enter_code(page, codes[1])
    expect(page).to_have_url(HOME)
    open_own(page, "Second factor")
    page.get_by_role("link", name="Deactivate").click()
    confirm(page)
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("No app is set up.")).to_be_visible()
    sign_out(page, "cleo")
    enter(page, "cleo")
    expect(page).to_have_url(HOME)


def test_administrator_removes_a_lost_second_factor(visit):
    chief = signed_in(visit, "grace")
    help_to_sign_in(chief, "dora")
    chief.get_by_role("button", name="Remove the second factor").click()
    expect(chief.get_by_text("The second factor was removed")).to_be_visible()
    signed_in(visit, "dora")
    chief.goto("/admin/")
    chief.get_by_role("button", name="Reports").click()
    chief.get_by_role("link", name="Security log").click()
    row = chief.get_by_role("row").filter(has_text="Second factor removed by an administrator")
    expect(row).to_contain_text(re.compile("dora.+Grace", re.DOTALL))


def test_administrator_lifts_a_block(visit):
    page = visit()
    enter_wrong_passwords(page, "emma")
    enter(page, "emma")
    expect(page.get_by_role("heading", name="Too many attempts")).to_be_visible()
    expect_usable(page)
    chief = signed_in(visit, "hedy")
    help_to_sign_in(chief, "emma")
    chief.get_by_role("button", name="Allow new attempts").click()
    expect(chief.get_by_text("Sign-in is possible again.")).to_be_visible()
    page.get_by_role("link", name="Back to the form").click()
    sign_in(page, "emma")
    expect(page).to_have_url(HOME)


def test_passkey_works_while_passwords_are_blocked(visit):
    page = signed_in(visit, "fay")
    add_passkey(page)
    sign_out(page, "fay")
    enter_wrong_passwords(page, "fay")
    page.get_by_role("link", name="Back to the form").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(HOME)


def test_session_ended_elsewhere_loses_no_text(visit):
    phone = signed_in(visit, "kate", user_agent="Phone")
    add_page(phone, "News and analysis", f"On the way {secrets.token_hex(3)}")
    save(phone)
    standfirst = phone.get_by_role("textbox", name="Standfirst")
    standfirst.fill("Not saved yet.")
    laptop = signed_in(visit, "kate")
    open_own(laptop, "Sessions")
    confirm_if_asked(laptop)
    row = laptop.get_by_role("row").filter(has_text="Phone")
    row.get_by_role("button", name="End").click()
    expect(laptop.get_by_text("The session has ended.")).to_be_visible()
    tab = phone.context.new_page()
    tab.goto("/admin/images/")
    expect(tab).to_have_url(LOGIN)
    phone.get_by_role("button", name="Save draft").click()
    sign_in(phone.frame_locator("iframe[title='Sign in']"), "kate")
    status = phone.get_by_role("main").get_by_role("status").first
    expect(status).to_contain_text("updated")
    tab.goto(phone.url)
    expect(tab.get_by_role("textbox", name="Standfirst")).to_have_value("Not saved yet.")


def test_role_that_needs_a_second_factor(visit):
    chief = signed_in(visit, "ida")
    chief.get_by_role("button", name="Settings").click()
    chief.get_by_role("link", name="Security settings").click()
    confirm_if_asked(chief)
    chief.get_by_label("Correspondents").check()
    chief.get_by_role("button", name="Save").click()
    expect(chief.get_by_role("main").get_by_role("status").first).to_contain_text("updated")
    page = visit()
    enter(page, "lena")
    expect(page.get_by_text("Your role needs a second factor.")).to_be_visible()
    page.goto("/admin/account/")
    expect(page).to_have_url(re.compile("/second-factor/$"))
    set_up_app(page)
    page.goto("/admin/account/")
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()


def test_password_and_code_without_javascript(visit):
    page = visit(java_script_enabled=False)
    enter(page, "olga")
    enter_code(page, code(SECRET))
    expect(page).to_have_url(HOME)
    expect(page).to_have_title(re.compile("Dashboard"))


def test_entrance_is_usable(visit):
    page = visit()
    page.goto("/admin/accounts/login/")
    expect_usable(page)
    enter(page, "quinn")
    expect(page.get_by_label("Code")).to_be_visible()
    expect_usable(page)


def test_own_second_factors_and_sessions_are_usable(visit):
    page = signed_in(visit, "rosa", user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0")
    open_own(page, "Second factor")
    expect_usable(page)
    page.get_by_role("link", name="Activate").click()
    expect_usable(page)
    confirm(page)
    expect_usable(page)
    activate_app(page)
    expect_usable(page)
    open_own(page, "Second factor")
    page.get_by_role("link", name="Add").click()
    expect_usable(page)
    make_passkey(page)
    page.get_by_role("link", name="Manage").click()
    expect(page.get_by_role("cell", name="laptop")).to_be_visible()
    expect_usable(page)
    open_own(page, "Sessions")
    expect_usable(page)


def test_help_and_log_are_usable(visit):
    chief = signed_in(visit, "joan")
    help_to_sign_in(chief, "quinn")
    expect_usable(chief)
    chief.goto("/admin/reports/security-log/")
    expect_usable(chief)


def test_missing_passkey_is_told(visit):
    page = visit()
    page.goto("/admin/accounts/login/")
    plug_in_authenticator(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()

"""What people do to sign in: with passwords, codes and passkeys."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.server import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30  # seconds for which a code is valid
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "automaticPresenceSimulation": True,
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
HOME = re.compile(r"/admin/$")
LOGIN = re.compile(r"/admin/accounts/login/")


def enter(page: Page, name, password=PASSWORD):
    """Enter a name and a password in the form of signing in."""
    page.goto("/admin/accounts/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def signed_in(visit, name, **options):
    """Return a window in which a person has signed in by password alone."""
    page = visit(**options)
    enter(page, name)
    expect(page).to_have_url(HOME)
    return page


def sign_out(page: Page, name):
    page.get_by_role("button", name=name.capitalize(), exact=True).click()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(LOGIN)


def confirm(page: Page):
    """Enter the password again."""
    expect(page.get_by_role("heading", name="Confirm Access")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def confirm_if_asked(page: Page):
    """Enter the password again, unless the person has just signed in."""
    page.wait_for_load_state()
    if page.get_by_role("heading", name="Confirm Access").is_visible():
        confirm(page)


def code(secret, seconds=5, periods=0):
    """Return a code of an authenticator app that is valid for so many seconds, or a later one."""
    left = PERIOD - time.time() % PERIOD
    if left < seconds:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + periods))


def enter_code(page: Page, text):
    page.get_by_label("Code").fill(text)
    page.get_by_role("button", name="Sign In", exact=True).click()


def set_up_app(page: Page):
    """Set up an authenticator app, from the overview; return its secret and the recovery codes."""
    page.get_by_role("link", name="Activate").click()
    confirm(page)
    return activate_app(page)


def activate_app(page: Page):
    """Scan the secret with an authenticator app, and enter its code."""
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Activate").click()
    return secret, recovery_codes(page)


def recovery_codes(page: Page):
    """Return the codes that are shown once, and say that they are saved."""
    codes = page.get_by_label("Unused codes").input_value().split()
    page.get_by_label("I have saved my recovery codes").check()
    return codes


def open_own(page: Page, name):
    """Open a page of the person's own account."""
    page.goto("/admin/account/")
    page.get_by_role("tab", name="More actions").click()
    page.get_by_role("link", name=name).click()


def add_passkey(page: Page):
    """Add a passkey as the first second factor."""
    open_own(page, "Second factor")
    page.get_by_role("link", name="Add").click()
    confirm(page)
    make_passkey(page)
    recovery_codes(page)


def plug_in_authenticator(page: Page):
    """Give the browser an authenticator without any passkey."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})


def make_passkey(page: Page):
    """Give the browser an authenticator, and make a passkey with it in the form."""
    plug_in_authenticator(page)
    page.get_by_label("Name").fill("laptop")
    page.get_by_role("button", name="Add").click()


def help_to_sign_in(page: Page, name):
    """Open the page on which an administrator helps a person."""
    page.goto(f"/admin/users/?q={name}")
    page.get_by_role("button", name=f"More options for '{name}'").click()
    page.get_by_role("link", name="Help to sign in").click()
    confirm_if_asked(page)

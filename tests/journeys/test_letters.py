"""Letters: readers sign up, an editor writes, a moderator approves, it arrives and can be ended."""

import re
import time
import urllib.request
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.accessible import expect_accessible
from tests.journeys.keyboard import tab_to
from tests.journeys.server import copy_of_site, windows, with_scheduler
from tests.letters.smtp import Faults, MailServer

PHONE = {"width": 320, "height": 640}
LINK = re.compile(r"https?://\S+/_letters/[^\s<>\"]+")
ADMIN = ("#wagtail-sidebar", "header", ".Draftail-Editor", "[data-panel]", ".messages")
PATIENCE = 200  # seconds: a schedule has whole minutes


@pytest.fixture(scope="module")
def post():
    with MailServer(Faults()) as server:
        yield server


@pytest.fixture(scope="module")
def address(demo_template, tmp_path_factory, post):
    """Serve a site whose mail goes to a server of our own."""
    mail = f"smtp://127.0.0.1:{post.port}"
    folder = tmp_path_factory.mktemp("letters")
    with (
        copy_of_site(demo_template, folder, EMAIL_URL=mail, PAGE_CACHE_SECONDS="300") as site,
        with_scheduler(site) as url,
    ):
        yield url


@pytest.fixture
def visit(chromium, address):
    with windows(chromium, address) as open_page:
        yield open_page


def arrived(post, to, subject):
    """Wait for a message to an address, and return it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for message in list(post.handler.messages):
            if message["To"] == to and subject in message["Subject"]:
                return message
        time.sleep(0.5)
    raise AssertionError(f"“{subject}” did not arrive at {to}.")


def plain(message):
    return message.get_body(["plain"]).get_content()


def path_in(text):
    """Return the address of the first link about a subscription, on the site."""
    return urlsplit(LINK.search(text)[0]).path


def create_list(moderator):
    moderator.goto("/admin/")
    moderator.get_by_role("button", name="Letters").first.click()
    moderator.get_by_role("link", name="Mailing lists").click()
    moderator.get_by_role("link", name=re.compile("^Add mailing list")).first.click()
    values = {
        "Name*": "The weekly letter",
        "Short name*": "weekly",
        "Description": "What we published, every Friday.",
        "Name of the sender*": "The Slipway",
        "Address of the sender*": "letters@slipway.example",
        "Imprint*": "The Slipway, 1 Quay Row, Merrow Bay",
    }
    for name, value in values.items():
        moderator.get_by_role("textbox", name=name, exact=True).fill(value)
    expect_accessible(moderator, beside=ADMIN)
    moderator.get_by_role("button", name=re.compile("^(Create|Save)")).click()
    desk.expect_message(moderator, "created")


def place_sign_up(moderator):
    moderator.goto("/admin/settings/core/publicationsettings/")
    section = moderator.locator("[id$=child-sign_up-wrapper]")
    section.get_by_role("button", name="Insert a block").click()
    section.get_by_role("textbox", name="Heading").fill("The week by letter")
    moderator.get_by_role("button", name="Save", exact=True).click()
    desk.expect_message(moderator, "updated")


def open_section(editor, moderator):
    """Add the section of letters, as every page with two people."""
    editor.goto("/admin/pages/")
    editor.get_by_role(
        "link", name=re.compile(r"^Explore child pages of 'The Slipway'")
    ).first.click()
    editor.get_by_role("link", name="Add child page").first.click()
    editor.get_by_role("link", name=re.compile("^Section of letters ")).click()
    editor.get_by_role("textbox", name="Title*", exact=True).fill("Letters")
    desk.submit(editor)
    desk.approve(moderator, "Letters")


def subscribe(reader, post, email, check=expect_accessible):
    """Sign up by keyboard at the foot of a page, and follow the link."""
    reader.set_viewport_size(PHONE)
    reader.goto("/about/")
    field = reader.get_by_label("Your email address")
    tab_to(reader, field)
    reader.keyboard.type(email)
    check(reader)
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    check(reader)
    reader.goto(path_in(plain(arrived(post, email, "Please confirm"))))
    expect(reader.get_by_text("I can unsubscribe at any time.")).to_be_visible()
    check(reader)
    reader.get_by_role("button", name="I agree").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("You are subscribed")
    assert not reader.context.cookies()


def without_scripts(_reader):
    """Check nothing: axe is a script."""


def write_letter(editor, title):
    """Write a letter from what was published, to be sent in the next minute but one."""
    editor.goto("/admin/")
    editor.get_by_role("link", name="Write a letter").click()
    editor.get_by_role("textbox", name="Title*", exact=True).fill(title)
    editor.get_by_role("combobox", name="Mailing list").select_option(label="The weekly letter")
    editor.get_by_role("textbox", name="Preheader").fill("Docks, damp and a dredger")
    desk.write_body(editor, "Dear readers, the boat left at six.")
    body = editor.get_by_role("region", name="Body")
    body.get_by_role("button", name="Insert a block").last.click()
    editor.get_by_role("option", name=re.compile("^Latest articles")).click()
    body.get_by_role("textbox", name="Heading*").last.fill("This week")
    body.get_by_role("spinbutton", name="Days*").last.fill("60")
    editor.get_by_role("button", name="Schedule", exact=True).click()
    at = (datetime.now().astimezone() + timedelta(seconds=90)).replace(second=0)
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Go live date/time").fill(at.strftime("%Y-%m-%d %H:%M"))
    # By keyboard: the calendar of the field covers the button.
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save schedule").press("Enter")
    expect_accessible(editor, beside=ADMIN)
    desk.submit(editor)
    return at


def test_letter_from_the_sign_up_to_its_end(visit, post):
    moderator, editor = visit("moderator"), visit("editor")
    create_list(moderator)
    place_sign_up(moderator)
    open_section(editor, moderator)
    title = "The harbour this week"
    reader = visit()
    subscribe(visit(java_script_enabled=False), post, "ada@reader.example", without_scripts)
    subscribe(reader, post, "ben@reader.example")

    at = write_letter(editor, title)
    desk.approve(moderator, title)
    assert not [each for each in post.handler.messages if each["Subject"] == title]
    letter = arrived(post, "ada@reader.example", title)
    assert datetime.now().astimezone() >= at
    other = arrived(post, "ben@reader.example", title)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = letter.get_body(["html"]).get_content()
    for content in (html, plain(letter)):
        assert "Dockers walk out at Merrow Bay" in content
        assert "Dear readers, the boat left at six." in content
    for width, scheme in ((320, "light"), (390, "dark"), (800, "light")):
        shown = visit(color_scheme=scheme)
        shown.set_viewport_size({"width": width, "height": 800})
        shown.set_content(html, wait_until="domcontentloaded")
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        expect_accessible(shown)

    # The mail program of one reader, without cookies, and the link for the other.
    target = urlsplit(letter["List-Unsubscribe"].strip(" <>")).path
    body = b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(
        urllib.request.Request(
            f"{urlsplit(reader.url)._replace(path=target, query='').geturl()}", body
        )
    ) as answer:
        assert answer.status == 200
    reader.goto(target)
    expect(reader.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
    reader.goto(path_in(plain(other)))
    expect_accessible(reader)
    reader.get_by_role("button", name="Unsubscribe").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
    assert not reader.context.cookies()

    moderator.goto("/admin/letters/subscribers/")
    main = moderator.get_by_role("main")
    expect(main).to_contain_text("ada@reader.example")
    expect(main.get_by_role("cell", name="unsubscribed", exact=True)).to_have_count(2)
    expect_accessible(moderator, beside=ADMIN)
    web = reader.goto("/letters/the-harbour-this-week/")
    assert web.status == 200
    expect(reader.get_by_role("main")).to_contain_text("Dockers walk out at Merrow Bay")
    expect_accessible(reader)

"""Moderation: nothing is lost, no one approves their own changes, times are kept."""

import re
import time
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.signing_in import confirm_if_asked

SECTION = "News and analysis"


def write(page, title, text):
    desk.add_page(page, SECTION, title)
    page.get_by_role("textbox", name="Standfirst").fill("What the night shift saw.")
    desk.write_body(page, text)


def draft_of(page, title):
    """Open the editor of a page that stands on the desk."""
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(page.locator("#id_title")).to_have_value(title)
    page.wait_for_load_state("networkidle")  # The text is drawn by scripts.


def test_two_people_change_the_same_article_and_nothing_is_lost(visit):
    title = "What the gulls know"
    editor = visit("editor")
    write(editor, title, "They follow the last boat.")
    desk.save(editor)
    other = visit("moderator")
    other.goto(editor.url)

    editor.get_by_role("textbox", name="Standfirst").fill("By the first of the two.")
    desk.save(editor)
    other.get_by_role("textbox", name="Standfirst").fill("By the second of the two.")
    other.get_by_role("button", name="Save draft").click()
    warning = other.get_by_role("dialog")  # Where the editor was open for ten seconds.
    told = other.get_by_role("link", name="Compare the versions")
    expect(warning.or_(told)).to_be_visible()
    if warning.is_visible():
        expect(warning).to_contain_text("Demo editor saved a new version")
        warning.get_by_role("button", name="Save draft").click()
    expect(told).to_be_visible()
    expect(other.get_by_role("textbox", name="Standfirst")).to_have_value(
        "By the second of the two."
    )

    # The first one finds what they wrote in the history, and brings it back.
    editor.goto(editor.url.replace("/edit/", "/history/"))
    entries = editor.get_by_role("row").filter(has_text="Demo editor")
    entries.first.get_by_role("button").first.click()
    editor.get_by_role("link", name="Review this version").first.click()
    expect(editor.get_by_role("textbox", name="Standfirst")).to_have_value(
        "By the first of the two."
    )
    with editor.expect_navigation():
        editor.get_by_role("button", name=re.compile("Replace current")).click()
    editor.goto(re.sub(r"/revisions/.*", "/edit/", editor.url))
    expect(editor.get_by_role("textbox", name="Standfirst")).to_have_value(
        "By the first of the two."
    )


def test_sent_back_with_a_comment_on_a_phrase_mended_and_approved(visit):
    title = "Who pays for the dredging"
    editor = visit("editor")
    write(editor, title, "Everybody knows that the harbour pays.")
    desk.submit(editor)

    moderator = visit("moderator")
    desk.review(moderator, title)
    expect(moderator.get_by_role("main")).to_contain_text("Everybody knows that the harbour pays.")
    moderator.get_by_role("button", name="Take it on").click()
    expect(moderator.get_by_role("main")).to_contain_text("taken on by Demo moderator")
    moderator.get_by_role("link", name="Comment on a phrase in the editor").click()
    phrase = moderator.get_by_role("region", name="Body").get_by_role("textbox").last
    phrase.click()
    moderator.keyboard.press("Home")
    for _ in "Everybody":
        moderator.keyboard.press("Shift+ArrowRight")
    moderator.keyboard.press("Control+Alt+m")
    moderator.get_by_placeholder("Enter your comments...").fill("Who says so?")
    moderator.get_by_role("button", name="Comment", exact=True).click()
    desk.send_back(moderator, "One source, and it can go out.")
    desk.expect_message(moderator, "updated")

    editor.goto("/admin/")
    returned = editor.get_by_role("region", name="Came back to you")
    row = returned.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("One source, and it can go out.")
    expect(row).to_contain_text("1 open comment")
    row.get_by_role("link", name=title).click()
    expect(editor.get_by_text("Who says so?").first).to_be_attached()
    text = editor.get_by_role("region", name="Body").get_by_role("textbox").last
    text.click()
    editor.keyboard.press("End")
    editor.keyboard.type(" The accounts say so.")
    desk.wait_for_field(editor, "body", "The accounts say so.")
    editor.get_by_role("button", name="Submit again").click()
    desk.expect_message(editor, "submitted for review")

    desk.approve(moderator, title)
    reader = visit()
    reader.goto("/news/who-pays-for-the-dredging/")
    expect(reader.get_by_role("main")).to_contain_text("The accounts say so.")


def test_author_cannot_approve_their_own_text(visit):
    title = "A moderator writes"
    author = visit("moderator")
    write(author, title, "Nobody reads this before I do.")
    expect(author.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    desk.submit(author)

    author.goto("/admin/")
    waiting = author.get_by_role("region", name="Waiting for your review")
    expect(waiting.get_by_role("link", name=title)).to_have_count(0)
    draft_of(author, title)
    address = author.url
    expect(author.get_by_role("button", name="Send back")).to_be_visible()
    expect(author.get_by_role("button", name=re.compile("^(Approve|Publish)"))).to_have_count(0)
    author.goto(address.replace("/pages/", "/reviews/").replace("/edit/", "/"))
    expect(author.get_by_role("main")).to_contain_text(
        "You wrote or changed this yourself, so another person has to approve it"
    )
    expect(author.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)

    desk.approve(visit("administrator"), title)
    assert visit().goto("/news/a-moderator-writes/").status == 200


def test_change_after_an_approval_makes_it_void(visit):
    title = "The price of ice"
    administrator = visit("administrator")
    release_only(administrator, wanted=True)
    try:
        editor = visit("editor")
        write(editor, title, "It went up in June.")
        desk.submit(editor)
        desk.approve(visit("moderator"), title)
        address = "/news/the-price-of-ice/"
        assert visit().goto(address).status == 404

        draft_of(editor, title)
        expect_publish_button(editor, count=1)
        editor.get_by_role("textbox", name="Standfirst").fill("Slipped in afterwards.")
        desk.save(editor)
        editor.reload()
        expect_publish_button(editor, count=0)
        editor.goto(editor.url.replace("/edit/", "/history/"))
        expect(editor.get_by_role("main")).to_contain_text("Approval revoked")
        assert visit().goto(address).status == 404

        draft_of(editor, title)
        desk.submit(editor)
        desk.approve(visit("moderator"), title)
        draft_of(editor, title)
        editor.get_by_role("button", name="Publish", exact=True).click()
        desk.expect_message(editor, "has been published")
        assert visit().goto(address).status == 200
    finally:
        release_only(administrator, wanted=False)


def expect_publish_button(page, count):
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(count)


def release_only(administrator, *, wanted):
    administrator.goto("/admin/settings/editorial/moderationsettings/")
    confirm_if_asked(administrator)
    box = administrator.get_by_role("checkbox", name="An approved page waits for its publication")
    box.set_checked(wanted)
    administrator.get_by_role("button", name="Save").click()
    desk.expect_message(administrator, "updated")


def test_embargoed_article_opens_at_its_time(visit):
    title = "Under embargo until now"
    opens = datetime.now().replace(second=0, microsecond=0) + timedelta(minutes=1)  # noqa: DTZ005
    if opens - datetime.now() < timedelta(seconds=30):  # noqa: DTZ005
        opens += timedelta(minutes=1)
    editor = visit("editor")
    write(editor, title, "Not a word before the hour.")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Go live date/time").fill(f"{opens:%Y-%m-%d %H:%M}")
    calendar = editor.locator(".xdsoft_datetimepicker:visible")  # It covers the button.
    expect(calendar).to_have_count(1)
    dialog.get_by_role("heading", name="Set publishing schedule").click()
    expect(calendar).to_have_count(0)
    dialog.get_by_role("button", name="Save schedule").click()
    desk.submit(editor)
    desk.approve(visit("moderator"), title)

    reader = visit()
    address = "/news/under-embargo-until-now/"
    while datetime.now() < opens:  # noqa: DTZ005
        assert reader.goto(address).status == 404
        time.sleep(1)
    while reader.goto(address).status == 404:
        assert datetime.now() < opens + timedelta(minutes=1)  # noqa: DTZ005
        time.sleep(1)
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)

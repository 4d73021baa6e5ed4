"""The pictures of the manuals, taken from a site of their own while people work at it.

`make screenshots` runs it; the suite does not.
"""

import io

from PIL import Image
from playwright.sync_api import Page, expect

from site_config.settings.environment import PROJECT
from tests.journeys import desk

FOLDER = PROJECT / "docs/pictures"
TITLE = "Who pays for the dredging"
SIZE = {"width": 1320, "height": 840}


def take(page: Page, name: str) -> None:
    """Take a screenshot for the manuals."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)  # Menus and panels slide.
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=70, method=6)


def scroll_to(page: Page, words: str) -> None:
    page.get_by_text(words).first.scroll_into_view_if_needed()


def test_manuals(visit):
    editor, moderator = visit("editor"), visit("moderator")
    administrator = visit("administrator")
    for page in (editor, moderator, administrator):
        page.set_viewport_size(SIZE)

    desk.add_page(editor, "News and analysis", TITLE)
    editor.get_by_role("textbox", name="Standfirst").fill(
        "The harbour says it does. Its accounts say something else."
    )
    desk.write_body(
        editor, "Everybody knows that the harbour pays. Nobody has asked who paid last."
    )
    desk.save(editor)
    editor.get_by_role("button", name="Toggle checks").click()
    editor.evaluate("scrollTo(0, 0)")
    take(editor, "editor-writing")
    editor.get_by_role("button", name="Toggle checks").click()
    take(editor, "editor-submit")
    editor.keyboard.press("Escape")
    desk.submit(editor)

    moderator.goto("/admin/")
    take(moderator, "moderator-desk")
    desk.review(moderator, TITLE)
    moderator.get_by_role("button", name="Take it on").click()
    take(moderator, "moderator-review")
    moderator.get_by_role("heading", name="Your decision").scroll_into_view_if_needed()
    moderator.get_by_role("button", name="Approve").last.scroll_into_view_if_needed()
    take(moderator, "moderator-decision")
    moderator.get_by_role("link", name="Comment on a phrase in the editor").click()
    phrase = moderator.get_by_role("region", name="Body").get_by_role("textbox").last
    phrase.click()
    moderator.keyboard.press("Home")
    for _ in "Everybody":
        moderator.keyboard.press("Shift+ArrowRight")
    moderator.keyboard.press("Control+Alt+m")
    moderator.get_by_placeholder("Enter your comments...").fill("Who says so?")
    take(moderator, "moderator-comment")
    moderator.get_by_role("button", name="Comment", exact=True).click()
    moderator.get_by_role("button", name="Send back").click()
    dialog = moderator.get_by_role("dialog")
    dialog.get_by_label("What has to change?").fill("One source, and it can go out.")
    dialog.get_by_role("button", name="Send back").click()
    desk.expect_message(moderator, "updated")

    editor.goto("/admin/")
    take(editor, "editor-desk")
    editor.get_by_role("link", name=TITLE).first.click()
    expect(editor.locator("#id_title")).to_have_value(TITLE)
    editor.goto("/admin/articles/")
    take(editor, "editor-list")
    address = editor.get_by_role("link", name=TITLE, exact=True).first.get_attribute("href")
    editor.goto(address.replace("/edit/", "/history/"))
    take(editor, "editor-history")
    administrator.goto("/admin/settings/editorial/moderationsettings/")
    take(administrator, "moderation-settings")

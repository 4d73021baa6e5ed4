"""An editor's click and the autosave at the same moment: one page, and nothing refused."""

import secrets
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import desk

BUTTONS = {
    "Save draft": "(created|updated)",
    "Submit for review": "submitted for review",
}


def hold_the_first(page: Page, forms: str) -> list[Route]:
    """Let these forms save by themselves at once; return what is sent, the first of it held."""
    sent = []

    def answer(route):
        if route.request.method != "POST":
            form = route.fetch()
            route.fulfill(response=form, body=form.text().replace('value="10000"', 'value="50"'))
            return
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    page.route(forms, answer)
    return sent


def write_until_saved(page: Page, standfirst: str):
    """Write, and wait until the form saves it by itself."""
    page.wait_for_timeout(2_000)  # Until then Wagtail takes what it finds for unchanged.
    with page.expect_request(lambda request: standfirst in (request.post_data or "")):
        page.get_by_role("textbox", name="Standfirst").fill(standfirst)


def let_go_when_alone(page: Page, requests: list[Route]):
    """See that nothing was sent beside the request that is held, and let it go on."""
    page.wait_for_timeout(500)
    assert len(requests) == 1
    requests[0].continue_()


def delay_session(page: Page):
    """Answer slowly whether the user is signed in, so that the form may save itself meanwhile."""

    def answer(route):
        time.sleep(1)
        route.continue_()

    page.route("**/editing-session/**", answer)


@pytest.mark.parametrize("button", BUTTONS)
def test_click_waits_for_an_autosave_under_way(visit, button):
    editor = visit("editor")
    title = f"At the gate {secrets.token_hex(3)}"
    requests = hold_the_first(editor, "**/articlepage/**")
    desk.add_page(editor, "News and analysis", title)
    write_until_saved(editor, "A woman waits.")
    editor.get_by_role("button", name=button).click()
    let_go_when_alone(editor, requests)
    desk.expect_message(editor, BUTTONS[button])
    expect(editor.get_by_text("saved a version while you were writing")).to_have_count(0)
    editor.goto("/admin/pages/search/?q=" + title.replace(" ", "+"))
    expect(editor.get_by_role("main").get_by_role("link", name=title, exact=True)).to_have_count(1)


def test_sending_back_waits_for_an_autosave_under_way(visit):
    """Of two requests at once, the later one deletes the comments of the other."""
    title = f"At the weir {secrets.token_hex(3)}"
    editor, moderator = visit("editor"), visit("moderator")
    desk.add_page(editor, "News and analysis", title)
    desk.submit(editor)
    desk.review(moderator, title)
    requests = hold_the_first(moderator, "**/edit/")
    moderator.get_by_role("link", name="Comment on a phrase in the editor").click()
    expect(moderator.get_by_role("textbox", name="Standfirst")).to_be_visible()
    write_until_saved(moderator, "A man waits.")
    with moderator.expect_response(lambda answer: answer.request.method == "POST") as taken:
        desk.send_back(moderator, "Who is he?")
    taken.value.finished()
    delay_session(moderator)
    let_go_when_alone(moderator, requests)
    desk.expect_message(moderator, "updated")
    editor.goto("/admin/")
    returned = editor.get_by_role("region", name="Came back to you")
    expect(returned.get_by_role("row").filter(has_text=title)).to_contain_text("Who is he?")


@pytest.mark.parametrize("way", ["shortcut", "button"])
def test_words_typed_just_before_saving_are_saved(visit, way):
    """The editor of rich text hands them over to the form a moment later."""
    editor = visit("editor")
    desk.add_page(editor, "News and analysis", f"At the pier {secrets.token_hex(3)}")
    desk.write_body(editor, "First.")
    desk.save(editor)
    text = editor.get_by_role("region", name="Body").get_by_role("textbox").last
    text.click()
    editor.keyboard.press("End")
    editor.keyboard.type(" And last.")
    with editor.expect_navigation():
        if way == "shortcut":
            editor.keyboard.press("Control+s")
        else:
            editor.get_by_role("button", name="Save draft").click()
    text = editor.get_by_role("region", name="Body").get_by_role("textbox").last
    expect(text).to_have_text("First. And last.")


def test_form_says_whether_it_is_saved(visit):
    editor, sent = visit("editor"), []

    def hold(route):
        if route.request.method == "POST" and not sent:
            sent.append(route)
        else:
            route.continue_()

    editor.route("**/articlepage/**", hold)
    desk.add_page(editor, "News and analysis", f"At the lock {secrets.token_hex(3)}")
    editor.wait_for_timeout(2_000)  # Until then Wagtail takes what it finds for unchanged.
    editor.get_by_role("textbox", name="Standfirst").fill("A lock-keeper waits.")
    state = editor.locator("#w-autosave-indicator")
    expect(state.get_by_text("Saves in a few seconds")).to_be_visible()
    expect(state.get_by_text("Saving…")).to_be_visible(timeout=15_000)
    sent[0].continue_()
    expect(state.get_by_text("Saved")).to_be_visible()

"""An editor's click and the autosave at the same moment: one page, and nothing refused."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import add_page, expect_message, open_menu

BUTTONS = {
    "Save draft": "(created|updated)",
    "Submit to moderation": "submitted for moderation",
}


@pytest.mark.parametrize("button", BUTTONS)
def test_click_waits_for_an_autosave_under_way(visit, button):
    editor = visit("editor")
    title = f"At the gate {secrets.token_hex(3)}"
    held, sent = [], []

    def answer(route):
        if route.request.method != "POST":
            form = route.fetch()
            route.fulfill(response=form, body=form.text().replace('value="10000"', 'value="50"'))
        elif not held:
            held.append(route)
        else:
            sent.append(route.request.url)
            route.continue_()

    editor.route("**/articlepage/**", answer)
    add_page(editor, "News and analysis", title)
    editor.wait_for_timeout(2_000)  # Until then Wagtail takes what it finds for unchanged.
    with editor.expect_request(lambda request: request.method == "POST"):
        editor.get_by_role("textbox", name="Standfirst").fill("A woman waits.")
    if button != "Save draft":
        open_menu(editor)
    editor.get_by_role("button", name=button).click()
    editor.wait_for_timeout(500)
    assert sent == []

    held[0].continue_()
    expect_message(editor, BUTTONS[button])
    editor.goto("/admin/pages/search/?q=" + title.replace(" ", "+"))
    expect(editor.get_by_role("main").get_by_role("link", name=title, exact=True)).to_have_count(1)

"""Nothing that was typed is lost: signed out, offline, or with the site restarting."""

import contextlib
import re
import secrets
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import add_page, save, write_body
from tests.journeys.server import free_port, served, sign_in, windows

KEPT = """number => Object.keys(localStorage)
  .filter(name => name.startsWith("masthead.unsaved.")).length === number"""
OFFERED = re.compile("What you wrote here on .+ was not saved.")
# Wagtail tries again for 62 seconds after the last key, and no longer.
OFFLINE = 70
RESTART = 20
WORDS = " ".join(f"word{number}" for number in range(500))


@pytest.fixture
def draft(visit):
    """An editor with a saved draft, open and settled."""
    return open_draft(visit)


def open_draft(visit, username="editor"):
    page = visit(username)
    add_page(page, "News and analysis", f"In a train {secrets.token_hex(3)}")
    save(page)
    settle(page)
    return page


def settle(page: Page):
    """Wait until Wagtail takes what is in the form for unchanged, and no longer."""
    page.wait_for_timeout(2_500)


def save_soon(page: Page):
    """Let forms that are opened from now on save by themselves after half a second."""

    def answer(route):
        if route.request.method != "GET":
            route.continue_()
            return
        form = route.fetch()
        route.fulfill(response=form, body=form.text().replace('value="10000"', 'value="500"'))

    page.route("**/edit/", answer)
    page.reload()
    settle(page)


def standfirst(page: Page):
    return page.get_by_role("textbox", name="Standfirst")


def write(page: Page, words):
    standfirst(page).fill(words)
    expect_kept(page, 1)


def expect_kept(page: Page, number):
    """Expect so many texts in the browser."""
    page.wait_for_function(KEPT, arg=number)


def sign_in_here(page: Page, username="editor"):
    """Sign in again in the dialog above the form."""
    frame = page.frame_locator("iframe[title='Sign in']")
    sign_in(frame, username)


def expect_saved(page: Page, words):
    """Expect that the draft as it is stored has these words."""
    other = page.context.new_page()
    other.goto(page.url)
    expect(standfirst(other)).to_have_value(words)
    expect(other.get_by_text(OFFERED)).to_have_count(0)
    other.close()


def is_saved(answer):
    sent = answer.request
    return sent.method == "POST" and sent.url.endswith("/edit/") and answer.status in (200, 302)


def click_save(page: Page):
    page.get_by_role("button", name="Save draft").click()


def expect_updated(page: Page):
    status = page.get_by_role("main").get_by_role("status").first
    expect(status).to_contain_text("updated", timeout=15_000)


def test_signed_out_editor_signs_in_in_place_and_saves(draft):
    write(draft, "Still here.")
    draft.context.clear_cookies()
    click_save(draft)
    sign_in_here(draft)
    expect_updated(draft)
    expect_saved(draft, "Still here.")
    expect_kept(draft, 0)


def test_autosave_goes_on_after_signing_in(draft):
    save_soon(draft)
    draft.context.clear_cookies()
    standfirst(draft).fill("Still here.")
    with draft.expect_response(is_saved):
        sign_in_here(draft)
        expect(draft.get_by_role("dialog", name="Sign in again")).to_have_count(0)
        expect_kept(draft, 0)
    expect_saved(draft, "Still here.")


@pytest.mark.parametrize("way", ["button", "autosave"])
def test_lost_token_is_fetched_again(draft, way):
    if way == "autosave":
        save_soon(draft)
    draft.context.clear_cookies(name="csrftoken")
    with draft.expect_response(is_saved):
        standfirst(draft).fill("Still here.")
        if way == "button":
            click_save(draft)
    expect_kept(draft, 0)
    expect_saved(draft, "Still here.")


def test_text_is_not_saved_in_the_name_of_somebody_else(draft):
    write(draft, "Mine alone.")
    draft.context.clear_cookies()
    click_save(draft)
    sign_in_here(draft, "moderator")
    expect(draft.get_by_text("this text belongs to Demo editor")).to_be_visible()
    draft.get_by_role("button", name="Sign in as Demo editor").click()
    sign_in_here(draft, "editor")
    expect_updated(draft)
    expect_saved(draft, "Mine alone.")


def test_kept_text_is_offered_to_its_author_alone(draft):
    write(draft, "For my eyes.")
    assert "For my eyes" not in draft.evaluate("JSON.stringify(localStorage)")
    draft.context.clear_cookies()
    click_save(draft)
    draft.get_by_role("button", name="Not now").click()
    expect(standfirst(draft)).to_have_value("For my eyes.")
    expect(draft.get_by_role("button", name="Save draft")).to_be_enabled()
    address = draft.url
    draft.close()

    other = draft.context.new_page()
    other.goto("/admin/login/")
    sign_in(other, "moderator")
    other.goto(address)
    settle(other)
    expect(other.get_by_text(OFFERED)).to_have_count(0)
    other.context.clear_cookies()
    other.goto("/admin/login/")
    sign_in(other, "editor")
    other.goto(address)
    other.get_by_role("button", name="Restore it").click()
    expect_updated(other)
    expect(standfirst(other)).to_have_value("For my eyes.")
    expect_kept(other, 0)


def test_discarded_text_is_gone(draft):
    write(draft, "A thought.")
    draft.on("dialog", lambda dialog: dialog.accept())
    draft.reload()
    expect(draft.get_by_text(OFFERED)).to_be_visible()
    draft.get_by_role("button", name="Discard it").click()
    expect(draft.get_by_text(OFFERED)).to_have_count(0)
    expect_kept(draft, 0)


def test_kept_text_of_a_week_ago_is_removed(draft):
    write(draft, "Long ago.")
    draft.on("dialog", lambda dialog: dialog.accept())
    draft.evaluate("""() => {
      const name = Object.keys(localStorage).find(name => name.startsWith("masthead.unsaved."));
      const entry = JSON.parse(localStorage.getItem(name));
      window.addEventListener("pagehide", () => localStorage.setItem(
        name, JSON.stringify({ ...entry, time: Date.now() - 7 * 86_400_000 - 1 })));
    }""")
    draft.goto("/admin/")
    expect_kept(draft, 0)


def test_text_with_a_mistake_stays_in_the_form_and_is_kept(draft):
    draft.locator("#id_slug").evaluate("field => { field.value = ''; }")
    write(draft, "With a mistake.")
    draft.locator("#id_title").fill("")
    click_save(draft)
    expect(draft.get_by_text("could not be saved due to validation errors")).to_be_visible()
    expect(standfirst(draft)).to_have_value("With a mistake.")
    settle(draft)
    expect(draft.get_by_text(OFFERED)).to_have_count(0)
    expect_kept(draft, 1)


def test_words_typed_before_the_form_has_settled_are_kept(draft):
    draft.route("**/edit/", lambda route: route.abort() if is_post(route) else route.continue_())
    draft.reload()
    standfirst(draft).press_sequentially("At once. ")
    expect_kept(draft, 1)


def is_post(route):
    return route.request.method == "POST"


def test_older_text_is_not_removed_by_a_mistake_in_a_later_one(draft):
    write(draft, "Older.")
    draft.on("dialog", lambda dialog: dialog.accept())
    draft.reload()
    expect(draft.get_by_text(OFFERED)).to_be_visible()
    draft.locator("#id_title").fill("")  # Before the form is kept for the first time.
    click_save(draft)
    expect(draft.get_by_text("could not be saved due to validation errors")).to_be_visible()
    settle(draft)
    expect_kept(draft, 2)


@pytest.mark.parametrize("state", ["signed in", "signed out"])
def test_form_that_could_not_ask_who_is_signed_in_is_saved(draft, state):
    """The one request that failed was the first: the form knows no name."""
    draft.route("**/editing-session/**", lambda route: route.abort())
    draft.reload()
    settle(draft)
    draft.unroute("**/editing-session/**")
    standfirst(draft).fill("Saved all the same.")
    if state == "signed out":
        draft.context.clear_cookies()
    click_save(draft)
    if state == "signed out":
        sign_in_here(draft)
    expect_updated(draft)
    expect_saved(draft, "Saved all the same.")


def test_comment_alone_is_kept(draft):
    draft.get_by_role("button", name="Add comment").first.click(force=True)
    box = draft.get_by_role("textbox", name="Comment").or_(draft.locator(".comment__form textarea"))
    box.first.fill("Is this so?")
    draft.get_by_role("button", name="Comment", exact=True).click()
    expect_kept(draft, 1)


def test_text_that_the_browser_cannot_keep_is_announced(draft):
    """The texts of other forms and users stay."""
    draft.evaluate("""() => {
      localStorage.setItem("masthead.unsaved.other", JSON.stringify({ time: Date.now() }));
      let full = "x".repeat(4_000_000);
      for (let number = 0; full.length; number += 1) {
        try { localStorage.setItem(`full${number}`, full); }
        catch { full = full.slice(full.length / 2 + 1); }
      }
    }""")
    standfirst(draft).fill("Too much. " * 100)
    expect(draft.get_by_text("This browser has no room")).to_be_visible()
    assert draft.evaluate("localStorage.getItem('masthead.unsaved.other')")


@pytest.mark.parametrize("lost", ["session", "token"])
def test_form_of_a_snippet_survives_the_end_of_the_session(visit, lost):
    page = visit("editor")
    page.goto("/admin/contributors/contributor/create/")
    name = f"Wren {secrets.token_hex(3)}"
    page.get_by_role("textbox", name="Name").fill(name)
    page.wait_for_timeout(500)
    page.context.clear_cookies(name="sessionid" if lost == "session" else "csrftoken")
    page.get_by_role("button", name="Save", exact=True).click()
    if lost == "session":
        sign_in_here(page)
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text(name)


def test_new_page_is_restored_too(visit):
    page = visit("editor")
    add_page(page, "News and analysis", f"A new one {secrets.token_hex(3)}")
    title = page.locator("#id_title").input_value()
    settle(page)
    write(page, "Never saved.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#id_title")).to_have_value(title)
    expect(standfirst(page)).to_have_value("Never saved.")
    expect(page).to_have_url(re.compile(r"/pages/\d+/edit/"))
    expect_kept(page, 0)


def body_text(page: Page):
    return page.get_by_role("region", name="Body").get_by_role("textbox").last


def expect_in_draft(page: Page, words):
    """Expect that readers would see these words."""
    other = page.context.new_page()
    other.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(other.locator(".body")).to_contain_text(words)
    other.close()


def test_words_typed_offline_are_in_the_next_draft(draft):
    write_body(draft, "Last words.")
    save(draft)
    save_soon(draft)
    text = body_text(draft)
    half = len(WORDS) // 2
    draft.context.set_offline(True)
    text.press_sequentially(WORDS[:half], timeout=60_000)
    draft.wait_for_timeout(OFFLINE * 1_000)
    text.press_sequentially(WORDS[half:], timeout=60_000)
    expect(draft.get_by_text("The site does not answer.")).to_be_visible()
    draft.context.set_offline(False)
    expect(draft.get_by_text("The site does not answer.")).to_be_hidden()
    expect_kept(draft, 0)
    expect_in_draft(draft, WORDS)


@pytest.mark.usefixtures("address")
def test_restart_of_the_site_loses_no_word(environment, chromium):
    port = free_port()
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(served(environment, port))
        visit = stack.enter_context(windows(chromium, f"http://127.0.0.1:{port}"))
        page = open_draft(visit)
        save_soon(page)
        write_body(page, WORDS[:1_000])
        process.terminate()
        process.wait(timeout=20)
        stopped = time.monotonic()
        body_text(page).press_sequentially(WORDS[1_000:], timeout=60_000)
        expect(page.get_by_text("The site does not answer.")).to_be_visible()
        page.wait_for_timeout(max(0, RESTART - (time.monotonic() - stopped)) * 1_000)
        stack.enter_context(served(environment, port))
        expect_kept(page, 0)
        expect(page.get_by_text("The site does not answer.")).to_be_hidden()
        expect_in_draft(page, WORDS)

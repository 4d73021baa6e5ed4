"""Two tabs and the back button: nothing is overwritten without a word."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import add_page, save


@pytest.fixture
def draft(visit):
    """An editor with a saved draft."""
    page = visit("editor")
    add_page(page, "News and analysis", f"At two desks {secrets.token_hex(3)}")
    save(page)
    return page


def open_too(page: Page, address):
    page.goto(address)
    expect(page.locator("#id_title")).to_be_visible()
    page.wait_for_timeout(2_500)
    return page


def standfirst(page: Page):
    return page.get_by_role("textbox", name="Standfirst")


def save_all_the_same(page: Page):
    """Save, although the site knows of a later version; after ten seconds it says so before."""
    page.get_by_role("button", name="Save draft").click()
    warning = page.get_by_role("dialog")
    expect(warning.or_(page.get_by_role("link", name="Compare the versions"))).to_be_visible()
    if warning.is_visible():
        warning.get_by_role("button", name="Save draft").click()


def expect_warning(page: Page, name):
    """Expect to read whose version was passed over, and to get to both."""
    warning = page.get_by_role("main").get_by_role("status").first
    expect(warning).to_contain_text(f"{name} saved a version while you were writing.")
    page.get_by_role("link", name="Compare the versions").click()
    comparison = page.get_by_role("main")
    expect(comparison.locator("del")).to_contain_text(["Theirs"])
    expect(comparison.locator("ins")).to_contain_text(["Mine"])


def test_second_tab_is_told_of_the_first(draft):
    tab = open_too(draft.context.new_page(), draft.url)
    standfirst(draft).fill("Theirs")
    save(draft)
    standfirst(tab).fill("Mine")
    save_all_the_same(tab)
    expect_warning(tab, "Demo editor")


def test_way_back_after_saving_shows_what_was_saved(draft):
    standfirst(draft).fill("First")
    save(draft)
    standfirst(draft).fill("Second")
    save(draft)
    draft.go_back()
    expect(standfirst(draft)).to_have_value("Second")
    standfirst(draft).fill("Third")
    save(draft)
    expect(draft.get_by_text("while you were writing")).to_have_count(0)
    expect(standfirst(draft)).to_have_value("Third")


def test_way_back_shows_what_another_user_saved_meanwhile(draft, visit):
    """Neither fields of an older version nor unsaved words come back without a question."""
    address = draft.url
    draft.on("dialog", lambda dialog: dialog.accept())
    standfirst(draft).fill("Not saved")
    draft.goto("/admin/images/")
    moderator = visit("moderator")
    moderator.goto(address)
    standfirst(moderator).fill("Theirs")
    save(moderator)
    draft.go_back()
    expect(standfirst(draft)).to_have_value("Theirs")


def test_way_back_to_the_form_of_a_new_page_makes_no_second_one(visit):
    page = visit("editor")
    title = f"Only once {secrets.token_hex(3)}"
    add_page(page, "News and analysis", title)
    save(page)
    page.go_back()
    if "/add/" in page.url and page.locator("#id_title").input_value():
        with page.expect_navigation():
            page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text(re.compile("could not be created"))).to_be_visible()
    page.goto("/admin/pages/search/?q=" + title.replace(" ", "+"))
    expect(page.get_by_role("main").get_by_role("link", name=title, exact=True)).to_have_count(1)

"""A date that cannot be read is never turned into another one."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import add_page, save

WRONG = ["next tuesday", "9999-12-31 25:00", "31.13.2021 10:00"]


@pytest.mark.parametrize("typed", WRONG)
def test_what_was_typed_stays_and_the_form_says_what_is_wrong(visit, typed):
    editor = visit("editor")
    add_page(editor, "News and analysis", f"On a day {secrets.token_hex(3)}")
    save(editor)
    field = editor.locator("#id_published_at")
    field.fill(typed)
    field.press("Tab")
    editor.locator("#id_title").click()
    expect(field).to_have_value(typed)
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_text("Enter a date and a time such as")).to_be_visible()
    expect(editor.locator("#id_published_at")).to_have_value(typed)
    editor.locator("#id_published_at").fill("2021-12-31 10:00")
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_role("main").get_by_role("status").first).to_contain_text("updated")
    expect(editor.locator("#id_published_at")).to_have_value("2021-12-31 10:00")


def test_schedule_that_cannot_be_read_is_refused_in_its_dialog(visit):
    editor = visit("editor")
    add_page(editor, "News and analysis", f"At a time {secrets.token_hex(3)}")
    save(editor)
    schedule = editor.get_by_role("button", name="Set schedule")
    if not schedule.is_visible():
        editor.get_by_role("button", name="Toggle status").click()
    schedule.click()
    field = editor.locator("#id_go_live_at")
    field.fill("next tuesday")
    field.press("Tab")
    expect(field).to_have_value("next tuesday")
    # By keyboard: the calendar of the next field may cover the button.
    editor.get_by_role("button", name="Save schedule").press("Enter")
    expect(editor.get_by_text("Invalid schedule")).to_be_visible()
    editor.get_by_role("button", name="Edit schedule").click()
    expect(editor.locator("#id_go_live_at")).to_have_value("next tuesday")

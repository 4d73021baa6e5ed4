"""Forms: made by an editor, sent by a reader on a phone, read and exported by the editors."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import expect_accessible
from tests.journeys.desk import approve, expect_message, submit
from tests.journeys.keyboard import tab_to

PHONE = {"width": 320, "height": 640}
SECONDS = 3_500  # milliseconds that a person takes at least


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_reader_signs_by_keyboard_on_a_phone(visit, scripts):
    reader = visit(java_script_enabled=scripts)
    reader.set_viewport_size(PHONE)
    reader.goto("/night-bus/")
    signed = reader.locator(".signatures strong")
    before = int(signed.inner_text())
    tab_to(reader, reader.get_by_label("Your name"))
    reader.keyboard.type("Ann Reader")
    reader.keyboard.press("Tab")
    reader.keyboard.type(f"{secrets.token_hex(4)}@example.org")
    tab_to(reader, reader.get_by_role("checkbox"))
    reader.keyboard.press("Space")
    reader.wait_for_timeout(SECONDS)
    tab_to(reader, reader.get_by_role("button", name="Sign", exact=True))
    reader.keyboard.press("Enter")
    expect(reader.get_by_text("Thank you for signing.")).to_be_visible()
    expect(signed).to_have_text(str(before + 1))
    assert not reader.context.cookies()
    reader.reload()
    expect(signed).to_have_text(str(before + 1))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_errors_are_named_and_nothing_is_lost(visit, scheme):
    reader = visit(color_scheme=scheme)
    reader.set_viewport_size(PHONE)
    reader.goto("/contact/")
    expect_accessible(reader)
    reader.evaluate("document.querySelector('main form').noValidate = true")
    reader.get_by_label("Your message").fill("A question about the tide.")
    reader.get_by_role("button", name="Send message").click()
    expect(reader.get_by_role("alert")).to_be_focused()
    expect(reader).to_have_title(re.compile("^Please check: Contact"))
    expect_accessible(reader)
    reader.get_by_role("alert").get_by_role("link", name=re.compile("^Your name")).click()
    expect(reader.get_by_label("Your name")).to_be_focused()
    expect(reader.get_by_label("Your message")).to_have_value("A question about the tide.")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not reader.evaluate(wide)


def test_form_from_the_first_field_to_the_export(visit):
    editor = visit("editor")
    editor.goto("/admin/pages/")
    editor.get_by_role(
        "link", name=re.compile(r"^Explore child pages of 'The Slipway'")
    ).first.click()
    editor.get_by_role("link", name="Add child page").first.click()
    editor.get_by_role("link", name=re.compile("^Form ")).click()
    title = f"What do you read {secrets.token_hex(3)}"
    editor.get_by_role("textbox", name="Title*", exact=True).fill(title)
    editor.get_by_role("combobox", name="Kind").select_option(label="Survey")
    editor.get_by_role("button", name="Add field").click()
    field = editor.get_by_role("region", name="Fields")
    field.get_by_role("textbox", name="Label*").fill("Which part do you read first?")
    expect(field.get_by_role("textbox", name="Choices")).to_be_hidden()
    field.get_by_role("combobox", name="Type*").select_option(label="Choose one of several")
    field.get_by_role("textbox", name="Choices").fill("News\nThe calendar, or events")
    expect_accessible(editor, beside=("#wagtail-sidebar", ".Draftail-Editor", "[data-panel]"))
    submit(editor)
    moderator = visit("moderator")
    approve(moderator, title)

    reader = visit()
    reader.set_viewport_size(PHONE)
    reader.goto(f"/{title.lower().replace(' ', '-')}/")
    reader.get_by_label("The calendar, or events").check()
    reader.wait_for_timeout(SECONDS)
    reader.get_by_role("button", name="Send answers").click()
    expect(reader.get_by_text("Thank you. We have received it.")).to_be_visible()

    editor.goto("/admin/forms/")
    editor.get_by_role("link", name=title).first.click()
    expect(editor.get_by_role("main")).to_contain_text("The calendar, or events")
    expect(editor.get_by_role("checkbox")).to_have_count(0)  # Editors do not delete answers.
    expect_accessible(editor, beside=("#wagtail-sidebar", "header"))
    moderator.goto(editor.url)
    expect_accessible(moderator, beside=("#wagtail-sidebar", "header"))
    moderator.get_by_role("checkbox").first.check()
    moderator.get_by_role("button", name="Delete the selected answers").click()
    moderator.get_by_role("button", name=re.compile("Delete")).click()
    expect_message(moderator, "has been deleted")
    editor.reload()
    expect(editor.get_by_role("main")).to_contain_text("Nothing has been sent by this form yet.")


def test_moderator_places_an_appeal_on_every_page(visit):
    moderator = visit("moderator")
    moderator.goto("/admin/settings/core/publicationsettings/")
    appeal = moderator.locator("[id$=child-appeal-wrapper]")
    appeal.get_by_role("button", name="Insert a block").click()
    moderator.get_by_role("textbox", name="Heading").last.fill("Keep the lamp burning")
    moderator.get_by_role("button", name="Save", exact=True).click()
    expect_message(moderator, "updated")
    reader = visit()
    for address in ("/", "/events/", "/about/"):
        reader.goto(address)
        expect(reader.get_by_text("Keep the lamp burning")).to_be_visible()
        expect_accessible(reader)

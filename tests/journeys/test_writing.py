"""What an editor can say in a text besides its words: notes, and the language of a phrase."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import add_page, save, wait_for_field, write_body


def caret_after(page, keys):
    """Put the caret that many keys after the start of the line."""
    page.keyboard.press("Home")
    for _ in range(keys):
        page.keyboard.press("ArrowRight")


def select(page, keys):
    """Select that many letters after the caret."""
    for _ in range(keys):
        page.keyboard.press("Shift+ArrowRight")


def mark_as_welsh(page):
    """Say that the selected words are Welsh."""
    page.get_by_role("region", name="Body").get_by_role(
        "button", name="Language of a phrase"
    ).click()
    dialog = page.get_by_role("dialog", name="Language")
    dialog.get_by_label("Language of the selected words").select_option("cy")
    dialog.get_by_role("button", name="Apply").click()


def test_editor_marks_a_phrase_and_sets_a_note(visit):
    editor = visit("editor")
    add_page(editor, "News and analysis", "What waiting is worth")
    save(editor)
    write_body(editor, "The word aros means to wait.")
    body = editor.get_by_role("region", name="Body")
    text = body.get_by_role("textbox").last

    caret_after(editor, len("The word "))
    select(editor, len("aros"))
    mark_as_welsh(editor)
    expect(text.locator("[lang=cy]")).to_have_text("aros")

    text.click()
    editor.keyboard.press("End")
    editor.keyboard.type("/")
    editor.get_by_role("option", name="Footnotes").click()
    editor.get_by_role("button", name="Create new footnote").click()
    note = editor.get_by_role("region", name="Footnotes").get_by_role("textbox").last
    expect(note).to_be_focused()
    note.press_sequentially("In the archive.")
    wait_for_field(editor, "footnotes", "archive")
    save(editor)

    editor.goto(editor.url.replace("/edit/", "/view_draft/"))
    main = editor.get_by_role("main")
    expect(main.locator("[lang=cy]")).to_have_text("aros")
    main.get_by_role("link", name="Note 1", exact=True).click()
    notes = main.get_by_role("region", name="Notes")
    expect(notes).to_contain_text("In the archive.")
    notes.get_by_role("link", name="Back to note 1 in the text").click()
    expect(editor).to_have_url(editor.url.split("#")[0] + "#footnote-source-1-1")


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
def test_note_on_selected_words_leaves_them_in_the_text(visit, backwards):
    editor = visit("editor")
    add_page(editor, "News and analysis", f"About the money {secrets.token_hex(3)}")
    write_body(editor, "The council lied about the money.")
    body = editor.get_by_role("region", name="Body")
    caret_after(editor, len("The council lied" if backwards else "The council "))
    for _ in "lied":
        editor.keyboard.press("Shift+ArrowLeft" if backwards else "Shift+ArrowRight")
    body.get_by_role("button", name="Footnotes").click()
    editor.get_by_role("button", name="Create new footnote").click()
    wait_for_field(editor, "body", "The council lied[")
    expect(body.get_by_role("textbox").last).to_contain_text(
        re.compile(r"^The council lied\[\w{6}\] about the money\.$")
    )


def test_language_leaves_links_and_notes_in_the_phrase(visit):
    editor = visit("editor")
    add_page(editor, "News and analysis", f"A phrase {secrets.token_hex(3)}")
    write_body(editor, "Mae aros yma yn hir.")
    body = editor.get_by_role("region", name="Body")
    text = body.get_by_role("textbox").last
    caret_after(editor, len("Mae "))
    select(editor, len("aros"))
    body.get_by_role("button", name="Footnotes").click()
    editor.get_by_role("button", name="Create new footnote").click()
    wait_for_field(editor, "body", "Mae aros[")
    text.click()
    editor.keyboard.press("Control+a")
    with editor.expect_event("dialog") as told:
        editor.once("dialog", lambda dialog: dialog.accept())
        mark_as_welsh(editor)
    assert "footnotes stay" in told.value.message
    expect(text.locator("[lang=cy]").first).to_have_text("Mae aros")
    expect(text.locator("[lang=cy]").last).to_have_text(" yma yn hir.")
    wait_for_field(editor, "body", "FOOTNOTES")
    wait_for_field(editor, "body", "LANGUAGE")

"""Paste into the form of an article, and read the form."""

import json

from playwright.sync_api import expect

from tests.journeys.desk import paste


def paste_into_new_paragraph(editor, html):
    """Open the form, paste between two letters, and return the fields of the text."""
    editor.goto(editor.url)
    body = editor.get_by_role("region", name="Body")
    text = body.get_by_role("textbox").last
    text.press_sequentially("A\nZ")
    editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("Enter")
    paste(editor, html)
    expect(body.get_by_role("textbox").last).to_contain_text("Z")
    editor.wait_for_timeout(500)  # Draftail hands a text over a quarter of a second later.
    return fields_of(editor, "body")


def fields_of(editor, name):
    entries = editor.evaluate(
        "() => [...new FormData(document.querySelector('#page-edit-form')).entries()]"
    )
    return {key: value for key, value in entries if key.startswith(f"{name}-")}


def raw(value):
    return json.loads(value)["blocks"]


def lines(value):
    return ["  " * block["depth"] + block["text"] for block in raw(value)]

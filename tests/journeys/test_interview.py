"""An interview of 900 words, from sign-in to submitted, as an editor of one evening does it."""

import re
import secrets
import time

from playwright.sync_api import Page, expect

from tests.journeys.desk import (
    add_page,
    name_new_contributor,
    paste,
    picture_file,
    review,
    submit,
    upload_lead_image,
    wait_for_field,
)

COUNT_CLICKS = """
  addEventListener("click", (event) => {
    if (event.isTrusted) localStorage.clicks = Number(localStorage.clicks || 0) + 1;
  }, true);
"""
QUESTION = "<p><b>How long did you wait?</b></p>"
ANSWER = f"<p>{' '.join(['We waited until the tide had turned again'] * 9)}.</p>"  # 72 words
MARK = '<a href="#_ftn{0}" name="_ftnref{0}">[{0}]</a>'
NOTE = '<div id="ftn{0}"><p><a href="#_ftnref{0}" name="_ftn{0}">[{0}]</a> Note {0}.</p></div>'
MOST_CLICKS = 40


def interview():
    """Return the text as a word processor puts it on the clipboard, 900 words with two notes."""
    part = QUESTION + ANSWER
    first = f"<p>It began in May{MARK.format(1)}.</p>" + part * 6
    second = f"<h2>The second summer</h2><p>It went on{MARK.format(2)}.</p>" + part * 6
    return first + second + NOTE.format(1) + NOTE.format(2)


def choose_contributor(page: Page, name, role):
    """Add an existing contributor with a role."""
    page.get_by_role("button", name="Add contributor").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="Confirm selection").click()
    expect(dialog).to_be_hidden()
    set_role(page, role)


def set_role(page: Page, role):
    region = page.get_by_role("region", name="Contributors")
    region.get_by_role("combobox", name="Role").last.select_option(label=role)


def insert_picture(page: Page, file, description):
    """Put a new picture into the text, below what is there."""
    body = page.get_by_role("region", name="Body")
    body.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Image", exact=True).click()
    body.get_by_role("button", name="Choose an image").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_label("Title").fill(description)
    dialog.get_by_label("Credit").fill("Wren Tidewater")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_be_hidden()
    body.get_by_label("Alternative text").last.fill(description)


def test_interview_from_sign_in_to_submitted(visit, tmp_path):
    editor = visit("editor")
    begun = time.monotonic()
    editor.add_init_script(COUNT_CLICKS)
    title = f"Two summers of waiting {secrets.token_hex(3)}"
    add_page(editor, "News and analysis", title)
    editor.get_by_role("textbox", name="Standfirst").fill(
        "A crane driver and her sister on two summers of waiting."
    )
    editor.get_by_role("combobox", name="Format").select_option(label="Interview")
    choose_contributor(editor, "Maren Coldwater", "Interviewer")
    name_new_contributor(editor, "Ottla Example")
    set_role(editor, "Interviewee")
    choose_contributor(editor, re.compile("Leocadia"), "Translator")
    upload_lead_image(editor, picture_file(tmp_path), "The quay")

    body = editor.get_by_role("region", name="Body")
    body.get_by_role("button", name="Insert a block").first.click()
    editor.get_by_role("option", name="Paragraph").click()
    body.get_by_role("textbox").last.click()
    paste(editor, interview())
    wait_for_field(editor, "footnotes", "Note 2.")
    for description in ("A crane", "A sister"):
        insert_picture(editor, picture_file(tmp_path), description)

    editor.get_by_role("button", name="Add topic").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Work and wages").check()
    dialog.get_by_role("button", name="Confirm selection").click()
    expect(dialog).to_be_hidden()

    repost = editor.get_by_role("region", name="Repost")
    if not repost.get_by_role("textbox", name="First published in").is_visible():
        repost.get_by_role("button", name="Toggle section").first.click()
    repost.get_by_role("textbox", name="First published in").fill("The Other Harbour")
    repost.get_by_role("textbox", name="Address of the original").fill(
        "https://other.example/summers"
    )
    repost.get_by_role("textbox", name="Date of the original").fill("2024-05-01")
    calendar = editor.locator(".xdsoft_datetimepicker:visible")  # It covers what is below.
    expect(calendar).to_have_count(1)
    repost.get_by_role("textbox", name="Permission").focus()
    expect(calendar).to_have_count(0)
    repost.get_by_role("textbox", name="Permission").fill("By permission of the translator")
    submit(editor)

    clicks = editor.evaluate("Number(localStorage.clicks)")
    print(f"\n{clicks} clicks, {time.monotonic() - begun:.0f} s")  # noqa: T201 – docs/quality.md
    assert clicks <= MOST_CLICKS

    moderator = visit("moderator")
    review(moderator, title)
    address = moderator.get_by_role("link", name="Read it as a reader").get_attribute("href")
    moderator.goto(address)
    main = moderator.get_by_role("main")
    expect(main.locator(".page-header__byline")).to_have_text(
        re.compile("Interview by Maren Coldwater with Ottla Example, translated by Leocadia")
    )
    expect(main.get_by_role("region", name="Notes").get_by_role("listitem")).to_have_count(2)
    expect(main.locator("figure.figure")).to_have_count(3)
    expect(main.get_by_text("First published in")).to_contain_text("The Other Harbour, 1 May 2024")
    words = len(main.locator(".body").inner_text().split())
    assert words > 900

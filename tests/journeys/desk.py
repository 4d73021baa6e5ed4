"""What people do at the desk, in Wagtail's own admin."""

import re
import secrets

from PIL import Image
from playwright.sync_api import Page, expect

# Counts over pages, as `window.name` outlives them.
COUNTER = """addEventListener("click", (event) => {
  if (event.isTrusted) window.name = String(Number(window.name || 0) + 1);
}, true);"""


def picture_file(folder):
    """Return the path of a picture like no other; the admin points out a duplicate."""
    path = folder / "quay.png"
    Image.frombytes("RGB", (9, 6), secrets.token_bytes(9 * 6 * 3)).resize((900, 600)).save(path)
    return path


def add_page(page: Page, section: str, title: str):
    """Begin a page below a section, from the explorer, and give it its title."""
    page.goto("/admin/pages/")
    page.get_by_role(
        "link", name=re.compile(r"^Explore child pages of 'The Slipway'")
    ).first.click()
    page.get_by_role("link", name=re.compile(f"^Explore child pages of '{section}'")).first.click()
    page.get_by_role("link", name="Add child page").first.click()
    field = page.get_by_role("textbox", name="Title*", exact=True)
    field.fill(title)
    field.blur()  # now the form makes the page's address of it
    expect(page.locator("[name=slug]")).not_to_have_value("")


def upload_lead_image(page: Page, file, title):
    """Upload a picture into the page that is being written."""
    page.get_by_role("button", name="Choose an image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_label("Title")).not_to_have_value("")
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_label("Credit").fill("Wren Tidewater")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("textbox", name="Alternative text").first.fill("A quay at night")


def name_new_contributor(page: Page, name):
    """Add a new contributor to the byline."""
    page.get_by_role("button", name="Add contributor").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="New contributor").click()
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_be_hidden()


def write_body(page: Page, text):
    """Write into the text field that an empty body has."""
    editor = page.get_by_role("region", name="Body").get_by_role("textbox").last
    editor.click()
    expect(editor).to_be_focused()
    editor.press_sequentially(text)
    wait_for_field(page, "body", text)


def wait_for_field(page: Page, name, text):
    """Wait until the form holds a text: its editor hands it over after the last key."""
    page.wait_for_function(
        "([name, text]) => [...document.querySelectorAll(`[name^=${name}-]`)]"
        ".some(field => field.value.includes(text))",
        arg=[name, text],
    )


def expect_message(page: Page, pattern):
    """Expect the admin to say what it did; where it refuses, show what is wrong with the form."""
    status = page.get_by_role("main").get_by_role("status").first
    expect(status).to_contain_text(re.compile(f"{pattern}|errors"))
    mistakes = page.locator(".error-message, .help-critical").all_inner_texts()
    assert re.search(pattern, status.inner_text()), mistakes


def save(page: Page):
    """Save the draft."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    expect_message(page, "Page '.+' has been (created|updated)|Page '.+' (created|updated)")


def submit(page: Page):
    """Hand the page to the moderators."""
    with page.expect_navigation():
        page.get_by_role("button", name="Submit for review").click()
    expect_message(page, "submitted for review")


def review(page: Page, title):
    """Open what waits, from the first page of the admin."""
    page.goto("/admin/")
    waiting = page.get_by_role("region", name="Waiting for your review")
    waiting.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Review")


def send_back(page: Page, word):
    """Send the page back to its author, from the editor, with a word of what to change."""
    page.get_by_role("button", name="Send back").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What has to change?").fill(word)
    dialog.get_by_role("button", name="Send back").click()


def approve(page: Page, title):
    """Review what waits, and approve it, despite warnings if there are any."""
    review(page, title)
    reason = page.get_by_label("Why is it published despite the warnings?")
    if reason.is_visible():
        reason.fill("It cannot wait.")
    page.get_by_role("button", name=re.compile("^Approve")).click()
    expect_message(page, "was published|was approved")


def paste(page, html):
    """Paste into the field that has the focus, as a browser does it."""
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "plain");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )

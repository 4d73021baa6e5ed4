"""What people do at the desk, in Wagtail's own admin."""

import re

from PIL import Image
from playwright.sync_api import Page, expect


def picture_file(folder, colour):
    """Return the path of a new picture."""
    path = folder / "quay.png"
    Image.new("RGB", (900, 600), colour).save(path)
    return path


def add_page(page: Page, section: str, kind: str, title: str):
    """Begin a page below a section, from the explorer, and give it its title."""
    page.goto("/admin/pages/")
    page.get_by_role(
        "link", name=re.compile(r"^Explore child pages of 'The Slipway'")
    ).first.click()
    page.get_by_role("link", name=re.compile(f"^Explore child pages of '{section}'")).first.click()
    page.get_by_role("link", name=f"Add {kind}").first.click()
    page.get_by_role("textbox", name="Title*", exact=True).fill(title)


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
    page.get_by_role("textbox", name="Alternative text").fill("A quay at night")


def name_new_contributor(page: Page, name):
    """Name somebody in the byline who was never named before."""
    page.get_by_role("button", name="Add contributor").click()
    page.get_by_role("button", name="Choose a contributor").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="New contributor").click()
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_be_hidden()


def write_body(page: Page, text):
    """Add a paragraph."""
    body = page.get_by_role("region", name="Body")
    body.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Paragraph").click()
    body.get_by_role("textbox").last.click()
    page.keyboard.type(text)


def submit(page: Page):
    """Hand the page to the moderators."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=re.compile("^Submit to ")).click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def approve(page: Page, title):
    """Open what waits from the first page of the admin, and approve it."""
    page.goto("/admin/")
    waiting = page.get_by_role("region", name="Awaiting your review")
    waiting.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve and Publish", exact=True).click()
    expect(page.get_by_text("approved").first).to_be_visible()

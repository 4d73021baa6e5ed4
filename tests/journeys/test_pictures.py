"""After an upload, a picture can be checked: what was read from its file, and its focal point."""

import secrets

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from tests.journeys.accessible import expect_accessible
from tests.journeys.desk import add_page, picture_file


@pytest.fixture
def portrait(tmp_path):
    """A tall picture whose file names its author."""
    path = tmp_path / "keeper.jpg"
    image = Image.frombytes("RGB", (6, 9), secrets.token_bytes(6 * 9 * 3)).resize((600, 900))
    exif = image.getexif()
    exif[ExifTags.Base.Artist] = "Jo Harbour"
    image.save(path, exif=exif)
    return path


def upload(page, path):
    page.get_by_role("button", name="Choose an image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(path)
    expect(dialog.get_by_label("Title")).not_to_have_value("")
    dialog.get_by_role("button", name="Upload").click()
    return dialog


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tall_picture_asks_for_its_focal_point(visit, portrait, scheme):
    page = visit("contributor", color_scheme=scheme)
    add_page(page, "News and analysis", f"The keeper in the {scheme}")
    dialog = upload(page, portrait)
    expect(dialog.get_by_role("heading", name="What must stay visible?")).to_be_visible()
    credit = dialog.get_by_label("Credit")
    expect(credit).to_have_value("Jo Harbour")
    expect_accessible(page, beside=(".w-sidebar", "#wagtail-sidebar", "main"))
    credit.fill("Joanna Harbour")
    box = dialog.locator(".upload-check__picture").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.1)
    down = dialog.get_by_label("From the top")
    expect(down).to_have_value("10")
    down.focus()
    page.keyboard.press("ArrowUp")
    dialog.get_by_role("button", name="Use this picture").press("Enter")
    expect(dialog).to_be_hidden()
    picture = page.locator(".chooser", has_text="keeper").filter(visible=True)
    picture.get_by_role("button", name="Actions").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Edit this image").click()
    page = opened.value
    expect(page.get_by_label("Credit")).to_have_value("Joanna Harbour")
    expect(page.locator("#id_focal_point_x")).to_have_value("150")
    expect(page.locator("#id_focal_point_y")).to_have_value("99")


def test_wide_picture_with_nothing_to_read_needs_no_check(visit, tmp_path):
    page = visit("contributor")
    add_page(page, "News and analysis", "The quay")
    expect(upload(page, picture_file(tmp_path))).to_be_hidden()

"""A book from its line of text to the shop, and the catalogue through a spreadsheet."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import desk
from tests.journeys.accessible import expect_accessible

TITLE = "Ecosocialism Not Extinction"
SHOP = "https://shop.example.org/ecosocialism"


def fill_format(editor: Page, number: int, kind: str, **texts):
    """Fill in one more format of the book that is being written."""
    editor.get_by_role("button", name="Add format").click()
    editor.locator(f"[name=formats-{number}-kind]").select_option(label=kind)
    for name, text in texts.items():
        editor.locator(f"[name=formats-{number}-{name}]").fill(text)


def add_price(editor: Page, number: int, currency: str, amount: str):
    """Give the first format one more price."""
    editor.get_by_role("button", name="Add price").first.click()
    editor.locator(f"[name=formats-0-prices-{number}-currency]").select_option(currency)
    editor.locator(f"[name=formats-0-prices-{number}-amount]").fill(amount)


def name_new_shop(editor: Page, name: str):
    """Add a new shop as the seller of the first format."""
    editor.get_by_role("button", name="Add place").first.click()
    editor.get_by_role("button", name="Choose a bookshop").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_role("tab", name="New bookshop").click()
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Kind").select_option(label="Our own shop or payment link")
    dialog.get_by_label("Position").fill("1")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_be_hidden()
    editor.locator("[name=formats-0-places_to_buy-0-url]").fill(SHOP)


def show_more_books(editor: Page):
    """Let the front page show older books, too."""
    editor.goto("/admin/pages/")
    link = editor.get_by_role("link", name=re.compile("^Explore child pages of 'The Slipway'"))
    editor.goto(link.first.get_attribute("href") + "edit/")
    books = editor.locator("[name^=body-][name$=-value-heading]").last
    expect(books).to_have_value("From our press")
    name = books.get_attribute("name")
    editor.locator(f"[name={name.replace('heading', 'count')}]").fill("12")


def test_book_of_the_reference_from_its_line_to_the_shop(visit):
    editor = visit("editor")
    desk.add_page(editor, "Books", TITLE)
    desk.name_new_contributor(editor, "Allan Todd")
    editor.locator("[name=publication_date]").fill("November 2022")
    size = {"pages": "88", "height_mm": "178", "width_mm": "102"}
    fill_format(editor, 0, "Paperback", isbn="978-0-902869-33-3", **size)
    for number, (currency, amount) in enumerate([("GBP", "5"), ("EUR", "6"), ("USD", "7")]):
        add_price(editor, number, currency, amount)
    name_new_shop(editor, "the reference’s shop")
    fill_format(editor, 1, "E-book (EPUB)", isbn="9780902869325")
    desk.write_body(editor, "About fossil sheepshanks.")
    editor.get_by_role("button", name="Save draft").click()
    wrong = editor.get_by_text("The last digit of this ISBN does not match the others")
    expect(wrong).to_be_visible()
    editor.locator("[name=formats-0-isbn]").fill("978 0 902869 33 2")
    desk.save(editor)
    desk.submit(editor)
    moderator = visit("moderator")
    desk.approve(moderator, TITLE)
    show_more_books(editor)
    desk.submit(editor)
    desk.approve(moderator, "The Slipway")

    reader = visit()
    reader.context.route(
        f"{SHOP}*",
        lambda route: route.fulfill(body="<title>Shop</title>", content_type="text/html"),
    )
    reader.goto("/")
    card = reader.get_by_role("main").get_by_role("article").filter(has_text=TITLE)
    expect(card).to_contain_text("978-0-902869-33-2")
    expect(card).to_contain_text("£5, €6, $7 (print)")
    card.get_by_role("link", name=TITLE).click()
    main = reader.get_by_role("main")
    main.get_by_text("ISBN, pages and more").click()
    expect(main.get_by_text("88 pages, 178 × 102 mm, November 2022")).to_be_visible()
    expect(main.get_by_text("ISBN 978-0-902869-32-5")).to_be_visible()
    expect_accessible(reader)
    main.get_by_role("link", name="Buy from the reference’s shop (Paperback)").click()
    expect(reader).to_have_url(SHOP)

    reader.goto("/books/")
    reader.get_by_label("Author, editor, translator").fill("todd")
    reader.get_by_role("button", name="Show").click()
    expect(reader.get_by_role("main").get_by_role("article")).to_have_count(1)
    reader.get_by_role("link", name="todd (take back)").click()
    expect(reader).to_have_url(re.compile("/books/[?]$"))


def test_catalogue_through_a_spreadsheet(visit, tmp_path):
    editor = visit("editor")
    editor.goto("/admin/books/")
    editor.get_by_role("button", name="Actions", exact=True).first.click()
    editor.get_by_role("link", name="Books as a table").click()
    expect(editor.get_by_role("link", name="Download all books (CSV)")).to_be_visible()
    expect_accessible(editor, beside=("#wagtail-sidebar",))
    with editor.expect_download() as download:
        editor.get_by_role("link", name="Download all books (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    row = next(row for row in rows if row["Title"] == "Double Shift")
    path = tmp_path / "books.csv"

    def bring_in(**cells):
        write(path, row | cells)
        editor.get_by_label("Table of books, as CSV or .xlsx").set_input_files(path)
        editor.get_by_role("button", name="Preview the changes").click()

    bring_in(Pages="-1")
    expect(
        editor.get_by_role("row", name="2 Pages Enter a number from 1 to 30,000.")
    ).to_be_visible()
    bring_in(Edition="Second edition")
    expect(editor.get_by_role("cell", name="Second edition")).to_be_visible()
    editor.get_by_role("button", name="Save it as a draft").click()
    desk.expect_message(editor, "One book was saved as a draft")
    reader = visit()
    reader.goto("/books/double-shift/")
    expect(reader.get_by_text("Second edition")).to_have_count(0)


def write(path, row):
    """Write one row with its headings, as a spreadsheet does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)


def test_press_sheet_is_one_page_on_paper(visit):
    reader = visit()
    for book in ("slack-water", "the-kitchen-had-four-languages", "reading-the-rent-book"):
        reader.goto(f"/books/{book}/")
        reader.get_by_role("link", name="For bookshops and reviewers").click()
        expect(reader.get_by_role("link", name="Download the cover")).to_be_visible()
        expect_accessible(reader)
        paper = reader.pdf(format="A4", margin=dict.fromkeys(("top", "bottom"), "15mm"))
        assert paper.count(b"/Type /Page\n") == 1, book

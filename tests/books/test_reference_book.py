"""The figures of a real book: on its page, in search, in its metadata and in the spreadsheet."""

import pytest

from books.models import BookPage
from books.spreadsheet.exporter import catalogue_file
from books.spreadsheet.importer import import_sheet
from tests import factories
from tests.book_rows import EBOOK, PRINT, REFERENCE, sheet
from tests.structured_data import main_entity

FIGURES = ["978-0-902869-33-2", "£5, €6, $7", "November 2022", "88 pages", "178 × 102 mm"]


@pytest.fixture
def book(home):
    """Import the book and publish it."""
    catalogue = factories.BookIndexPageFactory(parent=home, title="Books", slug="books")
    result = import_sheet(catalogue, sheet(REFERENCE | PRINT, REFERENCE | EBOOK), store=True)
    assert not result.errors
    book = BookPage.objects.get()
    book.latest_revision.publish()
    return BookPage.objects.get()


def test_every_figure_is_displayed(book, get):
    for address in (book.url, f"{book.url}press/", "/books/"):
        html = get(address)
        for figure in [*FIGURES, "978-0-902869-32-5"]:
            assert figure in html, (figure, address)
    assert "Allan Todd" in get(book.url)


@pytest.mark.parametrize(
    "typed",
    ["978-0-902869-33-2", "9780902869332", "978 0 902869 33 2", "0902869337", "978-0-902869-32-5"],
)
def test_search_finds_the_isbn(book, get, typed):
    assert f'href="{book.url}"' in get(f"/search/?q={typed}")


def test_structured_data_has_every_figure(book, get):
    data = main_entity(get(book.url))
    assert (data["@type"], data["datePublished"]) == ("Book", "2022-11")
    printed, electronic = data["workExample"]
    assert printed["isbn"] == "9780902869332"
    assert printed["bookFormat"] == "https://schema.org/Paperback"
    assert (printed["numberOfPages"], printed["datePublished"]) == (88, "2022-11")
    assert (printed["height"]["value"], printed["width"]["value"]) == (178, 102)
    assert printed["height"]["unitCode"] == "MMT"
    offers = [(offer["price"], offer["priceCurrency"]) for offer in printed["offers"]]
    assert offers == [("5.00", "GBP"), ("6.00", "EUR"), ("7.00", "USD")]
    assert (electronic["isbn"], electronic["bookFormat"]) == (
        "9780902869325",
        "https://schema.org/EBook",
    )
    assert 'name="citation_isbn" content="978-0-902869-33-2"' in get(book.url)


def test_reimported_export_changes_nothing(book):
    content = catalogue_file(BookPage.objects.all())
    text = content.decode("utf-8-sig")
    for figure in ("978-0-902869-33-2", "978-0-902869-32-5", "2022-11", "88", "178", "102"):
        assert f",{figure}," in text
    assert "GBP 5.00; EUR 6.00; USD 7.00" in text
    result = import_sheet(book.get_parent().specific, content, store=True)
    assert (result.errors, result.changes, result.unchanged) == ([], [], 1)
    assert catalogue_file(BookPage.objects.all()) == content

"""What a bookshop needs to know of a book, checked and printed rightly."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from books.models import BookFormat, BookPage
from core.isbn import compact, hyphenated
from core.money import CURRENCIES, format_price
from tests import factories


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("978-0-902869-33-2", "9780902869332"),
        ("9780902869332", "9780902869332"),
        (" 978 0 902869 33 2 ", "9780902869332"),
        ("0-306-40615-2", "9780306406157"),
        ("080442957X", "9780804429573"),
    ],
)
def test_isbn_is_kept_as_thirteen_digits(typed, stored):
    assert compact(typed) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("978-0-902869-33-3", "last digit"),
        ("97809028693", "13 digits"),
        ("4006381333931", "978 or 979"),
        ("a book", "no ISBN"),
    ],
)
def test_no_isbn_is_refused_with_the_reason(typed, reason):
    with pytest.raises(ValidationError, match=reason):
        compact(typed)


def test_isbn_is_printed_with_its_hyphens():
    assert hyphenated("9780902869332") == "978-0-902869-33-2"
    assert hyphenated("") == ""


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("5.00", "GBP", "£5"),
        ("6.50", "EUR", "€6.50"),
        ("7", "USD", "$7"),
        ("1200", "JPY", "JP¥1,200"),
        ("0", "GBP", "£0"),
    ],
)
def test_price_is_printed_in_its_currency(amount, currency, text):
    assert format_price(Decimal(amount), currency) == text


def test_every_currency_has_a_printed_form():
    for code, _ in CURRENCIES:
        assert format_price(Decimal("12.30"), code).endswith(("12.30", "12"))


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "5 November 2022"), ("month", "November 2022"), ("year", "2022")],
)
def test_date_is_printed_as_exactly_as_it_is_known(precision, text):
    page = BookPage(publication_date=date(2022, 11, 5), publication_precision=precision)
    assert page.date_line == text


def test_format_tells_extent_and_size():
    edition = BookFormat(kind="paperback", pages=88, width_mm=102, height_mm=178)
    assert edition.extent == "88 pages, 178 × 102 mm"
    assert edition.medium == "print"
    assert BookFormat(kind="ebook").medium == "e-book"
    assert BookFormat(pages=88, width_mm=102).extent == "88 pages"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"isbn": "978-0-902869-33-3"}, "isbn"),
        ({"width_mm": 102}, "height_mm"),
        ({"height_mm": 178}, "width_mm"),
    ],
)
def test_format_is_refused_at_the_field(fields, field):
    with pytest.raises(ValidationError) as refusal:
        BookFormat(**fields).clean()
    assert list(refusal.value.message_dict) == [field]


def test_catalogue_is_newest_first_with_announced_books_on_top(home):
    catalogue = factories.BookIndexPageFactory(parent=home)
    make = factories.BookPageFactory
    old = make(parent=catalogue, publication_date=date(2020, 1, 1))
    new = make(parent=catalogue, publication_date=date(2024, 1, 1))
    announced = make(parent=catalogue)
    make(parent=catalogue, live=False)
    assert list(BookPage.objects.newest_first()) == [announced, new, old]


def test_book_page_shows_formats_side_by_side(tree, get):
    html = get(tree.book.url)
    assert "£5, €6" in html
    assert "ISBN 978-0-902869-33-2" in html
    assert "88 pages" in html

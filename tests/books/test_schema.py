"""Structured data, citation and press sheet of a book."""

import json
import re

import pytest

from books.models import BookSeries
from tests import factories


@pytest.fixture
def book(site_tree):
    """A book whose second format alone has an ISBN, a number of pages and a date."""
    series = BookSeries.objects.create(name="Tides")
    book = factories.BookPageFactory(
        parent=site_tree.catalogue, title="Shift", slug="вода", series=series, series_number="III"
    )
    factories.edition(book, kind="pamphlet")
    factories.edition(
        book, kind="epub", isbn="9780306406157", pages=9, publication_date="2027-05", height_mm=1,
        width_mm=1,
    )  # fmt: skip
    return book


def data_of(html):
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', html)[1])
    return next(each for each in graph["@graph"] if each["@type"] == "Book")


def test_date_published_is_that_of_the_book_not_of_the_page(book, get):
    data = data_of(get(book.url))
    assert data["datePublished"] == "2027-05"
    assert data["position"] == "III"
    assert "position" not in data["isPartOf"]
    assert [each["@type"] for each in data["workExample"]] == [["Book", "Product"]] * 2
    book.formats.all().update(publication_date="")
    assert "datePublished" not in data_of(get(book.url))


def test_citation_uses_the_first_isbn(book, client):
    response = client.get(f"{book.url}cite/bibtex/")
    text = response.content.decode()
    assert "978-0-306-40615-7" in text
    assert "9" in re.search(r"pagetotal = \{(\d+)\}", text)[1]
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_press_sheet_shortens_biographies(book, get):
    for number in range(3):
        person = factories.ContributorFactory(
            name=f"Person {number}", biography="<p>" + "A long life &amp; more. " * 60 + "</p>"
        )
        factories.attribute(book, person)
    book.save()
    html = get(f"{book.url}press/")
    assert html.count("A long life &amp; more.") == 3 * 12
    assert html.count("press__person") == 3

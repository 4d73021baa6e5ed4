"""Exporting and importing the catalogue, and the error of each invalid cell."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from books.models import BookFormat, BookPage, Bookseller, BookSeries, Imprint
from books.spreadsheet.csv_files import write_file
from books.spreadsheet.exporter import HEADINGS, catalogue_file
from books.spreadsheet.importer import ImportActor, import_sheet
from contributors.models import Contributor
from core.values.csv_cells import unescape_cell
from tests import factories
from tests.book_rows import EBOOK, PRINT, REFERENCE, sheet


@pytest.fixture
def catalogue(home):
    return factories.BookIndexPageFactory(parent=home, title="Books", slug="books")


def import_rows(catalogue, *rows, user=None):
    result = import_sheet(catalogue, sheet(*rows), ImportActor(user), store=True)
    assert not result.errors
    return result


def exported_rows():
    """Return the rows of an export of all books."""
    text = catalogue_file(BookPage.objects.all()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_imported_books_are_drafts(catalogue):
    result = import_rows(catalogue, REFERENCE | PRINT, REFERENCE | EBOOK)
    book = BookPage.objects.get()
    assert (book.live, book.slug) == (False, "ecosocialism-not-extinction")
    printed, electronic = book.formats.all()
    assert (printed.isbn, electronic.isbn) == ("9780902869332", "9780902869325")
    assert printed.facts == "88 pages, 178 × 102 mm, November 2022"
    assert printed.price_line == "£5, €6, $7"
    assert book.credit_line == "By Allan Todd"
    assert result.created_lines == ["Allan Todd (contributor)"]
    assert book.latest_revision.as_object().formats.count() == 2


def test_reimported_export_changes_nothing(site_tree):
    full_book(site_tree)
    BookPage.objects.first().save_revision()
    before = exported_rows()
    result = import_sheet(site_tree.catalogue, catalogue_file(BookPage.objects.all()), store=True)
    assert (result.errors, result.changes, result.unchanged) == ([], [], 2)
    assert exported_rows() == before


def full_book(site_tree):
    """Return a book with a value in every column, some of them awkward."""
    press, friends = Imprint.objects.create(name="Ours"), Imprint.objects.create(name="Others; two")
    series = BookSeries.objects.create(name="Tide Tables")
    shop = Bookseller.objects.create(name="Our shop; upstairs", position=1)
    far = Bookseller.objects.create(name="Far away", position=9)
    same = [factories.ContributorFactory(name="Jo Bell") for _ in range(2)]
    group = factories.ContributorFactory(name="Readers (Cardiff)", kind="collective")
    book = factories.BookPageFactory(
        parent=site_tree.catalogue,
        title="=Formula, “quoted” and\na line",
        subtitle="'=not a formula",
        summary="One line\r\nand another",
        publication_date="2021-03-05",
        edition="Second",
        series=series,
        series_number="-3",
        language="cy",
        original_title="Ebb",
        original_language="de",
    )
    factories.attribute(book, *same)
    factories.attribute(book, group, role="translator")
    factories.assign(book, site_tree.topic)
    book.imprints.create(imprint=press)
    book.imprints.create(imprint=friends, role="co_publisher")
    edition = factories.edition(
        book,
        {"GBP": "7.5", "JPY": "1200"},
        isbn="0-306-40615-2",
        pages=88,
        height_mm=178,
        width_mm=102,
        weight_g=110,
        availability="reprinting",
        publication_date="2022",
        name="Signed copy",
    )
    edition.places_to_buy.create(seller=far, url="https://example.org/far;a=1")
    edition.places_to_buy.create(seller=shop, url="https://example.org/own?a=1;b=2")
    edition.save()
    book.save()
    return BookPage.objects.get(pk=book.pk)


def test_every_column_round_trips(site_tree):
    book = full_book(site_tree)
    before = [row for row in exported_rows() if row["Address"] == book.slug]
    assert all(before[0].values())
    BookPage.objects.get(pk=book.pk).delete()
    text = write_file(
        HEADINGS, [{key: unescape_cell(cell) for key, cell in row.items()} for row in before]
    )
    result = import_sheet(site_tree.catalogue, text, store=True)
    assert (result.errors, result.created) == ([], [])
    assert [row for row in exported_rows() if row["Address"] == book.slug] == before


def test_live_book_changes_as_a_draft(site_tree, get):
    site_tree.book.save_revision().publish()
    change = {"Address": site_tree.book.slug, "Subtitle": "Second try", **EBOOK}
    import_rows(site_tree.catalogue, change)
    book = BookPage.objects.get(pk=site_tree.book.pk)
    assert "Second try" not in get(book.url)
    assert book.formats.count() == 1
    draft = book.get_latest_revision_as_object()
    assert draft.subtitle == "Second try"
    assert [each.kind for each in draft.formats.all()] == ["paperback", "epub"]
    assert draft.formats.first().pages == 88
    assert import_sheet(site_tree.catalogue, sheet(change), store=False).unchanged == 1
    assert {row["Subtitle"] for row in exported_rows()} == {"Second try"}


def test_format_and_price_of_a_live_book_change(site_tree):
    site_tree.book.save_revision().publish()
    change = {"ISBN": "9780902869332", "Pages": "90", "Prices": "GBP 6; EUR 7; USD 8"}
    import_rows(site_tree.catalogue, change)
    draft = BookPage.objects.get(pk=site_tree.book.pk).get_latest_revision_as_object()
    edition = draft.formats.get()
    assert (edition.pages, edition.price_line) == (90, "£6, €7, $8")
    assert site_tree.book.formats.get().pages == 88
    draft.latest_revision.publish()
    stored = BookPage.objects.get(pk=site_tree.book.pk).formats.get()
    assert (stored.pages, stored.price_line) == (90, "£6, €7, $8")


def test_book_is_matched_by_isbn_or_title(site_tree):
    row = {"ISBN": "9780902869332", "Pages": "90"}
    result = import_sheet(site_tree.catalogue, sheet(row), store=False)
    assert [(cell.old, cell.new) for cell in result.changes[0].cells] == [("88", "90")]
    row = {"Title": "The tide", **EBOOK}
    result = import_sheet(site_tree.catalogue, sheet(row), store=False)
    assert [change.is_new for change in result.changes] == [False]


@pytest.mark.parametrize(
    ("cells", "heading", "words"),
    [
        ({"ISBN": "978-0-902869-33-3"}, "ISBN", "last digit"),
        ({"ISBN": "978-0-306-40615-7"}, "ISBN", "The book “The tide” has this ISBN already."),
        ({"ISBN": "0 306 40615 2"}, "ISBN", "The book “The tide” has this ISBN already."),
        ({"ISBN": "9.78E+12"}, "ISBN", "rounded"),
        ({"ISBN": "9790000000001"}, "ISBN", "No publisher has an ISBN in this range"),
        ({"Prices": "5.00"}, "Prices", "“5.00” has no currency."),
        ({"Prices": "GBP 5; XXX 3"}, "Prices", "“XXX” is not one of our currencies"),
        ({"Prices": "GBP five"}, "Prices", "“GBP five” is not a price."),
        ({"Prices": "GBP -5"}, "Prices", "A price cannot be negative."),
        ({"Prices": "GBP 5; £6"}, "Prices", "“GBP” is listed twice."),
        ({"Pages": "-88"}, "Pages", "Enter a number from 1 to 30,000."),
        ({"Pages": "many"}, "Pages", "“many” is not a whole number."),
        ({"Pages": "²"}, "Pages", "“²” is not a whole number."),
        ({"Pages": "9" * 30}, "Pages", "Enter a number from 1 to 30,000."),
        ({"Weight in g": "9" * 30}, "Weight in g", "Enter a number from 1 to 30,000."),
        ({"Prices": "GBP " + "9" * 30}, "Prices", "no more than 8 digits"),
        ({"Publication date": "2022-13"}, "Publication date", "There is no month 13"),
        ({"Date of the format": "2022-02-30"}, "Date of the format", "no such day"),
        ({"Publication date": "Nov-22"}, "Publication date", "Write the date as"),
        ({"Height in mm": "178", "Width in mm": ""}, "Width in mm", "Enter both"),
        ({"Format": "scroll"}, "Format", "“scroll” is not one of: paperback"),
        ({"Format": "", "Pages": "8"}, "Format", "cannot be blank"),
        ({"Availability": "maybe"}, "Availability", "“maybe” is not one of"),
        ({"Language": "Klingon"}, "Language", "“Klingon” is not one of"),
        ({"Title": ""}, "Title", "cannot be blank"),
        ({"Title": "x" * 300}, "Title", "at most 255"),
        ({"Title": "???", "Address": ""}, "Address", "This title yields no address."),
        ({"Address": "feed"}, "Address", "“feed” is reserved for a part of the list above."),
        ({"Address": "", "Title": "Series"}, "Address", "“series” is reserved for a part"),
        ({"Address": "no address"}, "Address", "valid"),
        ({"Contributors": "Ada (autor)"}, "Contributors", "“autor” is not one of: author"),
        ({"Contributors": "Ada; Ada (author)"}, "Contributors", "“Ada” is listed twice."),
        ({"Imprint": "A", "Co-publishers": "a"}, "Co-publishers", "at once"),
        ({"Places to buy": "Our shop"}, "Places to buy", "with a web address"),
        ({"Places to buy": "Shop https://a b"}, "Places to buy", "with a web address"),
        ({"Places to buy": "Shop http:///"}, "Places to buy", "valid URL"),
        ({"Places to buy": "A https://a.org; A https://b.org"}, "Places to buy", "twice"),
    ],
)
def test_invalid_cell_is_reported_and_nothing_is_stored(site_tree, cells, heading, words):
    factories.edition(site_tree.book, isbn="9780306406157", kind="hardback")
    good = {"Title": "A good one", "Format": "paperback", "Contributors": "New Person"}
    columns = {"Address": "a-book", "ISBN": "", "Width in mm": "", "Height in mm": ""}
    bad = {**columns, **REFERENCE, "Format": "Paperback", **cells}
    counts = BookPage.objects.count(), Contributor.objects.count(), BookFormat.objects.count()
    for store in (False, True):
        result = import_sheet(site_tree.catalogue, sheet(good, bad), store=store)
        found = [(error.row, error.heading) for error in result.errors]
        assert found == [(3, heading)], result.errors
        assert words in result.errors[0].text
        assert not result.is_stored
    now = BookPage.objects.count(), Contributor.objects.count(), BookFormat.objects.count()
    assert now == counts


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"Pages": "many"}, "Pages"),
        ({"Prices": "5"}, "Prices"),
        ({"Subtitle": "x" * 300}, "Subtitle"),
    ],
)
def test_invalid_cell_of_an_existing_book_is_reported(site_tree, cells, heading):
    row = {"Address": site_tree.book.slug, "ISBN": "9780902869332", **cells}
    result = import_sheet(site_tree.catalogue, sheet(row), store=True)
    assert [(error.row, error.heading) for error in result.errors] == [(2, heading)]
    assert not site_tree.book.revisions.exists()


def test_all_invalid_cells_of_a_book_are_reported(catalogue):
    rows = [
        REFERENCE | PRINT | {"Pages": "-1", "Prices": "5", "Publication date": "2022-13"},
        {"Title": REFERENCE["Title"], **EBOOK, "Format": "scroll", "Pages": "-2"},
    ]
    result = import_sheet(catalogue, sheet(*rows), store=True)
    found = [(error.row, error.heading) for error in result.errors]
    assert found == [
        (2, "Publication date"),
        (2, "Prices"),
        (2, "Pages"),
        (3, "Format"),
        (3, "Pages"),
    ]


def test_repeated_isbn_is_an_error(catalogue):
    rows = [{"Title": "One", **PRINT}, {"Title": "Two", **PRINT}]
    result = import_sheet(catalogue, sheet(*rows), store=True)
    assert [str(error) for error in result.errors] == ["Row 3, ISBN: Row 2 has this ISBN already."]
    rows = [{"Title": "One", **PRINT}, {"Title": "One", **PRINT, "Format": "hardback"}]
    result = import_sheet(catalogue, sheet(*rows), store=True)
    assert [error.row for error in result.errors] == [3]
    assert "Another format of this book" in result.errors[0].text


def test_rows_of_a_book_must_agree(catalogue):
    rows = [REFERENCE | PRINT, {"Title": REFERENCE["Title"], "Publication date": "2021", **EBOOK}]
    result = import_sheet(catalogue, sheet(*rows), store=True)
    assert [(error.row, error.heading) for error in result.errors] == [(3, "Publication date")]
    rows[1]["Publication date"] = ""
    import_rows(catalogue, *rows)
    assert BookPage.objects.get().formats.count() == 2


def test_ambiguous_name_is_an_error(catalogue):
    for _ in range(2):
        factories.ContributorFactory(name="Jo Bell")
    result = import_sheet(catalogue, sheet({"Title": "A", "Contributors": "jo bell"}), store=True)
    assert "2 entries have the name “jo bell”" in result.errors[0].text
    import_rows(catalogue, {"Title": "A", "Contributors": "jo-bell-2"})
    assert BookPage.objects.get().contributions.get().contributor.slug == "jo-bell-2"


def test_number_of_queries_does_not_depend_on_the_number_of_books(catalogue):
    import_rows(
        catalogue, *({"Title": f"Book {number}", **row} for number in range(3) for row in ROWS)
    )
    few = _queries(catalogue)
    import_rows(
        catalogue, *({"Title": f"Book {number}", **row} for number in range(9) for row in ROWS)
    )
    assert _queries(catalogue) == few


ROWS = [
    {"Format": "paperback", "Contributors": "Ada; Bea (editor)", "Topics": "Tides"},
    {"Format": "epub", "Prices": "GBP 5", "Places to buy": "Shop https://example.org"},
]


def _queries(catalogue):
    with CaptureQueriesContext(connection) as queries:
        content = catalogue_file(BookPage.objects.all())
        assert not import_sheet(catalogue, content, store=False).changes
    return len(queries)

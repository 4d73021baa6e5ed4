"""CSV files of spreadsheet programs, and files that are not CSV."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from books.models import BookPage
from books.spreadsheet.csv_files import write_file
from books.spreadsheet.exporter import HEADINGS, catalogue_file
from books.spreadsheet.importer import import_sheet
from core.values.csv_cells import escape_cell, unescape_cell
from tests import factories


@pytest.fixture
def catalogue(home):
    return factories.BookIndexPageFactory(parent=home, title="Books", slug="books")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no books below the headings"),
        (b"Title,Address\n,\n", "no books below the headings"),
        (b"Pages\n88", "No column identifies the books"),
        (b"Title,Colour\nA,red", "Row 1, Colour: There is no such column."),
        (b"Name,Colour\nA,red", "not the headings of the catalogue"),
        (b"PK\x03\x04", "The workbook cannot be read."),
        (b"\xd0\xcf\x11\xe0", "workbook of an old format"),
        (b"Title\nA\n" + b"x" * 100_001, "Row 3: A cell of this row has more than 100000"),
        (b"\x89PNG\r\n", "This is an image."),
        (b"%PDF-1.4", "This is a PDF."),
        (b"Title,Title\nA,A", "Two columns have the same heading."),
        (b"Title,Subtitle\nA", "Row 2: This row has 1 cells, but there are 2 headings."),
        (b"Title\n\xe9", "Save it as “CSV UTF-8”."),
        (b'Title\n"A" b', "Row 2: This row cannot be read"),
        (b"Title\n" + b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_invalid_file_is_rejected(catalogue, content, words):
    result = import_sheet(catalogue, content, store=True)
    assert any(words in str(error) for error in result.errors)
    assert not BookPage.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_headings_are_case_insensitive(catalogue, encoding):
    text = "title,PAGES,format,,\nÉté,88,paperback,,\n"
    assert not import_sheet(catalogue, text.encode(encoding), store=True).errors
    assert BookPage.objects.get().formats.get().pages == 88


def test_semicolons_and_line_breaks_are_read(catalogue):
    text = 'Title;Prices;Format;Summary\r\nA book;5,50 €;hardback;"One\nTwo"\r\n;;;\r\n'
    assert not import_sheet(catalogue, text.encode("utf-8-sig"), store=True).errors
    edition = BookPage.objects.get().formats.get()
    assert (edition.kind, edition.prices.get().amount) == ("hardback", Decimal("5.50"))


@pytest.mark.parametrize("text", ["=1+1", "-3", "+1", "@a", "'=1", "''=1", "'tis", "it’s", ""])
def test_formulas_are_escaped(text):
    assert unescape_cell(escape_cell(text)) == text
    assert not escape_cell(text).startswith(("=", "+", "-", "@"))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
CELLS = st.one_of(
    WORDS,
    st.sampled_from(["GBP 5", "£5; £5", "9780902869332", "2022-13", "Ada (author)", "-1", "1e9"]),
    st.from_regex(r"[0-9A-Z;:/ .,()'\"-]{0,25}", fullmatch=True),
)
NAMES = ("Title", "Subtitle", "Summary", "Contributors", "Imprint", "Series", "Topics", "Edition")
ROWS = st.one_of(
    st.dictionaries(st.sampled_from(HEADINGS), CELLS, min_size=3),
    st.fixed_dictionaries(dict.fromkeys(NAMES, WORDS) | {"Format": st.just("pdf")}),
)


@given(st.lists(ROWS, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_cells_are_stored_or_rejected(site_tree, rows):
    """Any cell is imported or reported; a rejected file stores nothing."""
    content = write_file(HEADINGS, [dict.fromkeys(HEADINGS, "") | row for row in rows])
    count = BookPage.objects.count()
    with transaction.atomic():
        result = import_sheet(site_tree.catalogue, content, store=True)
        assert result.is_stored != bool(result.errors)
        assert result.is_stored or BookPage.objects.count() == count
        again = import_sheet(
            site_tree.catalogue, catalogue_file(BookPage.objects.all()), store=False
        )
        assert not again.errors
        assert not again.changes
        transaction.set_rollback(True)

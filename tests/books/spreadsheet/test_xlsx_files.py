"""Workbooks: what one writes, the other reads; what is hostile is refused in words."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from books.models import BookPage
from books.spreadsheet.csv_files import read_file
from books.spreadsheet.errors import UnreadableError
from books.spreadsheet.exporter import catalogue_file
from books.spreadsheet.importer import import_sheet
from books.spreadsheet.xlsx_files import MAX_ROWS, write_workbook
from tests import factories
from tests.book_rows import EBOOK, PRINT, REFERENCE, sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@pytest.fixture
def catalogue(home):
    return factories.BookIndexPageFactory(parent=home, title="Books", slug="books")


def workbook(*rows):
    file, book = io.BytesIO(), Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_texts_come_back(pairs):
    rows = [dict(zip(("Title", "Summary"), pair, strict=True)) for pair in pairs]
    read = [
        {heading: text.strip() for heading, text in row.items()}
        for row in rows
        if any(text.strip() for text in row.values())
    ]
    content = write_workbook(["Title", "Summary"], rows)
    if not read:
        with pytest.raises(UnreadableError):
            read_file(content)
        return
    headings, found = read_file(content)
    assert headings == ["Title", "Summary"]
    assert [row.cells for row in found] == read


@pytest.mark.parametrize("text", ["=1+1", "'=1", "+1", "-1", "@a", "{=1}"])
def test_no_cell_is_a_formula(text):
    content = write_workbook(["Title"], [{"Title": text}])
    cell = load_workbook(io.BytesIO(content)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_catalogue_is_the_same_as_a_workbook(catalogue):
    import_sheet(catalogue, sheet(REFERENCE | PRINT, REFERENCE | EBOOK), store=True)
    books = BookPage.objects.child_of(catalogue)
    content = catalogue_file(books, workbook=True)
    assert read_file(content) == read_file(catalogue_file(books))
    result = import_sheet(catalogue, content, store=False)
    assert (result.errors, result.changes) == ([], [])


def test_numbers_and_dates_are_those_of_a_spreadsheet(catalogue):
    content = workbook(
        ["Title", "Format", "ISBN", "Pages", "Publication date", None, None],
        ["A book", "Paperback", 9780902869332, 88.0, date(2022, 11, 5), None, None],
        [None, None],
    )
    assert not import_sheet(catalogue, content, store=True).errors
    book = BookPage.objects.get()
    edition = book.formats.get()
    assert (edition.isbn, edition.pages) == ("9780902869332", 88)


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in files.items():
            parts.writestr(name, text)
    return content.getvalue()


def replaced(content, name, change):
    """Return a workbook in which one part is another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text) if part == name else text)
    return file.getvalue()


PLAIN = workbook(["Title"], ["A"])
SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = {
    "no workbook": packed(word="x"),
    "cut": PLAIN[: len(PLAIN) // 2],
    "bomb": packed(bomb="0" * 100_000_001),
    "no XML": replaced(PLAIN, SHEET, lambda text: b"<worksheet"),
    "entities": replaced(
        PLAIN,
        SHEET,
        lambda text: b'<!DOCTYPE a [<!ENTITY b "ha">]>' + text.replace(b"<sheetData>", b"&b;"),
    ),
    "rows": replaced(PLAIN, SHEET, lambda text: text.replace(b'<row r="2"', b'<row r="1048576"')),
    "columns": replaced(PLAIN, SHEET, lambda text: text.replace(b'r="A2"', b'r="XFD2"')),
    "styles": replaced(
        PLAIN, "xl/styles.xml", lambda text: text.replace(b"<xf ", b"<xf />" * 99_999 + b"<xf ", 1)
    ),
    "cells": replaced(
        PLAIN, SHEET, lambda text: text.replace(b"</row>", b"<c/>" * 999_999 + b"</row>")
    ),
    "unknown": replaced(
        PLAIN, SHEET, lambda text: text.replace(b"<sheetData>", b"<x/>" * 999_999 + b"<sheetData>")
    ),
    "dimension": replaced(PLAIN, SHEET, lambda text: text.replace(b"A1:A2", b"A1:XFD1048576")),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_workbook_is_refused_or_read(case):
    try:
        _headings, rows = read_file(HOSTILE[case])
    except UnreadableError as error:
        assert len(str(error.message)) < 100  # noqa: PT017
    else:
        assert len(rows) <= MAX_ROWS


@pytest.mark.parametrize("case", ["styles", "cells", "unknown", "bomb"])
def test_workbook_that_costs_too_much_is_refused_unread(case, monkeypatch):
    monkeypatch.setattr("books.spreadsheet.xlsx_files.load_workbook", None)
    with pytest.raises(UnreadableError, match="too large"):
        read_file(HOSTILE[case])


def test_too_many_rows_are_refused():
    content = write_workbook(["Title"], ({"Title": "A"} for _ in range(MAX_ROWS + 1)))
    with pytest.raises(UnreadableError, match="too many rows"):
        read_file(content)

"""Tables as spreadsheet programs write them: CSV files (RFC 4180) and workbooks."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from books.spreadsheet.errors import UnreadableError
from books.spreadsheet.xlsx_files import SIGNATURE, read_workbook
from core.values.csv_cells import escape_cell, unescape_cell

ENCODING = "utf-8-sig"  # Spreadsheet programs recognise UTF-8 by its byte order mark.
DELIMITERS = (",", ";", "\t")
MAX_BYTES = 10_000_000  # Some 15,000 formats.
MAX_CELL_LENGTH = 100_000

IMAGE = _("This is an image. Choose a CSV file or a workbook.")
OLD = _("This is a workbook of an old format. Save it as .xlsx, and choose that file.")
# Files that are often mistaken for a table, by their first bytes.
SIGNATURES = {
    b"\xd0\xcf\x11\xe0": OLD,
    b"%PDF": _("This is a PDF. Choose a CSV file or a workbook."),
    b"\x89PNG": IMAGE,
    b"\xff\xd8": IMAGE,
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class SheetRow:
    """A row with its number in the spreadsheet; the headings are row 1."""

    number: int
    cells: dict[str, str]


def write_file(headings: list[str], rows: Iterable[dict[str, str]]) -> bytes:
    """Return a CSV file with these headings and rows."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([escape_cell(row[heading]) for heading in headings] for row in rows)
    return file.getvalue().encode(ENCODING)


def read_file(content: bytes) -> tuple[list[str], list[SheetRow]]:
    """Return the headings and the rows that are not empty.

    Raise UnreadableError if the file is neither a CSV file nor a workbook with such a row.
    """
    lines = _lines(content)
    headings = [heading.strip() for heading in lines[0]] if lines else []
    while headings and not headings[-1]:  # Spreadsheet programs append empty columns.
        headings.pop()
    rows = [
        _row(number, line, headings)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise UnreadableError(gettext("There are no books below the headings."))
    return headings, rows


def _lines(content: bytes) -> list[list[str]]:
    """Return the cells of each line."""
    if len(content) > MAX_BYTES:
        raise UnreadableError(
            gettext("The file is larger than 10 MB. Split it, and import each part.")
        )
    if content.startswith(SIGNATURE):
        lines = read_workbook(content)
        width = len(lines[0]) if lines else 0
        # Marked as those of a CSV file, whose marks are removed later.
        return [[*map(escape_cell, line), *[""] * (width - len(line))] for line in lines]
    text = _decode(content)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader, lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), []
    try:
        lines.extend(reader)  # Unlike list(reader), this keeps the lines before an error.
    except csv.Error as error:
        raise UnreadableError(
            gettext(
                "This row cannot be read. A quotation mark or a comma may be missing: save the "
                "file as CSV again."
            ),
            len(lines) + 1,
        ) from error
    return lines


def _decode(content: bytes) -> str:
    for signature, text in SIGNATURES.items():
        if content.startswith(signature):
            raise UnreadableError(text)
    try:
        return content.decode("utf-16" if content.startswith(UTF_16) else ENCODING)
    except UnicodeDecodeError as error:
        text = gettext("The file is not in UTF-8. Save it as “CSV UTF-8”.")
        raise UnreadableError(text) from error


def _row(number: int, line: list[str], headings: list[str]) -> SheetRow:
    line = line[: len(headings)] + [cell for cell in line[len(headings) :] if cell.strip()]
    if len(line) != len(headings):
        text = gettext("This row has %(cells)d cells, but there are %(headings)d headings.")
        raise UnreadableError(text % {"cells": len(line), "headings": len(headings)}, number)
    if max(map(len, line)) > MAX_CELL_LENGTH:
        text = gettext("A cell of this row has more than %(number)d characters.")
        raise UnreadableError(text % {"number": MAX_CELL_LENGTH}, number)
    cells = (unescape_cell(cell.replace("\0", "").replace("\r\n", "\n").strip()) for cell in line)
    return SheetRow(number, dict(zip(headings, cells, strict=True)))

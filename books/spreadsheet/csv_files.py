"""Files of comma-separated values (RFC 4180), as spreadsheets write them."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from core.values.csv_cells import escape_cell, unescape_cell

ENCODING = "utf-8-sig"  # Its mark at the beginning tells spreadsheets that it is UTF-8.
DELIMITERS = (",", ";", "\t")
MOST_BYTES = 10_000_000  # Some 15,000 formats.
LONGEST_CELL = 100_000  # characters


# How files begin that are often taken for a table.
BEGINNINGS = {
    b"PK": "This is an Excel workbook. Save it as “CSV UTF-8”, and choose that file.",
    b"%PDF": "This is a PDF. Choose a CSV file.",
    b"\x89PNG": "This is a picture. Choose a CSV file.",
    b"\xff\xd8": "This is a picture. Choose a CSV file.",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class UnreadableError(ValidationError):
    """A file that is no table, with the row where that shows."""

    def __init__(self, text: str, row: int = 1) -> None:
        """Take a sentence for the editor."""
        super().__init__(text)
        self.row = row


@dataclass(frozen=True)
class SheetRow:
    """A row with its number in the spreadsheet, where the headings are row 1."""

    number: int
    cells: dict[str, str]


def write_file(headings: list[str], rows: Iterable[dict[str, str]]) -> bytes:
    """Return a file of rows."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([escape_cell(row[heading]) for heading in headings] for row in rows)
    return file.getvalue().encode(ENCODING)


def read_file(content: bytes) -> tuple[list[str], list[SheetRow]]:
    """Return the headings and the rows of a file that are not empty.

    Raises UnreadableError where it is no such file.
    """
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader, lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), []
    try:
        lines.extend(reader)  # which keeps what was read before a fault
    except csv.Error as error:
        raise UnreadableError(
            "This row cannot be read: is a quotation mark or a comma missing? Save the file anew "
            "as CSV.",
            len(lines) + 1,
        ) from error
    headings = [heading.strip() for heading in lines[0]] if lines else []
    while headings and not headings[-1]:  # Spreadsheets leave empty columns at the end.
        headings.pop()
    rows = [
        _row(number, line, headings)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise UnreadableError("There is no row of a book below the headings.")
    return headings, rows


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise UnreadableError("The file is larger than 10 MB. Take it apart, and bring in each.")
    for beginning, text in BEGINNINGS.items():
        if content.startswith(beginning):
            raise UnreadableError(text)
    try:
        return content.decode("utf-16" if content.startswith(UTF_16) else ENCODING)
    except UnicodeDecodeError as error:
        raise UnreadableError("The file is not in UTF-8. Save it as “CSV UTF-8”.") from error


def _row(number: int, line: list[str], headings: list[str]) -> SheetRow:
    line = line[: len(headings)] + [cell for cell in line[len(headings) :] if cell.strip()]
    if len(line) != len(headings):
        raise UnreadableError(
            f"This row has {len(line)} cells, and there are {len(headings)} headings.", number
        )
    if max(map(len, line)) > LONGEST_CELL:
        raise UnreadableError(f"A cell of this row has more than {LONGEST_CELL} letters.", number)
    cells = (unescape_cell(cell.replace("\0", "").replace("\r\n", "\n").strip()) for cell in line)
    return SheetRow(number, dict(zip(headings, cells, strict=True)))

"""Excel workbooks (ECMA-376), of which the first sheet is a table like that of a CSV file."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from books.spreadsheet.errors import UnreadableError
from core.values.xml import xml_text

SIGNATURE = b"PK"
# Bytes of the parts when unpacked, by the first folder in which they are: a file of 10 kB can hold
# 10 MB, of which openpyxl makes a hundred times as many.
MAX_PART, MAX_TABLE = 200_000, 20_000_000
TABLES = ("xl/worksheets/", "xl/sharedStrings.xml")
MAX_ELEMENTS_OUTSIDE = 10_000  # of rows, in a sheet
MAX_ROWS, MAX_COLUMNS = 20_000, 100
# Elements of a row or a text, and those that rows and texts consist of.
MAX_IN_ROW = 5_000
IN_TABLES = {"row", "c", "v", "f", "is", "t", "si", "r", "rPr", "b", "i", "sz", "color", "rFont"}
IN_TABLES |= {"family", "scheme", "charset", "u", "phoneticPr", "strike", "vertAlign"}
TOO_LARGE = _("The workbook is too large. Split it, or save it as “CSV UTF-8”.")


def write_workbook(headings: list[str], rows: Iterable[dict[str, str]]) -> bytes:
    """Return a workbook with these headings and rows; every cell is a text and no formula."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for texts in ([*headings], *([row[heading] for heading in headings] for row in rows)):
        cells = [WriteOnlyCell(sheet, xml_text(text)) for text in texts]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
        sheet.append(cells)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read_workbook(content: bytes) -> list[list[str]]:
    """Return the texts of the cells of the first sheet. Raise UnreadableError if it has none."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            _check_parts(parts)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(_lines(workbook.worksheets[0]))
    except UnreadableError:
        raise
    except Exception as error:
        text = gettext("The workbook cannot be read. Save it as .xlsx or as “CSV UTF-8” again.")
        raise UnreadableError(text) from error


def _check_parts(parts: ZipFile) -> None:
    """Raise UnreadableError if a part is larger than that of a catalogue can be."""
    for part in parts.infolist():
        is_table = part.filename.startswith(TABLES)
        if part.file_size > (MAX_TABLE if is_table else MAX_PART):
            raise UnreadableError(TOO_LARGE)
        if is_table:
            with parts.open(part) as content:
                _check_table(content)


def _check_table(content: IO[bytes]) -> None:
    """Raise UnreadableError if a row has too many cells, or the table more than rows and texts.

    openpyxl reads a whole row before it counts its cells.
    """
    cells = outside = 0

    def start(name: str, _attributes: dict) -> None:
        nonlocal cells, outside
        name = name.rpartition(":")[2]
        cells = 0 if name in ("row", "si") else cells + 1
        outside += name not in IN_TABLES
        if cells > MAX_IN_ROW or outside > MAX_ELEMENTS_OUTSIDE:
            raise UnreadableError(TOO_LARGE)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(content)


def _lines(sheet: object) -> Iterator[list[str]]:
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise UnreadableError(gettext("The workbook has too many rows. Split it."), number)
        line = [_text(value) for value in row]
        while line and not line[-1]:
            line.pop()
        yield line


def _text(value: object) -> str:
    """Return the text of a cell; spreadsheets store an ISBN as a number and a date as a time."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)

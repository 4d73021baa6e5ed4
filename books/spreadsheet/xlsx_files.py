"""Excel workbooks (ECMA-376), of which the first sheet is a table like that of a CSV file."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zipfile import ZipFile

from django.utils.translation import gettext
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from books.spreadsheet.errors import UnreadableError
from core.values.xml import xml_text

SIGNATURE = b"PK"
# A file of 300 kB can hold 100 MB.
MAX_UNPACKED = 100_000_000
MAX_ROWS, MAX_COLUMNS = 20_000, 100


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
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise UnreadableError(gettext("The workbook is too large. Split it."))
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(_lines(workbook.worksheets[0]))
    except UnreadableError:
        raise
    except Exception as error:
        text = gettext("The workbook cannot be read. Save it as .xlsx or as “CSV UTF-8” again.")
        raise UnreadableError(text) from error


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

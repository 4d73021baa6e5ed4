"""Rows of the spreadsheet of a catalogue."""

from books.spreadsheet.csv_files import write_file
from books.spreadsheet.exporter import HEADINGS

REFERENCE = {
    "Title": "Ecosocialism Not Extinction",
    "Contributors": "Allan Todd (author)",
    "Publication date": "2022-11",
}
PRINT = {
    "Format": "Paperback",
    "ISBN": "978-0-902869-33-2",
    "Pages": "88",
    "Height in mm": "178",
    "Width in mm": "102",
    "Prices": "£5; €6; $7",
}
EBOOK = {"Format": "epub", "ISBN": "9780902869325"}


def sheet(*rows):
    """Return a CSV file of the rows, with the columns that any of them has."""
    headings = [heading for heading in HEADINGS if any(heading in row for row in rows)]
    return write_file(headings, [dict.fromkeys(headings, "") | row for row in rows])

"""The rows of one book, compared with what the catalogue says of it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model

from books.models import BookFormat, BookPage
from books.spreadsheet.columns import ADDRESS, Column
from books.spreadsheet.csv_files import SheetRow
from books.spreadsheet.exporter import BOOK_COLUMNS, FORMAT_COLUMNS, book_cells, format_cells
from books.spreadsheet.lookups import SnippetLookup
from books.spreadsheet.result import BookChange, CellChange, ImportResult
from books.validation import format_faults, unstored
from core.values.isbn import compact


class BookRows:
    """Takes the rows of a book over into it, and notes what that changes."""

    def __init__(
        self, book: BookPage, rows: list[SheetRow], entries: SnippetLookup, outcome: ImportResult
    ) -> None:
        """Take a book as it is, or an empty one, and its rows."""
        self.book, self.rows = book, rows
        self.entries, self.outcome = entries, outcome
        self.first = rows[0]
        self.row_of: dict[int, SheetRow] = {}  # by the identity of a format
        self.formats = self._formats()

    def change(self) -> BookChange | None:
        """Return what becomes another, or nothing where all is as before and right."""
        change = BookChange(self.book, self.rows, is_new=self.book.pk is None)
        old = book_cells(self.book, self.entries)
        self._agree()
        change.cells += self._take(self.book, old, self.first, BOOK_COLUMNS)
        for row in self.rows:
            change.cells += self._take_format(row)
        if not (change.cells or change.is_new or self.outcome.faults):
            return None
        self._check()
        return change

    def isbns(self) -> Iterator[tuple[int, str]]:
        """Yield the row and the ISBN of each of its formats that stands in the table."""
        for edition in self.book.formats.all():
            if edition.isbn and id(edition) in self.row_of:
                yield self.row_of[id(edition)].number, edition.isbn

    def _agree(self) -> None:
        """Refuse rows that say different things of the same book; they may say nothing."""
        for row in self.rows[1:]:
            for heading in BOOK_COLUMNS:
                cell = row.cells.get(heading)
                if cell and cell != self.first.cells[heading]:
                    text = f"Row {self.first.number} says something else of the same book."
                    self.outcome.add_error(row.number, heading, [text])

    def _take_format(self, row: SheetRow) -> list[CellChange]:
        """Take over the cells of a format; a row may be about none."""
        if not any(row.cells.get(heading) for heading in FORMAT_COLUMNS):
            return []
        edition = self.formats.get(row.number)
        if edition is None:
            edition = BookFormat(kind="")
            self.book.formats.add(edition)
        self.row_of[id(edition)] = row
        old = format_cells(edition, self.entries)
        if edition.pk is None:
            old["Availability"] = ""
        return self._take(edition, old, row, FORMAT_COLUMNS)

    def _formats(self) -> dict[int, BookFormat]:
        """Return the formats that rows are about, by the numbers of the rows.

        Those of the same ISBN first: only what is left over is known by its kind.
        """
        free = list(self.book.formats.all())
        found = {}
        for is_same in (_has_isbn, _is_kind):
            for row in self.rows:
                each = next((each for each in free if is_same(each, row)), None)
                if each is not None and row.number not in found:
                    found[row.number] = each
                    free = [other for other in free if other is not each]
        return found

    def _take(
        self, obj: Model, old: dict[str, str], row: SheetRow, columns: dict[str, Column]
    ) -> list[CellChange]:
        """Take over the cells that say something else; the others are not even read."""
        changes = []
        for heading, column in columns.items():
            cell = row.cells.get(heading, old[heading])
            # A book that is known by something else keeps its address.
            if cell == old[heading] or (column is ADDRESS and not cell):
                continue
            try:
                column.put(obj, cell, self.entries)
            except ValidationError as error:
                self.outcome.add_error(row.number, heading, error.messages)
                continue
            new = column.write(obj, self.entries)
            if new != old[heading]:
                changes.append(CellChange(row.number, heading, old[heading], new))
        return changes

    def _check(self) -> None:
        """Ask the book and its formats whether they are right, besides what could not be read."""
        unread = {(fault.row, fault.heading) for fault in self.outcome.faults}
        found = ImportResult()
        fields = {column.field: heading for heading, column in BOOK_COLUMNS.items()}
        others = {field.name for field in self.book._meta.fields} - set(fields)
        others |= set(unstored(self.book))
        if not self.book.slug:  # It is made of the title.
            others.add("slug")
        try:
            self.book.clean_fields(exclude=others)
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                found.add_error(self.first.number, fields[field], texts)
        fields = {column.field: heading for heading, column in FORMAT_COLUMNS.items()}
        for fault in format_faults(self.book):
            row = self.row_of.get(id(fault.edition), self.first)
            found.add_error(row.number, fields.get(fault.field, "Format"), [fault.text])
        self.outcome.faults += [
            fault for fault in found.faults if (fault.row, fault.heading) not in unread
        ]
        self.outcome.faults.sort(key=lambda fault: fault.row)


def _has_isbn(edition: BookFormat, row: SheetRow) -> bool:
    isbn = isbn_of(row)
    return bool(isbn) and edition.isbn == isbn


def _is_kind(edition: BookFormat, row: SheetRow) -> bool:
    kind = row.cells.get("Format", "").casefold()
    return kind in (edition.kind, edition.get_kind_display().casefold())


def isbn_of(row: SheetRow) -> str:
    """Return the ISBN of a row as formats keep it; empty where there is none, or a wrong one."""
    try:
        return compact(row.cells.get("ISBN") or "")
    except ValidationError:
        return ""

"""Apply the rows of one book to the page, and collect the changes."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext

from books.models import BookFormat, BookPage
from books.spreadsheet.columns import ADDRESS, Column
from books.spreadsheet.csv_files import SheetRow
from books.spreadsheet.exporter import BOOK_COLUMNS, FORMAT_COLUMNS, book_cells, format_cells
from books.spreadsheet.lookups import SnippetLookup
from books.spreadsheet.result import BookChange, CellChange, ImportResult
from books.validation import format_errors, unsaved_relations
from core.values.isbn import compact


class BookRows:
    """The rows of one book, existing or new; errors are added to `result`."""

    def __init__(
        self, book: BookPage, rows: list[SheetRow], snippets: SnippetLookup, result: ImportResult
    ) -> None:
        self.book, self.rows = book, rows
        self.snippets, self.result = snippets, result
        self.first = rows[0]
        self.rows_by_format: dict[int, SheetRow] = {}  # by id(format): new formats have no pk
        self.formats = self._match_formats()

    def apply(self) -> BookChange | None:
        """Update the book in memory; return None if the rows are valid and change nothing."""
        change = BookChange(self.book, self.rows, is_new=self.book.pk is None)
        old = book_cells(self.book, self.snippets)
        self._check_consistency()
        change.cells += self._apply_cells(self.book, old, self.first, BOOK_COLUMNS)
        for row in self.rows:
            change.cells += self._apply_format(row)
        if not (change.cells or change.is_new or self.result.errors):
            return None
        self._validate()
        return change

    def isbns(self) -> Iterator[tuple[int, str]]:
        """Yield the row number and the ISBN of each format in the rows."""
        for edition in self.book.formats.all():
            if edition.isbn and id(edition) in self.rows_by_format:
                yield self.rows_by_format[id(edition)].number, edition.isbn

    def _check_consistency(self) -> None:
        """Require that later rows repeat the facts of the book or leave them empty."""
        for row in self.rows[1:]:
            for heading in BOOK_COLUMNS:
                cell = row.cells.get(heading)
                if cell and cell != self.first.cells[heading]:
                    text = gettext("Row %(number)d has another value for the same book.")
                    text %= {"number": self.first.number}
                    self.result.add_error(row.number, heading, [text])

    def _apply_format(self, row: SheetRow) -> list[CellChange]:
        if not any(row.cells.get(heading) for heading in FORMAT_COLUMNS):
            return []
        edition = self.formats.get(row.number)
        if edition is None:
            edition = BookFormat(kind="", sort_order=self.book.formats.count())
            self.book.formats.add(edition)
        self.rows_by_format[id(edition)] = row
        old = format_cells(edition, self.snippets)
        if edition.pk is None:
            old["Availability"] = ""
        return self._apply_cells(edition, old, row, FORMAT_COLUMNS)

    def _match_formats(self) -> dict[int, BookFormat]:
        """Return the existing formats by the numbers of their rows.

        All rows are matched by ISBN first; the remaining ones by kind and name, then by kind.
        """
        unmatched = list(self.book.formats.all())
        matched = {}
        for is_match in (_has_isbn, _has_name, _is_kind):
            for row in self.rows:
                edition = next((each for each in unmatched if is_match(each, row)), None)
                if edition is not None and row.number not in matched:
                    matched[row.number] = edition
                    unmatched = [each for each in unmatched if each is not edition]
        return matched

    def _apply_cells(
        self, obj: Model, old: dict[str, str], row: SheetRow, columns: dict[str, Column]
    ) -> list[CellChange]:
        """Set the values of changed cells; unchanged cells are not parsed."""
        changes = []
        for heading, column in columns.items():
            cell = row.cells.get(heading, old[heading])
            # An empty slug is no change: the book was identified by its ISBN or title.
            if cell == old[heading] or (column is ADDRESS and not cell):
                continue
            try:
                column.set(obj, cell, self.snippets)
            except ValidationError as error:
                self.result.add_error(row.number, heading, error.messages)
                continue
            new = column.get(obj, self.snippets)
            if new != old[heading]:
                changes.append(CellChange(row.number, heading, old[heading], new))
        return changes

    def _validate(self) -> None:
        """Validate the book and its formats, but skip cells that could not be parsed."""
        unparsed = {(error.row, error.heading) for error in self.result.errors}
        found = ImportResult()
        headings = {column.field: heading for heading, column in BOOK_COLUMNS.items()}
        excluded = {field.name for field in self.book._meta.fields} - set(headings)
        excluded |= set(unsaved_relations(self.book))
        if not self.book.slug:  # Wagtail derives it from the title.
            excluded.add("slug")
        try:
            self.book.clean_fields(exclude=excluded)
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                found.add_error(self.first.number, headings[field], texts)
        headings = {column.field: heading for heading, column in FORMAT_COLUMNS.items()}
        for error in format_errors(self.book):
            row = self.rows_by_format.get(id(error.edition), self.first)
            found.add_error(row.number, headings.get(error.field, "Format"), [error.text])
        self.result.errors += [
            error for error in found.errors if (error.row, error.heading) not in unparsed
        ]
        self.result.errors.sort(key=lambda error: error.row)


def _has_isbn(edition: BookFormat, row: SheetRow) -> bool:
    isbn = isbn_of(row)
    return bool(isbn) and edition.isbn == isbn


def _is_kind(edition: BookFormat, row: SheetRow) -> bool:
    kind = row.cells.get("Format", "").casefold()
    return kind in (edition.kind, edition.get_kind_display().casefold())


def _has_name(edition: BookFormat, row: SheetRow) -> bool:
    name = row.cells.get("Name of the format", "").casefold()
    return _is_kind(edition, row) and name == edition.name.casefold()


def isbn_of(row: SheetRow) -> str:
    """Return the ISBN of a row in its stored form, or "" if it is missing or invalid."""
    try:
        return compact(row.cells.get("ISBN") or "")
    except ValidationError:
        return ""

"""The result of an import: the changes a spreadsheet makes, and its errors."""

import hashlib
from dataclasses import dataclass, field

from django.db.models import Model

from books.spreadsheet.csv_files import SheetRow


@dataclass(frozen=True)
class CellError:
    """An invalid cell, with a message for the editor."""

    row: int
    heading: str  # empty if the whole row is invalid
    text: str

    def __str__(self) -> str:
        place = f"Row {self.row}, {self.heading}" if self.heading else f"Row {self.row}"
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class CellChange:
    """A cell that differs from the catalogue."""

    row: int
    heading: str
    old: str
    new: str


@dataclass
class BookChange:
    """A new or changed book with its rows."""

    book: Model
    rows: list[SheetRow]
    is_new: bool
    cells: list[CellChange] = field(default_factory=list)


@dataclass
class ImportResult:
    """All changes a spreadsheet makes; none is stored if there is an error."""

    errors: list[CellError] = field(default_factory=list)
    changes: list[BookChange] = field(default_factory=list)
    created: list[Model] = field(default_factory=list)  # contributors, topics, imprints, shops …
    unchanged: int = 0
    is_stored: bool = False
    stored: int = 0  # number of books
    # Whether the changes differ from those the editor has confirmed.
    is_stale: bool = False

    @property
    def fingerprint(self) -> str:
        """A hash of all changes, to detect whether they are still those that were previewed."""
        cells = [(change.is_new, change.cells) for change in self.changes]
        return hashlib.sha256(repr((cells, self.created_lines)).encode()).hexdigest()

    @property
    def created_lines(self) -> list[str]:
        """The new snippets with their types: “Ada Example (contributor)”."""
        return [f"{entry} ({entry._meta.verbose_name})" for entry in self.created]

    def add_error(self, row: int, heading: str, texts: list[str]) -> None:
        """Add errors of one cell, or of a row if `heading` is empty."""
        self.errors += [CellError(row, heading, text) for text in texts]

"""What a table would change, and what is wrong with it."""

import hashlib
from dataclasses import dataclass, field

from django.db.models import Model

from books.spreadsheet.csv_files import SheetRow


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be taken over, and why, in a sentence for the editor."""

    row: int
    heading: str
    text: str

    def __str__(self) -> str:
        """Return it as a line of a report."""
        place = f"Row {self.row}, {self.heading}" if self.heading else f"Row {self.row}"
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class CellChange:
    """A cell that says something else than the catalogue."""

    row: int
    heading: str
    old: str
    new: str


@dataclass
class BookChange:
    """A book that becomes another, or is new, and its rows."""

    book: Model
    rows: list[SheetRow]
    is_new: bool
    cells: list[CellChange] = field(default_factory=list)


@dataclass
class ImportResult:
    """All that a table would change; nothing of it is stored where there is a fault."""

    faults: list[CellFault] = field(default_factory=list)
    changes: list[BookChange] = field(default_factory=list)
    created: list[Model] = field(default_factory=list)  # people, topics, publishers, shops
    unchanged: int = 0
    is_stored: bool = False
    # How many books were stored, where not all of them were.
    stored: int = 0
    # Whether the catalogue has changed since somebody looked at what would change.
    is_stale: bool = False

    @property
    def mark(self) -> str:
        """A fingerprint of all that would change, to tell whether it still is what was seen."""
        cells = [(change.is_new, change.cells) for change in self.changes]
        return hashlib.sha256(repr((cells, self.created_lines)).encode()).hexdigest()

    @property
    def created_lines(self) -> list[str]:
        """What is new in the directory: “Ada Example (contributor)”."""
        return [f"{entry} ({entry._meta.verbose_name})" for entry in self.created]

    def add_error(self, row: int, heading: str, texts: list[str]) -> None:
        """Note what is wrong with a cell."""
        self.faults += [CellFault(row, heading, text) for text in texts]

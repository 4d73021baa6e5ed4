"""Reads the export files of one site, and says what of them cannot be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from importers.wordpress.decoding import decoded
from importers.wordpress.parsing import BrokenError, read_head, read_item
from importers.wordpress.pieces import Piece, pieces
from importers.wordpress.records import Site
from importers.wordpress.store import Store


class NoExportError(ValueError):
    """What was given is no export file, or files of different sites."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file, with its line."""

    file: str
    line: int
    sentence: str
    # Whether an item was lost by it.
    is_loss: bool = False

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


class Reader:
    """Reads files one after the other into a store."""

    def __init__(self, store: Store, told: Callable[[int], None] = lambda _number: None) -> None:
        """Take where items go, and whom to tell how many there are so far."""
        self.store, self.told = store, told
        self.site = Site()
        self.faults: list[Fault] = []
        self.number = 0

    def read(self, files: Iterable[Path]) -> Site:
        """Read all files; raises NoExportError."""
        for file in files:
            try:
                self._read(file)
            except OSError as error:
                raise NoExportError(f"{file} cannot be read: {error.strerror}.") from error
        if not self.site.url and not self.number:
            raise NoExportError("There is no item in this file: is it an export of WordPress?")
        return self.site

    def _read(self, file: Path) -> None:
        def complain(line: int, sentence: str) -> None:
            self.faults.append(Fault(file.name, line, sentence))

        last = Piece("", 1)
        for last in pieces(decoded(file, complain)):
            if last.is_head:
                self._head(last, file)
            else:
                self._item(last, file)

    def _head(self, piece: Piece, file: Path) -> None:
        try:
            site = read_head(piece.text)
        except BrokenError as error:
            if "channel" in str(error):
                raise NoExportError(f"{file.name}: {error}") from error
            self.faults.append(Fault(file.name, error.line, str(error)))
            return
        if self.site.url and site.key != self.site.key:
            raise NoExportError(
                f"{file.name} is of {site.url}, and the file before it of {self.site.url}. "
                "Import one site after the other."
            )
        for name in ("authors", "terms"):
            known = getattr(site, name)
            known.update(getattr(self.site, name))
        self.site = site

    def _item(self, piece: Piece, file: Path) -> None:
        try:
            if piece.fault:
                raise BrokenError(piece.fault, 1)
            item = read_item(piece.text)
        except BrokenError as error:
            line = piece.line + error.line - 1
            sentence = f"An item was lost. {error}"
            self.faults.append(Fault(file.name, line, sentence, is_loss=True))
            return
        self.number += 1
        item.file, item.line = file.name, piece.line
        if not item.id:
            sentence = f"The item “{item.title}” has no number and was left out."
            self.faults.append(Fault(file.name, piece.line, sentence, is_loss=True))
        elif not self.store.add(item):
            sentence = f"The item {item.id} is there twice; the later one counts."
            self.faults.append(Fault(file.name, piece.line, sentence))
        self.told(self.number)

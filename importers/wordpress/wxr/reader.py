"""Read the export files of one site and report what cannot be read.

A file is split into its head and its items before it is parsed: a broken item spoils no other, and
only one item at a time is in memory.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.wordpress.wxr.decoding import decoded
from importers.wordpress.wxr.item_store import Store
from importers.wordpress.wxr.parser import BrokenError, read_head, read_item
from importers.wordpress.wxr.records import Site

# An item as large as this is no text that anybody wrote.
LONGEST = 32_000_000
TOKEN = re.compile(r"<!\[CDATA\[|\]\]>|<item(?=[\s>])|</item\s*>")
# As many letters could be the beginning of one of these.
SPLIT = 16


@dataclass(frozen=True)
class Piece:
    """A part of the file, with the line on which it begins; `fault` says what is wrong with it."""

    text: str
    line: int
    is_head: bool = False
    fault: str = ""


def pieces(parts: Iterable[str]) -> Iterator[Piece]:
    """Yield the head of a file, which may be empty, and its items."""
    cutter = _ItemSplitter()
    for part in parts:
        yield from cutter.feed(part)
    yield from cutter.end()


class _ItemSplitter:
    """Cuts a text that comes in parts; within CDATA nothing is a tag."""

    def __init__(self) -> None:
        self.buffer = ""
        self.taken: list[str] = []  # of the piece under way
        self.size = 0
        self.line = self.begun = 1
        self.in_cdata = self.had_head = False
        self.in_item = False

    def feed(self, part: str) -> Iterator[Piece]:
        """Yield the pieces that are whole with one more part of the text."""
        self.buffer += part
        at, sure = 0, max(0, len(self.buffer) - SPLIT)
        for token in TOKEN.finditer(self.buffer):
            if token.end() > sure:  # It may look different with what follows.
                sure = min(sure, token.start())
                break
            at = yield from self._meet(token, at)
        self._take(self.buffer[at:sure])
        self.buffer = self.buffer[max(at, sure) :]

    def end(self) -> Iterator[Piece]:
        """Yield what is left when the text is over."""
        at = 0
        for token in TOKEN.finditer(self.buffer):
            at = yield from self._meet(token, at)
        self._take(self.buffer[at:])
        if self.in_item:
            yield self._piece("The file ends within this item.")
        elif not self.had_head:
            yield self._piece()

    def _meet(self, token: re.Match, at: int) -> Iterator[Piece]:
        """Go on to a token; return the place up to which the buffer is taken."""
        name = token[0]
        if self.in_cdata:
            if name == "]]>":
                self.in_cdata = False
            return at
        if name == "<![CDATA[":
            self.in_cdata = True
        elif name == "<item":
            self._take(self.buffer[at : token.start()])
            yield from self._begin()
            return token.start()
        elif name.startswith("</item") and self.in_item:
            self._take(self.buffer[at : token.end()])
            yield self._piece()
            return token.end()
        return at

    def _begin(self) -> Iterator[Piece]:
        if self.in_item:
            yield self._piece("This item has no end.")
        elif not self.had_head:
            yield self._piece()
        self.taken, self.size, self.begun, self.in_item = [], 0, self.line, True

    def _take(self, text: str) -> None:
        self.line += text.count("\n")
        self.size += len(text)
        if self.size <= LONGEST:
            self.taken.append(text)

    def _piece(self, fault: str = "") -> Piece:
        if self.size > LONGEST:
            fault = f"This item has {self.size} letters, and {LONGEST} are the most."
        piece = Piece("".join(self.taken), self.begun, not self.had_head, fault)
        self.had_head, self.in_item = True, False
        self.taken, self.size, self.begun = [], 0, self.line
        return piece


class NotAnExportError(ValueError):
    """What was given is no export file, or files of different sites."""


@dataclass(frozen=True)
class ExportError:
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
        self.faults: list[ExportError] = []
        self.number = 0

    def read(self, files: Iterable[Path]) -> Site:
        """Read all files; raises NoExportError."""
        for file in files:
            try:
                self._read(file)
            except OSError as error:
                raise NotAnExportError(f"{file} cannot be read: {error.strerror}.") from error
        if not self.site.url and not self.number:
            raise NotAnExportError("There is no item in this file: is it an export of WordPress?")
        return self.site

    def _read(self, file: Path) -> None:
        def on_warning(line: int, sentence: str) -> None:
            self.faults.append(ExportError(file.name, line, sentence))

        last = Piece("", 1)
        for last in pieces(decoded(file, on_warning)):
            if last.is_head:
                self._head(last, file)
            else:
                self._item(last, file)

    def _head(self, piece: Piece, file: Path) -> None:
        try:
            site = read_head(piece.text)
        except BrokenError as error:
            if "channel" in str(error):
                raise NotAnExportError(f"{file.name}: {error}") from error
            self.faults.append(ExportError(file.name, error.line, str(error)))
            return
        if self.site.url and site.key != self.site.key:
            raise NotAnExportError(
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
            self.faults.append(ExportError(file.name, line, sentence, is_loss=True))
            return
        self.number += 1
        item.file, item.line = file.name, piece.line
        if not item.id:
            sentence = f"The item “{item.title}” has no number and was left out."
            self.faults.append(ExportError(file.name, piece.line, sentence, is_loss=True))
        elif not self.store.add(item):
            sentence = f"The item {item.id} is there twice; the later one counts."
            self.faults.append(ExportError(file.name, piece.line, sentence))
        self.told(self.number)

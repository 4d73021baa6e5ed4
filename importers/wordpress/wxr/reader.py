"""Read the export files of one site, and report what cannot be read.

A file is split into its head and its items before it is parsed: so a broken item does not affect
the others, and only one item at a time is in memory.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.source.errors import ExportError, NotAnExportError
from importers.source.item_store import ItemStore
from importers.source.records import Site
from importers.wordpress.wxr.decoding import decode_file
from importers.wordpress.wxr.parser import NO_CHANNEL, BrokenError, read_head, read_item

# In characters. Larger items are corrupt or hostile.
# By the first bytes of files that are mistaken for exports.
OTHER_FILES = {
    b"\x1f\x8b": "compressed, so unpack it first",
    b"PK\x03\x04": "compressed, so unpack it first",
    b"{": "JSON, as Ghost exports it",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"%PDF": "a PDF",
}
MAX_ITEM_LENGTH = 32_000_000
TOKEN = re.compile(r"<!\[CDATA\[|\]\]>|<item(?=[\s>])|</item\s*>")
# A chunk may end within a token, so its last characters are read with the next chunk.
MAX_TOKEN_LENGTH = 16


@dataclass(frozen=True)
class Piece:
    """The head of a file, or an item, with its first line and a sentence if it is invalid."""

    text: str
    line: int
    is_head: bool = False
    error: str = ""


def pieces(chunks: Iterable[str]) -> Iterator[Piece]:
    """Yield the head of a file, which may be empty, then its items."""
    splitter = _ItemSplitter()
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.end()


class _ItemSplitter:
    """Splits a text that comes in chunks; tags within CDATA do not count."""

    def __init__(self) -> None:
        self.buffer = ""
        self.parts: list[str] = []  # Of the current piece.
        self.size = 0
        self.line = self.first_line = 1
        self.in_cdata = self.had_head = False
        self.in_item = False

    def feed(self, chunk: str) -> Iterator[Piece]:
        """Yield the pieces that are complete with another chunk."""
        self.buffer += chunk
        at, end = 0, max(0, len(self.buffer) - MAX_TOKEN_LENGTH)
        for token in TOKEN.finditer(self.buffer):
            if token.end() > end:  # The next chunk may complete another token.
                end = min(end, token.start())
                break
            at = yield from self._handle(token, at)
        self._append(self.buffer[at:end])
        self.buffer = self.buffer[max(at, end) :]

    def end(self) -> Iterator[Piece]:
        """Yield the rest after the last chunk."""
        at = 0
        for token in TOKEN.finditer(self.buffer):
            at = yield from self._handle(token, at)
        self._append(self.buffer[at:])
        if self.in_item:
            yield self._piece("The file ends within this item.")
        elif not self.had_head:
            yield self._piece()

    def _handle(self, token: re.Match, at: int) -> Iterator[Piece]:
        """Handle a token; return the position up to which the buffer was appended to the piece."""
        name = token[0]
        if self.in_cdata:
            if name == "]]>":
                self.in_cdata = False
            return at
        if name == "<![CDATA[":
            self.in_cdata = True
        elif name == "<item":
            self._append(self.buffer[at : token.start()])
            yield from self._start_item()
            return token.start()
        elif name.startswith("</item") and self.in_item:
            self._append(self.buffer[at : token.end()])
            yield self._piece()
            return token.end()
        return at

    def _start_item(self) -> Iterator[Piece]:
        if self.in_item:
            yield self._piece("This item has no end.")
        elif not self.had_head:
            yield self._piece()
        self.parts, self.size, self.first_line, self.in_item = [], 0, self.line, True

    def _append(self, text: str) -> None:
        self.line += text.count("\n")
        self.size += len(text)
        if self.size <= MAX_ITEM_LENGTH:
            self.parts.append(text)

    def _piece(self, error: str = "") -> Piece:
        if self.size > MAX_ITEM_LENGTH:
            error = f"This item has {self.size} characters; the limit is {MAX_ITEM_LENGTH}."
        piece = Piece("".join(self.parts), self.first_line, not self.had_head, error)
        self.had_head, self.in_item = True, False
        self.parts, self.size, self.first_line = [], 0, self.line
        return piece


class Reader:
    """Reads files into a store; `on_progress` is called with the number of items so far."""

    def __init__(
        self, store: ItemStore, on_progress: Callable[[int], None] = lambda _number: None
    ) -> None:
        self.store, self.on_progress = store, on_progress
        self.site = Site()
        self.errors: list[ExportError] = []
        self.number = 0
        self.has_items = False

    def read(self, files: Iterable[Path]) -> Site:
        """Return the site after reading all files; raise NotAnExportError."""
        for file in files:
            try:
                self._read(file)
            except OSError as error:
                raise NotAnExportError(f"{file} cannot be read: {error.strerror}.") from error
        losses = [error for error in self.errors if error.is_loss]
        if losses and not self.has_items:
            raise NotAnExportError(f"No item of the export can be read. {losses[0].sentence}")
        if not self.site.url and not self.number:
            raise NotAnExportError("There are no items in this file: is it a WordPress export?")
        return self.site

    def _read(self, file: Path) -> None:
        with file.open("rb") as opened:
            start = opened.read(4)
        if kind := next((kind for mark, kind in OTHER_FILES.items() if start.startswith(mark)), ""):
            raise NotAnExportError(f"{file.name} is not an export of WordPress: it is {kind}.")

        def on_warning(line: int, sentence: str) -> None:
            self.errors.append(ExportError(file.name, line, sentence))

        for piece in pieces(decode_file(file, on_warning)):
            if piece.is_head:
                self._head(piece, file)
            else:
                self._item(piece, file)

    def _head(self, piece: Piece, file: Path) -> None:
        try:
            site = read_head(piece.text)
        except BrokenError as error:
            if str(error) == NO_CHANNEL:
                raise NotAnExportError(f"{file.name}: {error}") from error
            self.errors.append(ExportError(file.name, error.line, str(error)))
            return
        if self.site.url and site.key != self.site.key:
            raise NotAnExportError(
                f"{file.name} is of {site.url}, but the file before it is of {self.site.url}. "
                "Import one site at a time."
            )
        for name in ("authors", "terms"):
            values = getattr(site, name)
            values.update(getattr(self.site, name))
        self.site = site

    def _item(self, piece: Piece, file: Path) -> None:
        try:
            if piece.error:
                raise BrokenError(piece.error, 1)
            item = read_item(piece.text)
        except BrokenError as error:
            line = piece.line + error.line - 1
            sentence = f"An item was lost. {error}"
            self.errors.append(ExportError(file.name, line, sentence, is_loss=True))
            return
        self.number += 1
        item.file, item.line = file.name, piece.line
        if not item.id:
            sentence = f"The item “{item.title}” has no ID and was left out."
            self.errors.append(ExportError(file.name, piece.line, sentence, is_loss=True))
        elif self.store.add(item):
            self.has_items = True
        else:
            sentence = f"The item {item.id} occurs twice; the later one was imported."
            self.errors.append(ExportError(file.name, piece.line, sentence))
        self.on_progress(self.number)

"""An export file in its pieces: what stands before the first item, and each item by itself.

A broken item spoils no other, and no more than one of them is in memory.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
    cutter = _Cutter()
    for part in parts:
        yield from cutter.feed(part)
    yield from cutter.end()


class _Cutter:
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

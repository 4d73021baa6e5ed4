"""Lines of words with their styles: the form in which two versions are compared."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Token:
    """A word, a sign or a space; `marks` holds its styles and other attributes.

    A mark is the name of an inline element, such as `b`, or a tuple of a name and a value.
    """

    text: str
    marks: tuple = ()


@dataclass(frozen=True)
class Line:
    """A paragraph, a row or a field, with what it is: “Heading”, “Alternative text”."""

    label: str
    tokens: tuple[Token, ...] = ()
    depth: int = 0


def tokenize(text: str, marks: Iterable = ()) -> Iterator[Token]:
    """Yield the words of a text; any white space is one space."""
    marks = tuple(marks)
    for part in WORDS.findall(text):
        if part.isspace():
            yield Token(" ", tuple(mark for mark in marks if mark in ("s", "u")))
        else:
            yield Token(part, marks)


def trimmed(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Return tokens without white space at both ends, and with one space between words."""
    kept: list[Token] = []
    for token in tokens:
        if not token.text.isspace() or (kept and not kept[-1].text.isspace()):
            kept.append(token)
    while kept and kept[-1].text.isspace():
        kept.pop()
    return tuple(kept)


def text_lines(label: str, text: str, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of a plain text; nothing for an empty one."""
    for line in text.splitlines():
        if tokens := trimmed(tokenize(line)):
            yield Line(label, tokens, depth)
            label = ""

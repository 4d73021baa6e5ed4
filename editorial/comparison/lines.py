"""Lines of words with their styles, which are compared to find differences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Labels of list items.
BULLET, FIRST_NUMBER, NUMBER = "•", "1.", "#."
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Token:
    """A word, a punctuation mark or a space, with its styles and other attributes as `marks`.

    A mark is the name of an inline element, such as `b`, or a tuple of a name and a value.
    """

    text: str
    marks: tuple = ()


@dataclass(frozen=True)
class Line:
    """A paragraph, row or field with its label: “Heading 2”, “Alternative text”."""

    label: str
    tokens: tuple[Token, ...] = ()
    depth: int = 0


BLANK = (Token("↵", ("symbol",)),)  # the content of a line without words


def tokenize(text: str, marks: Iterable = ()) -> Iterator[Token]:
    """Yield the tokens of a text; consecutive white space is one space."""
    marks = tuple(marks)
    for part in WORDS.findall(text):
        if part.isspace():
            yield Token(" ", tuple(mark for mark in marks if mark in ("s", "u")))
        else:
            yield Token(part, marks)


def trim(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Strip white space at both ends, and collapse it between words."""
    result: list[Token] = []
    for token in tokens:
        if not token.text.isspace() or (result and not result[-1].text.isspace()):
            result.append(token)
    while result and result[-1].text.isspace():
        result.pop()
    return tuple(result)


def text_lines(label: str, text: str, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of a plain text; the first one has the label."""
    for line in text.strip().splitlines():
        yield Line(label, trim(tokenize(line)) or BLANK, depth)
        label = ""


def code_lines(label: str, text: str, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of a text whose white space readers see; the first one has the label."""
    for line in text.splitlines():
        tokens = tuple(Token(part, ("code",)) for part in WORDS.findall(line))
        yield Line(label, tokens or BLANK, depth)
        label = ""

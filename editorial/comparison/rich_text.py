"""Convert rich text to lines."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from django.utils.translation import gettext

from core.rich_text import paragraphs_of
from editorial.comparison.lines import (
    BULLET,
    FIRST_NUMBER,
    NUMBER,
    Line,
    Token,
    tokenize,
    trim,
)

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PARAGRAPHS = {"p", "div", "blockquote", "li", *HEADINGS}
LISTS = {"ul", "ol"}
STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "s": "s", "del": "s", "u": "u"}
STYLES |= {"sup": "sup", "sub": "sub", "code": "code"}
BLOCK_KEY = "data-block-key"  # Draftail generates a random one for each paragraph.


def rich_text_lines(html: str, label: str = "", depth: int = 0) -> list[Line]:
    """Return the lines of rich text in its database format; the first one has the label."""
    reader = _Reader(depth)
    try:
        # The space keeps Beautiful Soup from warning of text that is only an address.
        reader.read(BeautifulSoup(f"{html or ''} ", "html.parser"), ())
    except RecursionError:  # Thousands of nested elements, which no editor writes.
        reader = _Reader(depth)
        reader.read(BeautifulSoup(paragraphs_of(html), "html.parser"), ())
    reader.end_line()
    if label and reader.lines:
        first = reader.lines[0]
        full_label = f"{label} – {first.label}" if first.label else label
        reader.lines[0] = Line(full_label, first.tokens, first.depth)
    return reader.lines


class _Reader:
    """Collects lines while it walks the element tree.

    `runs` are the strings of the current line with their marks.
    """

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.lines: list[Line] = []
        self.runs: list[tuple[str, tuple]] = []
        self.label, self.level = "", 0

    def read(self, element: Tag, marks: tuple) -> None:
        for child in element.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):  # a comment
                    self.add(str(child), marks)
            elif child.name in LISTS:
                self.end_line()
                self.read(child, marks)
            elif child.name in PARAGRAPHS:
                self.read_paragraph(child, marks)
            else:
                self.read_inline(child, marks)

    def read_paragraph(self, element: Tag, marks: tuple) -> None:
        self.end_line()
        outer = self.level
        # A paragraph within a list item continues it; the first one has its label.
        if element.name in ("p", "div") and element.find_parent("li"):
            label, level = self.label, outer
        else:
            label, level = _label_and_level(element)
        self.label, self.level = label, level
        self.read(element, marks)
        self.end_line()
        self.label, self.level = "", outer

    def read_inline(self, element: Tag, marks: tuple) -> None:
        name = element.name
        if name in STYLES:
            self.read(element, _with(marks, STYLES[name]))
        elif name == "span" and element.get("lang"):
            self.read(element, _with(marks, ("lang", element["lang"])))
        elif name == "a":
            self.read(element, _with(marks, "a"))
            self.add_symbol("[→]", ("link", _attributes(element)))
        elif name == "footnote":
            self.add_symbol(gettext("[note]"), ("note", element.get("id", "")))
        elif name == "br":
            self.add_symbol("↵", ("br",))
        else:
            self.add_symbol(f"<{name}>", (name, _attributes(element)))
            self.read(element, marks)

    def add(self, text: str, marks: tuple) -> None:
        """Add a string, joined with the previous one if it has the same marks."""
        if self.runs and self.runs[-1][1] == marks:
            self.runs[-1] = (self.runs[-1][0] + text, marks)
        else:
            self.runs.append((text, marks))

    def add_symbol(self, text: str, *marks: tuple) -> None:
        self.runs.append((text, ("symbol", *marks)))

    def end_line(self) -> None:
        tokens = trim(_tokens(self.runs))
        if tokens:
            self.lines.append(Line(self.label, tokens, self.depth + self.level))
            self.label = ""
        self.runs = []


def _tokens(runs: list[tuple[str, tuple]]) -> Iterator[Token]:
    for text, marks in runs:
        if marks[:1] == ("symbol",):
            yield Token(text, marks)
        else:
            yield from tokenize(text, marks)


def _with(marks: tuple, mark: object) -> tuple:
    return tuple(sorted({*marks, mark}, key=repr))


def _label_and_level(element: Tag) -> tuple[str, int]:
    """Return the label of a paragraph, and its level of list nesting."""
    if element.name in HEADINGS:
        return gettext("Heading %(level)s") % {"level": element.name[1]}, 0
    if element.name != "li":
        return (gettext("Quotation") if element.name == "blockquote" else ""), 0
    lists = element.find_parents(LISTS)
    if not lists or lists[0].name != "ol":
        return BULLET, len(lists)
    # The first one shows where the numbers begin again.
    return (NUMBER if element.find_previous_sibling("li") else FIRST_NUMBER), len(lists)


def _attributes(element: Tag) -> tuple:
    return tuple(
        sorted((key, str(value)) for key, value in element.attrs.items() if key != BLOCK_KEY)
    )

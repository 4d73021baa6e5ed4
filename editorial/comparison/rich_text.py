"""Read rich text into lines."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from wagtail.models import Page

from documents.models import SiteDocument
from editorial.comparison.lines import Line, Token, tokenize, trimmed

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PARAGRAPHS = {"p", "div", "blockquote", "li", *HEADINGS}
LISTS = {"ul", "ol"}
STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "s": "s", "del": "s", "u": "u"}
STYLES |= {"sup": "sup", "sub": "sub", "code": "code"}
LINKED = {"page": Page, "document": SiteDocument}
KEY = "data-block-key"  # The editor gives each paragraph a random one.


def rich_text_lines(html: str, label: str = "", depth: int = 0) -> list[Line]:
    """Return the lines of a rich text as it is stored; `label` stands before the first one."""
    reader = _Reader(depth)
    reader.read(BeautifulSoup(html or "", "html.parser"), ())
    reader.end_line()
    if label and reader.lines:
        first = reader.lines[0]
        name = f"{label} – {first.label}" if first.label else label
        reader.lines[0] = Line(name, first.tokens, first.depth)
    return reader.lines


class _Reader:
    """Collects lines while it goes through the elements of a text."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.lines: list[Line] = []
        self.runs: list[tuple[str, tuple]] = []
        self.kind, self.level = "", 0

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
        self.kind, self.level = _kind(element)
        self.read(element, marks)
        self.end_line()

    def read_inline(self, element: Tag, marks: tuple) -> None:
        name = element.name
        if name in STYLES:
            self.read(element, _with(marks, STYLES[name]))
        elif name == "span" and element.get("lang"):
            self.read(element, _with(marks, ("lang", element["lang"])))
        elif name == "a":
            self.read(element, _with(marks, "a"))
            self.add_sign(f"[→ {_target(element)}]", ("link", _attributes(element)))
        elif name == "footnote":
            self.add_sign("[note]", ("note", element.get("id", "")))
        elif name == "br":
            self.add_sign("↵", ("br",))
        else:
            self.add_sign(f"<{name}>", (name, _attributes(element)))
            self.read(element, marks)

    def add(self, text: str, marks: tuple) -> None:
        """Add words; those of the same style belong together, however they are stored."""
        if self.runs and self.runs[-1][1] == marks:
            self.runs[-1] = (self.runs[-1][0] + text, marks)
        else:
            self.runs.append((text, marks))

    def add_sign(self, text: str, *marks: tuple) -> None:
        self.runs.append((text, ("sign", *marks)))

    def end_line(self) -> None:
        tokens = trimmed(_tokens(self.runs))
        if tokens:
            self.lines.append(Line(self.kind, tokens, self.depth + self.level))
        self.runs, self.kind, self.level = [], "", 0


def _tokens(runs: list[tuple[str, tuple]]) -> Iterator[Token]:
    for text, marks in runs:
        if marks[:1] == ("sign",):
            yield Token(text, marks)
        else:
            yield from tokenize(text, marks)


def _with(marks: tuple, mark: object) -> tuple:
    return tuple(sorted({*marks, mark}, key=repr))


def _kind(element: Tag) -> tuple[str, int]:
    """Return what a paragraph is, in a word, and how deep it stands."""
    if element.name in HEADINGS:
        return f"Heading {element.name[1]}", 0
    if element.name != "li":
        return ("Quotation" if element.name == "blockquote" else ""), 0
    around = element.find_parents(LISTS)
    return ("1." if around and around[0].name == "ol" else "•"), len(around)


def _attributes(element: Tag) -> tuple:
    return tuple(sorted((key, str(value)) for key, value in element.attrs.items() if key != KEY))


def _target(link: Tag) -> str:
    """Return where a link leads: a moderator has to see that before it is public."""
    kind = link.get("linktype")
    if kind not in LINKED:
        return kind or link.get("href", "")
    key = link.get("id", "")
    found = LINKED[kind].objects.filter(pk=key).first() if key.isdecimal() else None
    return f"“{found.title}”" if found else f"a {kind} that no longer exists"

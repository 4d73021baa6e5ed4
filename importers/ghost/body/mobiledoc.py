"""Render a document of Ghost's earlier editor, which is stored as Mobiledoc's JSON, as HTML.

Source: https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md
"""

from importers.ghost.body.cards import Note, card_html
from importers.ghost.body.markup import element, image
from importers.ghost.values import as_dict, as_list, escaped, parsed, strings, text

# The first value of a section.
MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
SECTION_TAGS = {"p", "ul", "ol", "blockquote", *(f"h{level}" for level in range(1, 7))}
MARKUP_TAGS = {"a", "b", "strong", "i", "em", "u", "s", "code", "mark", "sub", "sup"}
# The elements that HTML has under another name.
TAGS = {"pull-quote": "blockquote", "aside": "blockquote"}
ATOM = 1


def mobiledoc_html(source: object) -> tuple[str, list[Note]]:
    """Return a document as HTML, with notes on what HTML cannot contain."""
    document = as_dict(parsed(source))
    renderer = _MobiledocRenderer(document)
    if not as_list(document.get("sections")) and strings(document or text(source)):
        words = " ".join(strings(document or text(source)))
        renderer.notes.append(Note("text", f"The body cannot be read: {words}"))
    html = "".join(renderer.section(as_list(each)) for each in as_list(document.get("sections")))
    return html, renderer.notes


class _MobiledocRenderer:
    """Renders the sections of one document."""

    def __init__(self, document: dict) -> None:
        self.markups = as_list(document.get("markups"))
        self.atoms = as_list(document.get("atoms"))
        self.cards = as_list(document.get("cards"))
        self.notes: list[Note] = []

    def section(self, section: list) -> str:
        """Render a section: a paragraph, an image, a list or a card."""
        kind, first, second = _three(section)
        if kind == MARKUP:
            return element(_tag(first, SECTION_TAGS, "p"), self._inline(second))
        if kind == IMAGE:
            return image(first)
        if kind == LIST:
            entries = "".join(element("li", self._inline(each)) for each in as_list(second))
            return element(_tag(first, SECTION_TAGS, "ul"), entries)
        if kind == CARD:
            name, values, _ = _three(as_list(_at(self.cards, first)))
            return card_html(text(name), values, self.notes)
        if words := " ".join(strings(section)):
            self.notes.append(Note("text", f"A part cannot be read: {words}"))
        return ""

    def _inline(self, markers: object) -> str:
        """Render a text, in which markers open and close markups."""
        parts, opened = [], []
        for marker in map(as_list, as_list(markers)):
            kind, opening, closing = _three(marker)
            for number in as_list(opening):
                start, tag = self._opening(as_list(_at(self.markups, number)))
                parts.append(start)
                opened.append(tag)
            value = marker[3] if len(marker) > 3 else ""
            parts.append(self._atom(value) if kind == ATOM else escaped(value))
            number = min(max(closing, 0), len(opened)) if isinstance(closing, int) else 0
            parts += [f"</{opened.pop()}>" for _ in range(number)]
        return "".join([*parts, *(f"</{tag}>" for tag in reversed(opened))])

    def _opening(self, markup: list) -> tuple[str, str]:
        """Return the start and the name of the element of a markup."""
        name, attributes, _ = _three(markup)
        tag = _tag(name, MARKUP_TAGS, "span")
        pairs = as_list(attributes)
        named = dict(zip(map(text, pairs[::2]), pairs[1::2], strict=False))
        return element(tag, href=named.get("href")).removesuffix(f"</{tag}>"), tag

    def _atom(self, number: object) -> str:
        name, value, _ = _three(as_list(_at(self.atoms, number)))
        return "<br>" if name == "soft-return" else escaped(value)


def _tag(name: object, known: set[str], default: str) -> str:
    found = text(name).lower()
    found = TAGS.get(found, found)
    return found if found in known else default


def _at(values: list, number: object) -> object:
    is_index = isinstance(number, int) and not isinstance(number, bool)
    return values[number] if is_index and 0 <= number < len(values) else None


def _three(values: list) -> tuple[object, object, object]:
    """Return the first three values; None for those that are missing."""
    first, second, third, *_ = [*values, None, None, None]
    return first, second, third

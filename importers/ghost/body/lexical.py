"""Render a document of Ghost's editor, which is stored as Lexical's JSON, as HTML.

Source: https://lexical.dev/docs/concepts/serialization; the nodes that Ghost adds are named in
its package kg-default-nodes.
"""

from collections.abc import Callable

from importers.ghost.body.cards import CARDS, EMAIL_CARDS, Note, card_html, email_note
from importers.ghost.body.markup import element
from importers.ghost.values import (
    MAX_DEPTH,
    as_dict,
    as_list,
    escaped,
    parsed,
    strings,
    text,
)

# The bits of a text's format, and the elements for them.
FORMATS = {1: "strong", 2: "em", 4: "s", 8: "u", 16: "code", 32: "sub", 64: "sup", 128: "mark"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
LIST_TAGS = {"number": "ol", "ol": "ol"}


def lexical_html(source: object) -> tuple[str, list[Note]]:
    """Return a document as HTML, with notes on what HTML cannot contain."""
    renderer = _LexicalRenderer()
    root = as_dict(as_dict(parsed(source)).get("root"))
    if not root and text(source).strip():
        renderer.notes.append(Note("text", f"The body cannot be read: {text(source)[:500]}"))
    return renderer.children(root, 0), renderer.notes


def email_notes(source: object) -> list[Note]:
    """Return notes on the cards that only e-mails contained."""
    children = as_list(as_dict(as_dict(parsed(source)).get("root")).get("children"))
    cards = [as_dict(each) for each in children]
    return [email_note(each) for each in cards if text(each.get("type")) in EMAIL_CARDS]


class _LexicalRenderer:
    """Renders one document."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.methods: dict[str, Callable[[dict, int], str]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "extended-heading": self._heading,
            "quote": self._quote,
            "extended-quote": self._quote,
            "aside": self._aside,
            "list": self._list,
            "listitem": self._list_item,
            "link": self._link,
            "autolink": self._link,
            "at-link": self._link,
            "text": self._text,
            "extended-text": self._text,
            "code-highlight": self._text,
            "tk": self._text,
            "linebreak": lambda _node, _depth: "<br>",
            "tab": lambda _node, _depth: "\t",
            "zwnj": lambda _node, _depth: "",
            "at-link-search": self._text,
        }

    def children(self, node: dict, depth: int) -> str:
        """Render the children of a node."""
        nodes = as_list(node.get("children"))
        if nodes and depth > MAX_DEPTH:
            words = " ".join(strings(nodes))
            self.notes.append(Note("text", f"A part is nested too deeply to be read: {words}"))
            return ""
        return "".join(self.node(as_dict(each), depth + 1) for each in nodes)

    def node(self, node: dict, depth: int) -> str:
        """Render a node."""
        kind = text(node.get("type"))
        if method := self.methods.get(kind):
            return method(node, depth)
        if kind == "code" and "code" not in node:
            return element("pre", self.children(node, depth))
        if kind in CARDS or kind in EMAIL_CARDS or not as_list(node.get("children")):
            return card_html(kind, node, self.notes)
        return element("div", self.children(node, depth))

    def _paragraph(self, node: dict, depth: int) -> str:
        return element("p", self.children(node, depth))

    def _heading(self, node: dict, depth: int) -> str:
        tag = text(node.get("tag"))
        return element(tag if tag in HEADINGS else "h2", self.children(node, depth))

    def _quote(self, node: dict, depth: int) -> str:
        return element("blockquote", self.children(node, depth))

    def _aside(self, node: dict, depth: int) -> str:
        return element("blockquote", self.children(node, depth), "kg-blockquote-alt")

    def _list(self, node: dict, depth: int) -> str:
        kind = text(node.get("listType")) or text(node.get("tag"))
        tag, start = LIST_TAGS.get(kind, "ul"), node.get("start")
        has_start = tag == "ol" and isinstance(start, int) and start != 1
        return element(tag, self.children(node, depth), start=str(start) if has_start else "")

    def _list_item(self, node: dict, depth: int) -> str:
        """Render an entry; one that consists of a list continues the entry before it."""
        inner = self.children(node, depth)
        kinds = {text(as_dict(each).get("type")) for each in as_list(node.get("children"))}
        return inner if kinds == {"list"} else element("li", inner)

    def _link(self, node: dict, depth: int) -> str:
        inner = self.children(node, depth) or escaped(node.get("url"))
        return element("a", inner, href=node.get("url")) if text(node.get("url")) else inner

    def _text(self, node: dict, _depth: int) -> str:
        found, bits = escaped(node.get("text")), node.get("format")
        if not isinstance(bits, int):
            return found
        for bit, tag in FORMATS.items():
            if bits & bit and found:
                found = element(tag, found)
        return found

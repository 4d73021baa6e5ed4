"""A text in HTML as a tree, whatever is wrong with it."""

import re
from collections.abc import Iterator

from lxml import etree, html

Node = html.HtmlElement
# What a line of text consists of; all other elements begin a new one.
INLINE = frozenset(
    "a abbr acronym audio b bdi bdo big br button cite code data del dfn em embed font i iframe "  # noqa: SIM905
    "img ins input kbd label mark meter object picture q ruby rt rp s samp script select small "
    "span strike strong style sub sup svg textarea time tt u var video wbr map noscript "
    "x-shortcode".split()
)
SPACES = re.compile(r"[ \t\r\n\f]+")


def tree(text: str) -> tuple[Node, bool]:
    """Return a text as the children of one element, and whether all of it could be read."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    wrapped = f"<div>{text}</div>".encode("utf-8", "replace")
    root = html.fromstring(wrapped, parser=parser) if text.strip() else html.Element("div")
    too_deep = any(entry.type == etree.ErrorTypes.ERR_INTERNAL_ERROR for entry in parser.error_log)
    return root, not too_deep and not any("depth" in entry.message for entry in parser.error_log)


def is_comment(node: Node) -> bool:
    """Tell whether a node is a comment or a processing instruction."""
    return not isinstance(node.tag, str)


def is_inline(node: Node) -> bool:
    """Tell whether an element stands within a line."""
    return is_comment(node) or (node.tag in INLINE and not _holds_blocks(node))


def _holds_blocks(node: Node) -> bool:
    """Tell whether an element that should be part of a line has others in it that cannot be."""
    if node.tag not in (
        "a",
        "span",
        "font",
        "b",
        "strong",
        "em",
        "i",
        "ins",
        "del",
        "big",
        "small",
    ):
        return False
    return any(not is_comment(each) and each.tag not in INLINE for each in node.iterdescendants())


def classes(node: Node) -> set[str]:
    """Return the classes of an element."""
    return set((node.get("class") or "").split())


def words(node: Node) -> str:
    """Return the text of an element, its lines kept apart by line breaks alone."""
    parts: list[str] = []
    _collect(node, parts)
    lines = "".join(parts).split("\n")
    return "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in lines)))


def _collect(node: Node, parts: list[str]) -> None:
    if is_comment(node) or node.tag in ("script", "style"):
        return
    if node.tag == "br" or node.tag not in INLINE:
        parts.append("\n")
    parts.append(SPACES.sub(" ", node.text or ""))
    for child in node:
        _collect(child, parts)
        parts.append(SPACES.sub(" ", child.tail or ""))
    if node.tag not in INLINE:
        parts.append("\n")


def parts_of(node: Node) -> Iterator[str | Node]:
    """Yield what stands in an element: texts, and elements, whose tails come as texts."""
    if node.text:
        yield node.text
    for child in node:
        yield child
        if child.tail:
            yield child.tail

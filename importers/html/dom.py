"""Parse HTML with lxml, and read its nodes."""

import re
from collections.abc import Iterator

from lxml import etree, html

Node = html.HtmlElement
# Elements of phrasing content; all others begin a new line.
INLINE_TAGS = frozenset(
    "a abbr acronym audio b bdi bdo big br button cite code data del dfn em embed font i iframe "  # noqa: SIM905
    "img ins input kbd label mark meter object picture q ruby rt rp s samp script select small "
    "span strike strong style sub sup svg textarea time tt u var video wbr map noscript "
    "x-shortcode".split()
)
# Inline elements that in practice often contain blocks.
INLINE_WRAPPERS = frozenset("a span font b strong em i ins del big small".split())  # noqa: SIM905
WHITESPACE = re.compile(r"[ \t\r\n\f]+")


def parse(text: str) -> tuple[Node, bool]:
    """Return HTML as the children of one element, and whether all of it was parsed.

    libxml2 repairs any markup, but stops at a maximum depth.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    wrapped = f"<div>{text}</div>".encode("utf-8", "replace")
    root = html.fromstring(wrapped, parser=parser) if text.strip() else html.Element("div")
    too_deep = any(entry.type == etree.ErrorTypes.ERR_INTERNAL_ERROR for entry in parser.error_log)
    return root, not too_deep and not any("depth" in entry.message for entry in parser.error_log)


def link_node(url: str, text: str) -> Node:
    """Return a link, to be converted as one in a body: not every URL becomes one."""
    link = html.Element("a", href=url)
    link.text = text
    return link


def is_comment(node: Node) -> bool:
    """Return whether a node is a comment or a processing instruction."""
    return not isinstance(node.tag, str)


def is_inline(node: Node) -> bool:
    """Return whether a node is inline and contains no blocks."""
    return is_comment(node) or (node.tag in INLINE_TAGS and not _contains_blocks(node))


def _contains_blocks(node: Node) -> bool:
    return node.tag in INLINE_WRAPPERS and any(
        not is_comment(each) and each.tag not in INLINE_TAGS for each in node.iterdescendants()
    )


def classes(node: Node) -> set[str]:
    """Return the class names of an element."""
    return set((node.get("class") or "").split())


def node_text(node: Node) -> str:
    """Return the text of an element, with a line break between blocks."""
    parts: list[str] = []
    _collect(node, parts)
    lines = "".join(parts).split("\n")
    return "\n".join(filter(None, (WHITESPACE.sub(" ", line).strip() for line in lines)))


def line_text(node: Node) -> str:
    """Return the text of an element on one line."""
    return " ".join(node_text(node).split())


def _collect(node: Node, parts: list[str]) -> None:
    if is_comment(node) or node.tag in ("script", "style"):
        return
    if node.tag == "br" or node.tag not in INLINE_TAGS:
        parts.append("\n")
    parts.append(WHITESPACE.sub(" ", node.text or ""))
    for child in node:
        _collect(child, parts)
        parts.append(WHITESPACE.sub(" ", child.tail or ""))
    if node.tag not in INLINE_TAGS:
        parts.append("\n")


def child_nodes(node: Node) -> Iterator[str | Node]:
    """Yield the children of an element, with its text and their tails as strings."""
    if node.text:
        yield node.text
    for child in node:
        yield child
        if child.tail:
            yield child.tail

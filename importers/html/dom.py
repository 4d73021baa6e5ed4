"""Parse HTML with lxml, and read its nodes."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

from importers.html.numbering import markers

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
DOCUMENT_TAGS = re.compile(r"</?(?:html|body|head)\b[^>]*>|<!doctype[^>]*>", re.IGNORECASE)
CHARACTER_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")
# Characters that no reader sees and that may break a line or the page: controls, other than white
# space, and noncharacters.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def parse(text: str) -> tuple[Node, bool]:
    """Return HTML as the children of one element, and whether all of it was parsed.

    libxml2 repairs any markup, but stops at a maximum depth.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    # Text after the end of a document within a body would be lost.
    text = DOCUMENT_TAGS.sub("", text)
    text = CONTROLS.sub("", CHARACTER_REFERENCE.sub(_without_controls, text))
    wrapped = f"<div>{text}</div>".encode("utf-8", "replace")
    root = html.fromstring(wrapped, parser=parser) if text.strip() else html.Element("div")
    too_deep = any(entry.type == etree.ErrorTypes.ERR_INTERNAL_ERROR for entry in parser.error_log)
    return root, not too_deep and not any("depth" in entry.message for entry in parser.error_log)


def _without_controls(reference: re.Match) -> str:
    """Return a numeric reference, or nothing for that of a control character.

    As in browsers, the references 128 to 159 are characters of Windows-1252.
    """
    character = unescape(reference[0])
    return "" if CONTROLS.search(character) or not character else reference[0]


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


def verbatim_text(node: Node) -> str:
    """Return the text of preformatted text, with its spaces and line breaks."""
    parts: list[str] = [node.text or ""]
    for child in node:
        if not is_comment(child) and child.tag not in ("script", "style"):
            parts.append("\n" if child.tag == "br" else verbatim_text(child))
            if child.tag not in INLINE_TAGS and not parts[-1].endswith("\n"):
                parts.append("\n")
        parts.append(child.tail or "")
    return "".join(parts)


def line_text(node: Node) -> str:
    """Return the text of an element on one line."""
    return " ".join(node_text(node).split())


def _collect(node: Node, parts: list[str]) -> None:
    if is_comment(node) or node.tag in ("script", "style"):
        return
    if node.tag == "br" or node.tag not in INLINE_TAGS:
        parts.append("\n")
    if node.tag == "li":
        parts.append(f"{_marker(node)} ")
    parts.append(WHITESPACE.sub(" ", node.text or ""))
    for child in node:
        _collect(child, parts)
        parts.append(WHITESPACE.sub(" ", child.tail or ""))
    if node.tag not in INLINE_TAGS:
        parts.append("\n")


def _marker(entry: Node) -> str:
    """Return the marker of an entry of a list: a bullet, or its number."""
    parent = entry.getparent()
    if parent is None or parent.tag not in ("ul", "ol"):
        return ""
    entries = [each for each in parent if each.tag == "li"]
    return markers(parent)[entries.index(entry)]


def child_nodes(node: Node) -> Iterator[str | Node]:
    """Yield the children of an element, with its text and their tails as strings."""
    if node.text:
        yield node.text
    for child in node:
        yield child
        if child.tail:
            yield child.tail

"""Parse HTML with lxml, and read its nodes."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

from importers.html.numbering import LISTS, markers

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
# The attributes in which scripts keep the address of a picture or a frame.
LAZY_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url")
BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(([^)]+)\)", re.IGNORECASE)
# From the elements of HTML to those of our rich text.
EMPHASIS_TAGS = {
    **dict.fromkeys(("b", "strong", "mark"), "b"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "u", "ins"), "i"),
    **dict.fromkeys(("s", "strike", "del"), "s"),
    "sup": "sup",
    "sub": "sub",
}
EMPHASIS_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"), "b"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)"), "i"),
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through"), "s"),
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*underline"), "i"),
    (re.compile(r"vertical-align\s*:\s*super"), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub"), "sub"),
)
PLAIN_STYLE = re.compile(r"font-(?:weight|style)\s*:\s*(?:normal|[1-5]00)")
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


def source_url(node: Node) -> str:
    """Return the address of an element, also if a script sets it later (“lazy loading”)."""
    url = (node.get("src") or node.get("href") or node.get("data") or "").strip()
    if node.tag in ("a", "area") or (url and not url.startswith(("data:", "about:"))):
        return url
    lazy = next(filter(None, (node.get(name) for name in LAZY_ATTRIBUTES)), "").strip()
    candidates = (node.get("srcset") or node.get("data-srcset") or "").split()
    return lazy or next(iter(candidates), "").rstrip(",") or url


def background_url(node: Node) -> str:
    """Return the address of the picture behind an element; an empty string if there is none."""
    found = BACKGROUND.search(node.get("style") or "")
    return found[1].strip("\"' ") if found else ""


def emphasis_tags(node: Node) -> list[str]:
    """Return the tags of rich text for the emphasis of an element, by its tag and its style."""
    style = (node.get("style") or "").lower()
    tags = [tag for pattern, tag in EMPHASIS_STYLES if pattern.search(style)]
    own = EMPHASIS_TAGS.get(node.tag)
    # Some editors wrap a whole text in an element whose style says that it means nothing.
    if own and not (own in "bi" and PLAIN_STYLE.search(style)):
        tags.append(own)
    return list(dict.fromkeys(tags))


def emphasised(html: str, node: Node) -> str:
    """Return the rich text of an element within the tags of its emphasis."""
    for tag in emphasis_tags(node) if html else ():
        html = f"<{tag}>{html}</{tag}>"
    return html


def is_emoji(image: Node) -> bool:
    """Return whether an image stands for a character, which is its alternative text."""
    names = classes(image) & {"emoji", "wp-smiley"}
    return image.tag == "img" and bool(names and image.get("alt"))


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


def _collect(node: Node, parts: list[str], marker: str = "") -> None:
    if is_comment(node) or node.tag in ("script", "style"):
        return
    if node.tag == "br" or node.tag not in INLINE_TAGS:
        parts.append("\n")
    elif node.tag in ("img", "picture", "iframe", "audio", "video"):
        parts.append(" ")
    if node.tag == "li":
        parts.append(f"{marker} ")
    parts.append(WHITESPACE.sub(" ", node.text or ""))
    found = iter(markers(node) if node.tag in LISTS else ())
    for child in node:
        _collect(child, parts, next(found, "") if child.tag == "li" else "")
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

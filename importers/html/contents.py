"""Read what a reader sees: of the HTML of a body, and of the blocks that were made of it."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape

from importers.html.dom import (
    Node,
    background_url,
    emphasis_tags,
    is_comment,
    is_emoji,
    node_text,
    parse,
    source_url,
)
from importers.html.notes import REFERENCE_KEY
from importers.html.result import Body

ADDRESS = re.compile(r"^https?://\S+$")
# Elements with text that no reader sees.
UNSEEN_TAGS = {
    *("script", "style", "template", "noscript", "head", "title", "annotation", "desc"),
    *("audio", "video", "object", "iframe", "canvas", "applet", "datalist", "footnote"),
}
# Our headings are bold, so emphasis in them counts as kept.
HEADING_TAGS = {f"h{level}" for level in range(1, 7)} | {"th"}
# Elements that lead to something by an address.
ADDRESS_TAGS = {
    *("a", "area", "img", "iframe", "audio", "video", "source", "embed", "object", "track"),
    "input",
}
# What WordPress appends to the names of the sizes of a picture, with the extension.
SIZE = re.compile(r"(?:-\d+x\d+|-scaled|-e\d{9,})*\.\w+$")
RICH_TEXT = re.compile(r"<(?:p|h[1-6]|ul|ol|hr)\b")
LABELLED_INPUTS = ("submit", "button", "reset", "image")


@dataclass
class Contents:
    """What is in a body: texts in their order, texts with emphasis, and cells of tables."""

    texts: list[str] = field(default_factory=list)
    emphasis: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Add what a reader sees of an element."""
        node = _seen(node)
        self.add_text(node_text(node))
        for each in node.iter("td", "th"):
            self.cells.append(node_text(each))
        self.texts += filter(None, map(_label, node.iter("img", "area", "input", "textarea")))
        self.emphasis += _emphasised(node)

    def add_text(self, text: str) -> None:
        """Add plain text, in which a URL is an address."""
        if "://" not in text:
            self.texts.append(text)
            return
        tokens = text.split()
        self.addresses += filter(ADDRESS.match, tokens)
        self.texts.append(" ".join(token for token in tokens if not ADDRESS.match(token)))


def read_source(nodes: Iterable[Node]) -> Contents:
    """Return what a reader saw in some elements."""
    contents = Contents()
    for node in nodes:
        contents.add(node)
        contents.addresses += _addresses(node)
    return contents


def read_body(body: Body) -> Contents:
    """Return what readers see in the blocks of a body."""
    contents = Contents()
    for block in body.blocks:
        if block["type"] == "table":
            contents.add(parse(_table_html(block["value"]))[0])
        elif block["type"] == "heading":
            contents.add(parse(f"<h2>{escape(block['value']['text'])}</h2>")[0])
        else:
            _add_value(contents, block["value"])
    for _uuid, html in body.footnotes:
        contents.add(parse(html)[0])
    return contents


def _seen(node: Node) -> Node:
    """Return an element without what no reader sees, and the marks of notes; else a copy."""
    if not any(map(_is_unseen, node.iter())):
        return node
    seen = deepcopy(node)
    for each in [each for each in seen.iterdescendants() if _is_unseen(each)]:
        if each.getparent() is not None:
            each.drop_tree()
    return seen


def _is_unseen(node: Node) -> bool:
    return not is_comment(node) and (node.tag in UNSEEN_TAGS or bool(node.get(REFERENCE_KEY)))


def _label(node: Node) -> str:
    """Return the text that a picture or a field of a form shows."""
    if node.tag == "input" and node.get("type") in LABELLED_INPUTS:
        return node.get("value") or node.get("alt") or ""
    return node.get("alt") or node.get("placeholder") or ""


def _emphasised(node: Node) -> Iterator[str]:
    """Yield the texts within emphasis, each once."""
    if is_comment(node):
        return
    if node.tag in HEADING_TAGS or (emphasis_tags(node) and not _is_source(node)):
        yield node_text(node)
    else:
        for child in node:
            yield from _emphasised(child)


def _is_source(node: Node) -> bool:
    """Return whether an element names the source of a quotation."""
    return node.tag == "cite" and next(node.iterancestors("blockquote", "figure"), None) is not None


def _addresses(node: Node) -> Iterator[str]:
    """Yield the addresses of the links, pictures and files that a reader saw or could follow."""
    for each in node.iter():
        found = [] if is_comment(each) else list(_addresses_of(each))
        # Few elements have an address, so only their ancestors are searched.
        if found and next(each.iterancestors("noscript", "template"), None) is None:
            yield from found


def _addresses_of(node: Node) -> Iterator[str]:
    if background := background_url(node):
        yield background
    if node.get("poster"):
        yield node.get("poster").strip()
    if node.tag in ADDRESS_TAGS and not is_emoji(node) and (address := _address(node)):
        yield address


def _address(node: Node) -> str:
    address = source_url(node)
    is_loaded = address.startswith(("data:", "blob:", "about:", "#"))
    if is_loaded or (node.tag == "source" and node.getparent().tag == "picture"):
        return ""
    return "" if node.tag == "a" and _enlarges_picture(node, address) else address


def _enlarges_picture(link: Node, address: str) -> bool:
    """Return whether a link leads from a picture to its own file or page."""
    image = link.find(".//img")
    if image is None or node_text(link):
        return False
    return "attachment_id" in address or _stem(address) == _stem(source_url(image))


def _stem(url: str) -> str:
    """Return the name of the file of a picture, which is the same for all of its sizes."""
    return SIZE.sub("", url.partition("?")[0].rpartition("/")[2])


def _table_html(value: dict) -> str:
    heads = [f"<th>{escape(column['heading'])}</th>" for column in value["columns"]]
    rows = [heads]
    for row in value["rows"]:
        cells = zip(value["columns"], row["values"], strict=True)
        rows.append(
            [
                f"<td>{cell if column['type'] == 'rich_text' else escape(str(cell))}</td>"
                for column, cell in cells
            ]
        )
    inner = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<p>{escape(value.get('caption') or '')}</p><table>{inner}</table>"


def _add_value(contents: Contents, value: object) -> None:
    if isinstance(value, str):
        if RICH_TEXT.match(value):
            contents.add(parse(value)[0])
        else:
            contents.add_text(value)
    elif isinstance(value, dict):
        for each in value.values():
            _add_value(contents, each)
    elif isinstance(value, list):
        for each in value:
            _add_value(contents, each.get("value", each) if isinstance(each, dict) else each)

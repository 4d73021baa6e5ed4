"""Compare the HTML of a body with the blocks that were made of it, and report what is missing.

Whatever a reader saw has to be in the blocks or in the warnings: words, links, pictures, files,
cells of tables and emphasis. The comparison knows no markup of plugins, and looks only at what was
read and what was made. Numbers of lists count as words, notes as words and links.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape

from importers.html.dom import Node, is_comment, node_text, parse
from importers.html.media_blocks import is_image_url
from importers.html.notes import REFERENCE_KEY
from importers.html.result import Body

WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"^https?://\S+$")
# Elements with text that no reader sees.
UNSEEN_TAGS = {
    *("script", "style", "template", "noscript", "head", "title", "annotation", "desc"),
    *("audio", "video", "object", "iframe", "canvas", "applet", "datalist", "footnote"),
}
EMPHASIS_TAGS = {"b", "strong", "i", "em", "s", "strike", "del", "sup", "sub", "u", "mark"}
# Our headings are bold, so emphasis in them counts as kept.
EMPHATIC_TAGS = EMPHASIS_TAGS | {f"h{level}" for level in range(1, 7)} | {"th"}
RICH_TEXT = re.compile(r"<(?:p|h[1-6]|ul|ol|hr)\b")
# More words are compared without their order.
MAX_ALIGNED_WORDS = 6000
CONTEXT_WORDS = 400


@dataclass
class Contents:
    """What is in a body: words in their order, words with emphasis, and cells of tables."""

    words: list[str] = field(default_factory=list)
    emphasis: list[str] = field(default_factory=list)
    cells: Counter[tuple[str, ...]] = field(default_factory=Counter)
    addresses: list[str] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Add what a reader sees of an element."""
        node = _seen(node)
        self.add_text(node_text(node))
        for each in node.iter():
            if is_comment(each):
                continue
            if each.tag in ("td", "th") and (cell := tuple(_words(node_text(each)))):
                self.cells[cell] += 1
            if each.tag == "img" and each.get("alt"):
                self.words += _words(each.get("alt"))
        self.emphasis += _emphasised(node)

    def add_text(self, text: str) -> None:
        """Add plain text, in which a URL is an address."""
        for token in text.split():
            if ADDRESS.match(token):
                self.addresses.append(token)
            else:
                self.words += _words(token)


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


def report_losses(source: Contents, body: Body) -> None:
    """Add a warning for each part of the source that is neither in the blocks nor in a warning."""
    made = read_body(body)
    reported = " ".join(warning.text for warning in body.warnings)
    named = _named(body)
    _report_addresses(source.addresses, made, reported, body)
    lost = _lost_words(source.words, made.words)
    body.words_read, body.words_placed = len(source.words), len(source.words) - lost.total()
    lost -= named
    for run in _runs(source.words, made.words, lost):
        body.warn("text", f"Text was left out: {run}")
    emphasis = _lost_words(source.emphasis, made.emphasis) - named
    for run in _runs(source.emphasis, made.emphasis, emphasis):
        body.warn("emphasis", f"Emphasis was removed: {run}")
    for cell in source.cells - made.cells:
        if _counted(cell) - named:
            body.warn("table", f"A cell of a table became text: {' '.join(cell)}")


def _named(body: Body) -> Counter[str]:
    """Return the words of the source that warnings name, without URLs and our own words."""
    named = Contents()
    for warning in body.warnings:
        named.add_text(warning.text.partition(": ")[2] or warning.text)
    return _counted(named.words)


def _report_addresses(addresses: list[str], made: Contents, reported: str, body: Body) -> None:
    references = str([block["value"] for block in body.blocks]) + str(body.footnotes)
    text = set(made.addresses)
    for address in dict.fromkeys(addresses):
        shown = " ".join(address.split())
        is_placed = any(each in references for each in body.placements.get(address, ()))
        if not (is_placed or address in text or shown in reported or shown[:100] in reported):
            body.warn("link", f"A link, picture or file was left out: {shown}")


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _counted(words: Iterable[str]) -> Counter[str]:
    """Count words, which may have another case where they are displayed."""
    return Counter(word.casefold() for word in words)


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


def _emphasised(node: Node) -> Iterator[str]:
    """Yield the words within emphasis, each once."""
    for each in node.iter(*EMPHATIC_TAGS):
        if next(each.iterancestors(*EMPHATIC_TAGS), None) is None:
            yield from _words(node_text(each))


def _addresses(node: Node) -> Iterator[str]:
    """Yield the addresses of the links, pictures and files that a reader saw or could follow."""
    for each in node.iter("a", "img", "iframe", "audio", "video", "source", "embed", "object"):
        if next(each.iterancestors("noscript", "template"), None) is not None:
            continue
        yield from _addresses_of(each)


def _addresses_of(node: Node) -> Iterator[str]:
    address = (node.get("href") or node.get("src") or node.get("data") or "").strip()
    if not address or address.startswith(("data:", "blob:", "#")):
        return
    if node.tag == "source" and node.getparent().tag == "picture":
        return
    if node.tag != "a" or node_text(node) or _links_a_picture(node, address):
        yield address


def _links_a_picture(link: Node, address: str) -> bool:
    """Return whether a link without text encloses a picture, and leads to more than its file."""
    is_file = is_image_url(address) or "attachment_id" in address
    return link.find(".//img") is not None and not is_file


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


def _lost_words(source: list[str], made: list[str]) -> Counter[str]:
    return _counted(source) - _counted(made)


def _runs(source: list[str], made: list[str], lost: Counter[str]) -> Iterator[str]:
    """Yield the parts of the source with lost words, in their order."""
    if not lost:
        return
    left = lost.copy()
    if len(source) + len(made) <= MAX_ALIGNED_WORDS:
        folded = [[word.casefold() for word in words] for words in (source, made)]
        matcher = SequenceMatcher(None, *folded, autojunk=False)
        for kind, start, end, _, _ in matcher.get_opcodes():
            run = folded[0][start:end]
            if kind in ("delete", "replace") and any(left[word] > 0 for word in run):
                left -= Counter(run)
                yield from _pieces(source[start:end])
    rest = []
    for word in source:
        if left[word.casefold()] > 0:
            left[word.casefold()] -= 1
            rest.append(word)
    yield from _pieces(rest)


def _pieces(run: list[str]) -> Iterator[str]:
    for at in range(0, len(run), CONTEXT_WORDS):
        yield " ".join(run[at : at + CONTEXT_WORDS])

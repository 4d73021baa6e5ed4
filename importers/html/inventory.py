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
from functools import cached_property
from html import escape
from itertools import groupby

from importers.html.dom import Node, is_comment, node_text, parse
from importers.html.media_blocks import is_image_url
from importers.html.notes import REFERENCE_KEY
from importers.html.result import MAX_WARNING_LENGTH, Body

# A word, or a symbol that says as much as one: a currency, an arrow, an emoji.
WORD = re.compile(
    r"\w+|[$¢-¥©®°₠-₿\u2100-\u214f←-⇿\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
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
MAX_PIECE = MAX_WARNING_LENGTH - 100  # characters, which leave room for what was lost


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
        self.texts += [each.get("alt") for each in node.iter("img") if each.get("alt")]
        self.emphasis += _emphasised(node)

    def add_text(self, text: str) -> None:
        """Add plain text, in which a URL is an address."""
        if "://" not in text:
            self.texts.append(text)
            return
        tokens = text.split()
        self.addresses += filter(ADDRESS.match, tokens)
        self.texts.append(" ".join(token for token in tokens if not ADDRESS.match(token)))


class Words:
    """The words of some texts in their order, without regard to case, and what to quote of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(texts)
        self.words = _words(self.text)

    def lost(self, made: "Words") -> Counter[str]:
        """Return the words that are more often here."""
        return Counter(self.words) - Counter(made.words)

    def quote(self, start: int, end: int) -> str:
        """Return the text from one word to before another, with its adjacent punctuation."""
        first, last = self._spans[start][0], self._spans[end - 1][1]
        while first and not WORD.match(before := self.text[first - 1]) and not before.isspace():
            first -= 1
        while last < len(self.text):
            after = self.text[last]
            if WORD.match(after) or after.isspace():
                break
            last += 1
        return self.text[first:last]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in WORD.finditer(self.text)]


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
    read = Words(source.texts)
    lost = read.lost(placed := Words(made.texts))
    body.words_read, body.words_placed = len(read.words), len(read.words) - lost.total()
    for run in _runs(read, placed, lost - named):
        body.warn("text", f"Text was left out: {run}")
    read, placed = Words(source.emphasis), Words(made.emphasis)
    for run in _runs(read, placed, read.lost(placed) - named):
        body.warn("emphasis", f"Emphasis was removed: {run}")
    _report_cells(source.cells, made.cells, named, body)


def _report_cells(read: list[str], placed: list[str], named: Counter[str], body: Body) -> None:
    left = Counter(tuple(_words(cell)) for cell in placed)
    for cell in read:
        words = tuple(_words(cell))
        left[words] -= 1
        if left[words] < 0 and Counter(words) - named:
            body.warn("table", f"A cell of a table became text: {cell}")


def _named(body: Body) -> Counter[str]:
    """Return the words of the source that warnings quote, which they do after a colon."""
    quoted = Contents()
    for warning in body.warnings:
        quoted.add_text(warning.text.partition(": ")[2])
    return Counter(_words(" ".join(quoted.texts)))


def _report_addresses(addresses: list[str], made: Contents, reported: str, body: Body) -> None:
    references = str([block["value"] for block in body.blocks]) + str(body.footnotes)
    text = set(made.addresses)
    for address in dict.fromkeys(addresses):
        shown = " ".join(address.split())
        is_placed = any(each in references for each in body.placements.get(address, ()))
        if not (is_placed or address in text or shown in reported or shown[:100] in reported):
            body.warn("link", f"A link, picture or file was left out: {shown}")


def _words(text: str) -> list[str]:
    """Return the words of a text, which may have another case where they are displayed."""
    return [word.casefold() for word in WORD.findall(text)]


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
    """Yield the texts within emphasis, each once."""
    for each in node.iter(*EMPHATIC_TAGS):
        if next(each.iterancestors(*EMPHATIC_TAGS), None) is None:
            yield node_text(each)


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


def _runs(source: Words, made: Words, lost: Counter[str]) -> Iterator[str]:
    """Yield the parts of the source with lost words, in their order, each short enough to report.

    Words that occur elsewhere as well come last, without their context.
    """
    if not lost:
        return
    left = lost.copy()
    if len(source.words) + len(made.words) <= MAX_ALIGNED_WORDS:
        matcher = SequenceMatcher(None, source.words, made.words, autojunk=False)
        for kind, start, end, _, _ in matcher.get_opcodes():
            run = source.words[start:end]
            if kind in ("delete", "replace") and any(left[word] > 0 for word in run):
                left -= Counter(run)
                yield from _pieces(source.quote(start, end))
    places = []
    for place, word in enumerate(source.words):
        if left[word] > 0:
            left[word] -= 1
            places.append(place)
    yield from _pieces(" … ".join(source.quote(*run) for run in _neighbours(places)))


def _neighbours(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run of consecutive numbers."""
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        yield numbers[0], numbers[-1] + 1


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit into a warning, where possible from word to word."""
    while len(text) > MAX_PIECE:
        end = text.rfind(" ", 1, MAX_PIECE) if " " in text[1:MAX_PIECE] else MAX_PIECE
        yield text[:end]
        text = text[end:].lstrip()
    if text:
        yield text

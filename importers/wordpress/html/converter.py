"""Convert the HTML of a WordPress post, from the block or the classic editor, to our blocks."""

import json
import re
from collections.abc import Iterable
from html import escape
from uuid import NAMESPACE_URL, uuid5

from importers.wordpress.html.block_writer import BlockWriter
from importers.wordpress.html.dom import Node, classes, is_comment, is_inline, parts_of, tree
from importers.wordpress.html.inline import DROPPED, InlineConverter, as_uuid
from importers.wordpress.html.media import MediaMixin
from importers.wordpress.html.media_blocks import ADDRESS, Block, MediaBlocks
from importers.wordpress.html.result import Body, Finder
from importers.wordpress.html.shortcodes import ELEMENT, with_elements
from importers.wordpress.html.text import TextMixin

PARAGRAPHS = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
# Blocks that WordPress makes anew for each reader: there is no text in them.
DYNAMIC = re.compile(r"^\s*wp:([a-z][\w/-]*)\s(?:.*\s)?/\s*$", re.DOTALL)
LAYOUT = {"separator", "spacer", "more", "nextpage", "footnotes", "column", "post-content", "block"}
# From a class of WordPress's blocks to the method that knows them.
BY_CLASS = {
    "wp-block-pullquote": "pull_quote",
    "wp-block-gallery": "gallery",
    "blocks-gallery-grid": "gallery",
    "gallery": "gallery",
    "wp-block-embed": "embedded",
    "wp-block-video": "player",
    "wp-block-audio": "player",
    "wp-block-file": "file",
    "wp-block-button": "button",
    "wp-block-verse": "verse",
    "wp-block-footnotes": "nothing",
    "wp-block-cover": "cover",
    "wp-block-media-text": "cover",
}
BY_TAG = {
    "p": "paragraph",
    "ul": "list",
    "ol": "list",
    "dl": "definitions",
    "blockquote": "quote",
    "figure": "figure",
    "pre": "code",
    "table": "bare_table",
    "details": "details",
    "hr": "nothing",
    "audio": "player",
    "video": "player",
    "iframe": "frame",
    "img": "image",
    "picture": "image",
    ELEMENT: "shortcode",
    "figcaption": "paragraph",
} | {f"h{level}": "heading" for level in range(1, 7)}


class BlockConverter(TextMixin, MediaMixin):
    """Writes one text; every method but `flow` takes an element."""

    def __init__(
        self, writer: BlockWriter, lines: InlineConverter, figures: MediaBlocks, *, is_classic: bool
    ) -> None:
        """Take where blocks go, and who makes lines and figures."""
        self.writer, self.lines, self.figures = writer, lines, figures
        self.is_classic = is_classic

    def flow(self, node: Node) -> None:
        """Write all that stands in an element, in its order."""
        run: list[str | Node] = []
        for part in parts_of(node):
            if isinstance(part, str) or (is_inline(part) and not self._stands_alone(part)):
                if not isinstance(part, str) and is_comment(part):
                    self._comment(part)
                else:
                    run.append(part)
                continue
            self._run(run)
            run = []
            self.element(part)
        self._run(run)

    def element(self, node: Node) -> None:
        """Write one element."""
        if node.tag in DROPPED:
            self.lines.drop(node)
            return
        known = [BY_CLASS[name] for name in sorted(classes(node)) if name in BY_CLASS]
        name = next(iter(known), "") or BY_TAG.get(node.tag, "")
        if name:
            getattr(self, name)(node)
        else:
            self.flow(node)

    def _stands_alone(self, node: Node) -> bool:
        """Tell whether what could be part of a line is a block of its own here."""
        if node.tag == ELEMENT:
            return node.get("name") not in ("unknown", "note")
        return bool(classes(node) & set(BY_CLASS)) or node.tag in ("iframe", "audio", "video")

    def _comment(self, node: Node) -> None:
        found = DYNAMIC.match(node.text or "")
        if found and found[1] not in LAYOUT:
            self.lines.body.warn("block", f"The block “{found[1]}” is made by WordPress: left out.")

    def _run(self, run: list[str | Node]) -> None:
        """Write lines that stand in no paragraph: in the classic editor empty lines divide them."""
        paragraphs: list[list[str | Node]] = [[]]
        for part in run:
            if isinstance(part, str) and self.is_classic:
                first, *others = PARAGRAPHS.split(part)
                paragraphs[-1].append(first)
                paragraphs += [[other] for other in others]
            else:
                paragraphs[-1].append(part)
        for parts in paragraphs:
            self._line(parts)

    def _line(self, parts: list[str | Node], tag: str = "p") -> None:
        """Write a line, and before it the pictures that stand in it."""
        html = self.lines.html(self._trimmed(parts), breaks=self.is_classic)
        for node in self.lines.taken_aside():
            self._aside(node)
        if ADDRESS.match(html) and "<" not in html:
            self._blocks(self.figures.video(html.replace("&amp;", "&")))
        else:
            self.writer.line(html, tag)

    def _trimmed(self, parts: list[str | Node]) -> list[str | Node]:
        """Return parts without the white space at both ends, which would be line breaks."""
        trimmed = list(parts)
        if trimmed and isinstance(trimmed[0], str):
            trimmed[0] = trimmed[0].lstrip()
        if trimmed and isinstance(trimmed[-1], str):
            trimmed[-1] = trimmed[-1].rstrip()
        return trimmed

    def _aside(self, node: Node) -> None:
        if node.tag in ("img", "picture"):
            self.image(node)
        else:
            self.element(node)

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for kind, value in blocks:
            if kind == "link":
                address, text = value
                shown = escape(text or address, quote=False)
                self.writer.line(f'<a href="{escape(address)}">{shown}</a>')
            elif kind == "caption":
                self.writer.line(escape(value, quote=False))
            else:
                self.writer.block(kind, value)

    def nothing(self, _node: Node) -> None:
        """Leave out what only divides, or is read elsewhere."""


# A pattern that several texts share, where it stands.
SHARED = re.compile(r'<!-- wp:block \{[^>]*?"ref":(\d{1,12})[^>]*?\} /-->')
DEEPEST_PATTERN = 4
HAS_BLOCKS = "<!-- wp:"


def convert(html: str, finder: Finder, name: str, notes: str = "", item: int = 0) -> Body:
    """Return a text in our blocks.

    `name` is one that no other text has: the same text has the same keys each time. `notes` are
    its footnotes, in the JSON in which WordPress keeps them; `item` is the number of its item.
    """
    body = Body()
    lines = InlineConverter(body, finder, name)
    _read_notes(notes, lines)
    source = with_elements(_with_patterns(html, finder, body))
    root, is_whole = tree(source)
    if not is_whole:
        body.warn("text", "A part of the text is nested too deeply to be read.")
    writer = BlockWriter()
    walker = BlockConverter(
        writer, lines, MediaBlocks(body, finder, item), is_classic=HAS_BLOCKS not in html
    )
    walker.flow(root)
    body.blocks = _numbered(writer.blocks(), name)
    return body


def _with_patterns(html: str, finder: Finder, body: Body) -> str:
    for _ in range(DEEPEST_PATTERN):
        if not SHARED.search(html):
            return html
        html = SHARED.sub(lambda found: finder.pattern(int(found[1])), html)
    if SHARED.search(html):
        body.warn("pattern", "A pattern that holds itself was left out.")
    return SHARED.sub("", html)


def _read_notes(notes: str, lines: InlineConverter) -> None:
    """Take the footnotes that WordPress keeps beside a text."""
    try:
        found = json.loads(notes) if notes else []
        rows = [(str(row["id"]), str(row["content"])) for row in found]
    except (ValueError, TypeError, KeyError):
        lines.body.warn("footnote", "The footnotes cannot be read.")
        return
    for key, content in rows:
        root, _ = tree(content)
        lines.body.notes.append((as_uuid(key), f"<p>{lines.inside(root)}</p>"))
    lines.taken_aside()


def _numbered(blocks: list[tuple[str, object]], name: str) -> list[dict]:
    """Return blocks in the form in which a StreamField stores them."""
    found = [{"type": kind, "value": value} for kind, value in blocks]
    for at, block in enumerate(found):
        block["id"] = str(uuid5(NAMESPACE_URL, f"{name}#{at}"))
        if isinstance(block["value"], dict):
            for items in block["value"].values():
                _number_items(items, block["id"])
    return found


def _number_items(items: object, name: str) -> None:
    if isinstance(items, list):
        for at, item in enumerate(items):
            if isinstance(item, dict) and item.get("type") == "item":
                item["id"] = str(uuid5(NAMESPACE_URL, f"{name}.{at}"))

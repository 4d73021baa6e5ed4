"""Convert the HTML of an item to StreamField blocks."""

import re
from collections.abc import Iterable
from html import escape
from typing import ClassVar
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from importers.html.block_writer import BlockWriter
from importers.html.contents import read_source
from importers.html.dom import (
    Node,
    background_url,
    child_nodes,
    classes,
    emphasised,
    is_inline,
    line_text,
    link_node,
    parse,
)
from importers.html.flat import flat_html
from importers.html.inline import DROPPED_TAGS, InlineConverter
from importers.html.inventory import report_losses
from importers.html.lists import block_lines
from importers.html.media import MediaMixin
from importers.html.media_blocks import SINGLE_URL, Block, MediaBlocks
from importers.html.notes import LinkedNote, take_notes
from importers.html.result import Body, Finder
from importers.html.text import TextMixin

# An empty line, which separates paragraphs where newlines are line breaks.
PARAGRAPH_BREAK = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
METHODS_BY_TAG = {
    "p": "paragraph",
    "ul": "list",
    "ol": "list",
    "dl": "definitions",
    "blockquote": "quote",
    "figure": "figure",
    "pre": "code",
    "table": "table",
    "details": "details",
    "hr": "separator",
    "audio": "player",
    "video": "player",
    "iframe": "frame",
    "img": "image",
    "picture": "image",
    "figcaption": "paragraph",
} | {f"h{level}": "heading" for level in range(1, 7)}


class BlockConverter(TextMixin, MediaMixin):
    """Converts one body; subclasses add the markup of their software.

    `name` identifies the body: the IDs of its blocks derive from it, and are the same in every
    run. `item` is the ID of the item. With `has_line_breaks`, newlines are line breaks.
    """

    # The methods for elements; those by class have precedence.
    methods_by_tag: ClassVar[dict[str, str]] = METHODS_BY_TAG
    methods_by_class: ClassVar[dict[str, str]] = {}
    inline_converter: ClassVar[type[InlineConverter]] = InlineConverter

    def __init__(
        self, finder: Finder, name: str, item: int = 0, *, has_line_breaks: bool = False
    ) -> None:
        self.body, self.name, self.has_line_breaks = Body(), name, has_line_breaks
        self.writer = BlockWriter()
        # Parts of the source that are not in its HTML, such as footnotes.
        self.annexes: list[Node] = []
        self.inline = self.inline_converter(self.body, finder, name)
        self.media = MediaBlocks(self.body, finder, item)

    def convert(self, html: str) -> Body:
        """Return a body of HTML as StreamField blocks."""
        root, is_complete = parse(html)
        if not is_complete:
            self.body.warn("text", "The body is nested too deeply: only its text was read.")
            root, _ = parse(flat_html(html))
        self._read_comments(root)
        notes = take_notes(root, self.name)
        source = read_source([root, *self.annexes, *(note.element for note in notes)])
        self._read_notes(notes)
        self.flow(root)
        self.body.blocks = _with_ids(self.writer.blocks(), self.name)
        self._drop_unused_footnotes()
        report_losses(source, self.body)
        return self.body

    def _drop_unused_footnotes(self) -> None:
        """Leave out footnotes to which no text refers, as no reader would see them."""
        blocks = str([block["value"] for block in self.body.blocks])
        used = [(uuid, html) for uuid, html in self.body.footnotes if f'"{uuid}"' in blocks]
        for uuid, html in self.body.footnotes:
            if (uuid, html) not in used:
                text = line_text(parse(html)[0])
                self.body.warn("footnote", f"A footnote without a mark was left out: {text}")
        self.body.footnotes = used

    def _read_notes(self, notes: list[LinkedNote]) -> None:
        """Add the notes that were found at the end of the body."""
        for note in notes:
            lines = block_lines(note.element, self.inline)
            html = "".join(f"<p>{line}</p>" for line in lines)
            self.body.footnotes.append((note.uuid, html))

    def _read_comments(self, root: Node) -> None:
        """Convert the comments, also those where a block would be lost, such as in a list."""
        for node in root.iter(etree.Comment):
            self.comment(node)

    def flow(self, node: Node) -> None:
        """Convert the content of an element; consecutive inline nodes form paragraphs."""
        run: list[str | Node] = []
        for part in child_nodes(node):
            if isinstance(part, str) or (is_inline(part) and not self._is_block(part)):
                run.append(part)
                continue
            self._write_run(run)
            run = []
            self.element(part)
        self._write_run(run)

    def element(self, node: Node) -> None:
        """Convert one element, or the content of one without a method."""
        if node.tag in DROPPED_TAGS:
            self.inline.drop(node)
            return
        if url := background_url(node):
            self.image(node.makeelement("img", src=url))
        methods = (self.methods_by_class.get(name) for name in sorted(classes(node)))
        name = next(filter(None, methods), self.methods_by_tag.get(node.tag, "flow"))
        getattr(self, name)(node)

    def comment(self, node: Node) -> None:
        """Convert a comment, which in some markup stands for content."""

    def ignore(self, _node: Node) -> None:
        """Leave out content that is converted elsewhere."""

    def _is_block(self, node: Node) -> bool:
        """Return whether an inline element becomes a block here."""
        is_known = bool(classes(node) & set(self.methods_by_class))
        return is_known or node.tag in ("iframe", "audio", "video")

    def _write_run(self, run: list[str | Node]) -> None:
        """Write inline nodes as paragraphs."""
        paragraphs: list[list[str | Node]] = [[]]
        for part in run:
            if isinstance(part, str) and self.has_line_breaks:
                first, *others = PARAGRAPH_BREAK.split(part)
                paragraphs[-1].append(first)
                paragraphs += [[other] for other in others]
            else:
                paragraphs[-1].append(part)
        for parts in paragraphs:
            self._write_paragraph(parts)

    def _write_paragraph(self, parts: list[str | Node], node: Node | None = None) -> None:
        """Write a paragraph after the images in it; one that consists of a URL is an embed.

        The style of its element `node` may be an emphasis.
        """
        html = self.inline.html(_strip(parts), breaks=self.has_line_breaks)
        self._write_deferred()
        if SINGLE_URL.match(html) and "<" not in html:
            self._write_blocks(self.media.video(html.replace("&amp;", "&")))
        else:
            self.writer.line(html if node is None else emphasised(html, node))

    def _write_deferred(self) -> None:
        """Write the elements in the last inline nodes that become blocks."""
        for node in self.inline.take_deferred():
            if node.tag in ("img", "picture"):
                self.image(node)
            else:
                self.element(node)

    def _write_blocks(self, blocks: Iterable[Block]) -> None:
        for kind, value in blocks:
            if kind == "link":
                url, text = value
                self.writer.line(self.inline.html([link_node(url, text or url)]))
            elif kind == "caption":
                self.writer.line(escape(value, quote=False))
            else:
                self.writer.block(kind, value)


def _strip(parts: list[str | Node]) -> list[str | Node]:
    """Return inline nodes without the outer white space, which would become line breaks."""
    stripped = list(parts)
    if stripped and isinstance(stripped[0], str):
        stripped[0] = stripped[0].lstrip()
    if stripped and isinstance(stripped[-1], str):
        stripped[-1] = stripped[-1].rstrip()
    return stripped


def _with_ids(blocks: list[tuple[str, object]], name: str) -> list[dict]:
    """Return blocks in the format in which a StreamField stores them, with IDs."""
    rows = [{"type": kind, "value": value} for kind, value in blocks]
    for at, row in enumerate(rows):
        row["id"] = str(uuid5(NAMESPACE_URL, f"{name}#{at}"))
        if isinstance(row["value"], dict):
            for value in row["value"].values():
                _add_item_ids(value, row["id"])
    return rows


def _add_item_ids(value: object, name: str) -> None:
    if isinstance(value, list):
        for at, item in enumerate(value):
            if isinstance(item, dict) and item.get("type") == "item":
                item["id"] = str(uuid5(NAMESPACE_URL, f"{name}.{at}"))

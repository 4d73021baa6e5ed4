"""Convert the HTML of an item, from the block or the classic editor, to StreamField blocks."""

import json
import re
from collections.abc import Iterable
from html import escape
from uuid import NAMESPACE_URL, uuid5

from importers.wordpress.html.block_writer import BlockWriter
from importers.wordpress.html.dom import Node, child_nodes, classes, is_comment, is_inline, parse
from importers.wordpress.html.inline import DROPPED_TAGS, InlineConverter, as_uuid
from importers.wordpress.html.media import MediaMixin
from importers.wordpress.html.media_blocks import SINGLE_URL, Block, MediaBlocks
from importers.wordpress.html.result import Body, Finder
from importers.wordpress.html.shortcodes import ELEMENT, with_elements
from importers.wordpress.html.text import TextMixin

# An empty line, which separates paragraphs in the classic editor.
PARAGRAPH_BREAK = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
# The comment of a self-closing block, which WordPress renders for each request.
DYNAMIC_BLOCK = re.compile(r"^\s*wp:([a-z][\w/-]*)\s(?:.*\s)?/\s*$", re.DOTALL)
# Self-closing blocks without content.
LAYOUT_BLOCKS = {
    *("separator", "spacer", "more", "nextpage"),
    *("footnotes", "column", "post-content", "block"),
}
# A synced pattern: the content of another item, inserted by its ID.
SYNCED_PATTERN = re.compile(r'<!-- wp:block \{[^>]*?"ref":(\d{1,12})[^>]*?\} /-->')
MAX_PATTERN_DEPTH = 4
BLOCK_EDITOR_MARK = "<!-- wp:"
# The method of BlockConverter for elements with a class; classes have precedence over tags.
METHODS_BY_CLASS = {
    "wp-block-pullquote": "pull_quote",
    "wp-block-gallery": "gallery",
    "blocks-gallery-grid": "gallery",
    "gallery": "gallery",
    "wp-block-embed": "embed",
    "wp-block-video": "player",
    "wp-block-audio": "player",
    "wp-block-file": "file",
    "wp-block-button": "paragraph",
    "wp-block-verse": "verse",
    "wp-block-footnotes": "ignore",
    "wp-block-cover": "flow",
    "wp-block-media-text": "flow",
}
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
    "hr": "ignore",
    "audio": "player",
    "video": "player",
    "iframe": "frame",
    "img": "image",
    "picture": "image",
    ELEMENT: "shortcode",
    "figcaption": "paragraph",
} | {f"h{level}": "heading" for level in range(1, 7)}


class BlockConverter(TextMixin, MediaMixin):
    """Converts the elements of one body."""

    def __init__(
        self, writer: BlockWriter, inline: InlineConverter, media: MediaBlocks, *, is_classic: bool
    ) -> None:
        self.writer, self.inline, self.media, self.body = writer, inline, media, inline.body
        self.is_classic = is_classic

    def flow(self, node: Node) -> None:
        """Convert the content of an element; consecutive inline nodes form paragraphs."""
        run: list[str | Node] = []
        for part in child_nodes(node):
            if isinstance(part, str) or (is_inline(part) and not self._is_block(part)):
                if not isinstance(part, str) and is_comment(part):
                    self._warn_of_dynamic_block(part)
                else:
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
        methods = (METHODS_BY_CLASS.get(name) for name in sorted(classes(node)))
        name = next(filter(None, methods), METHODS_BY_TAG.get(node.tag, "flow"))
        getattr(self, name)(node)

    def ignore(self, _node: Node) -> None:
        """Leave out a separator, or content that is converted elsewhere."""

    def _is_block(self, node: Node) -> bool:
        """Return whether an inline element becomes a block here."""
        if node.tag == ELEMENT:
            return node.get("name") not in ("unknown", "note")
        is_known = bool(classes(node) & set(METHODS_BY_CLASS))
        return is_known or node.tag in ("iframe", "audio", "video")

    def _warn_of_dynamic_block(self, comment: Node) -> None:
        found = DYNAMIC_BLOCK.match(comment.text or "")
        if found and found[1] not in LAYOUT_BLOCKS:
            self.body.warn("block", f"The block “{found[1]}” has no stored content: left out.")

    def _write_run(self, run: list[str | Node]) -> None:
        """Write inline nodes as paragraphs."""
        paragraphs: list[list[str | Node]] = [[]]
        for part in run:
            if isinstance(part, str) and self.is_classic:
                first, *others = PARAGRAPH_BREAK.split(part)
                paragraphs[-1].append(first)
                paragraphs += [[other] for other in others]
            else:
                paragraphs[-1].append(part)
        for parts in paragraphs:
            self._write_paragraph(parts)

    def _write_paragraph(self, parts: list[str | Node]) -> None:
        """Write a paragraph after the images in it; one that consists of a URL is an embed."""
        html = self.inline.html(_strip(parts), breaks=self.is_classic)
        self._write_deferred()
        if SINGLE_URL.match(html) and "<" not in html:
            self._write_blocks(self.media.video(html.replace("&amp;", "&")))
        else:
            self.writer.line(html)

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
                label = escape(text or url, quote=False)
                self.writer.line(f'<a href="{escape(url)}">{label}</a>')
            elif kind == "caption":
                self.writer.line(escape(value, quote=False))
            else:
                self.writer.block(kind, value)


def convert(html: str, finder: Finder, name: str, footnotes: str = "", item: int = 0) -> Body:
    """Return the body of an item as StreamField blocks.

    `name` identifies the body: the IDs of its blocks derive from it, and are the same in every
    run. `footnotes` is JSON, as WordPress stores it; `item` is the ID of the item.
    """
    body = Body()
    inline = InlineConverter(body, finder, name)
    _read_footnotes(footnotes, inline)
    root, is_complete = parse(with_elements(_with_patterns(html, finder, body)))
    if not is_complete:
        body.warn("text", "A part of the body is nested too deeply to be read.")
    writer = BlockWriter()
    media = MediaBlocks(body, finder, item)
    is_classic = BLOCK_EDITOR_MARK not in html
    BlockConverter(writer, inline, media, is_classic=is_classic).flow(root)
    body.blocks = _with_ids(writer.blocks(), name)
    return body


def _with_patterns(html: str, finder: Finder, body: Body) -> str:
    """Return the HTML with synced patterns replaced by their content."""
    for _ in range(MAX_PATTERN_DEPTH):
        if not SYNCED_PATTERN.search(html):
            return html
        html = SYNCED_PATTERN.sub(lambda found: finder.pattern(int(found[1])), html)
    if SYNCED_PATTERN.search(html):
        body.warn("pattern", "A pattern that contains itself was left out.")
    return SYNCED_PATTERN.sub("", html)


def _read_footnotes(footnotes: str, inline: InlineConverter) -> None:
    """Add the footnotes that WordPress stores in a custom field."""
    try:
        rows = json.loads(footnotes) if footnotes else []
        pairs = [(str(row["id"]), str(row["content"])) for row in rows]
    except (ValueError, TypeError, KeyError):
        inline.body.warn("footnote", "The footnotes cannot be read.")
        return
    for key, content in pairs:
        root, _ = parse(content)
        inline.body.footnotes.append((as_uuid(key), f"<p>{inline.inner_html(root)}</p>"))
    inline.take_deferred()  # A footnote has no blocks.


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

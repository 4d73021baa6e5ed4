"""Convert the HTML of an item, from the block or the classic editor, to StreamField blocks."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import ClassVar

from importers.html.converter import METHODS_BY_TAG, BlockConverter
from importers.html.dom import Node, child_nodes, line_text, node_text, parse
from importers.html.inline import InlineConverter, as_uuid
from importers.html.result import Body, Finder
from importers.wordpress.html.shortcodes import ELEMENT, with_elements

# The comment of a self-closing block, which WordPress renders for each request.
DYNAMIC_BLOCK = re.compile(r"^\s*wp:([a-z][\w/-]*)\s(?:(.*)\s)?/\s*$", re.DOTALL)
# Self-closing blocks without content.
LAYOUT_BLOCKS = {
    *("separator", "spacer", "more", "nextpage"),
    *("footnotes", "column", "post-content", "block"),
}
# A synced pattern: the content of another item, inserted by its ID.
SYNCED_PATTERN = re.compile(r'<!-- wp:block \{[^>]*?"ref":(\d{1,12})[^>]*?\} /-->')
MAX_PATTERN_DEPTH = 4
# An attribute of a block that is no text for readers, such as “wide”, “#fff” or “20px”.
STYLE_VALUE = re.compile(r"\s*|[a-z][a-z0-9_-]*|#[0-9a-fA-F]{3,8}|var:.*|[\d.]+(?:[a-z]{1,4}|%)?")
BLOCK_EDITOR_MARK = "<!-- wp:"
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


class WordPressInline(InlineConverter):
    """Converts shortcodes among inline nodes as well."""

    def _element(self, node: Node, *, breaks: bool) -> str:
        return (
            self._shortcode(node) if node.tag == ELEMENT else super()._element(node, breaks=breaks)
        )

    def _shortcode(self, node: Node) -> str:
        name = node.get("name")
        if name == "unknown":
            self.body.warn("shortcode", f"[{node.get('data-name')}] was left in the body as text.")
            return f"<b>{escape(node_text(node), quote=False)}</b>"
        if name == "note":
            inner = "".join(self._part(part, breaks=False) for part in child_nodes(node))
            return self.add_footnote(inner)
        self.deferred.append(node)
        return ""


class WordPressConverter(BlockConverter):
    """Converts the elements of one body."""

    methods_by_tag: ClassVar[dict[str, str]] = METHODS_BY_TAG | {ELEMENT: "shortcode"}
    methods_by_class: ClassVar[dict[str, str]] = METHODS_BY_CLASS
    inline_converter: ClassVar[type[InlineConverter]] = WordPressInline

    def read_footnotes(self, footnotes: str) -> None:
        """Add the footnotes that WordPress stores as JSON in a custom field."""
        try:
            rows = json.loads(footnotes) if footnotes else []
            pairs = [(str(row["id"]), str(row["content"])) for row in rows]
        except (ValueError, TypeError, KeyError):
            self.body.warn("footnote", f"The footnotes cannot be read: {footnotes}")
            return
        for key, content in pairs:
            root, _ = parse(content)
            self.annexes.append(root)
            self.body.footnotes.append((as_uuid(key), f"<p>{self.inline.inner_html(root)}</p>"))
        self.inline.take_deferred()  # A footnote has no blocks.

    def comment(self, node: Node) -> None:
        """Warn of a block that WordPress renders for each request."""
        found = DYNAMIC_BLOCK.match(node.text or "")
        if found and found[1] not in LAYOUT_BLOCKS:
            words = " ".join([found[1], *_texts(found[2] or "")])
            self.body.warn("block", f"A block without stored content was left out: {words}")

    def _is_block(self, node: Node) -> bool:
        if node.tag == ELEMENT:
            return node.get("name") not in ("unknown", "note")
        return super()._is_block(node)

    def shortcode(self, node: Node) -> None:
        """Convert one of WordPress's own shortcodes."""
        name = node.get("name")
        if name == "caption":
            self._captioned_image(node)
        elif name == "gallery":
            numbers = re.findall(r"\d+", node.get("data-ids") or node.get("data-include") or "")
            item = int(node.get("data-id")) if (node.get("data-id") or "").isdecimal() else 0
            self._write_blocks(self.media.gallery_of_attachments(map(int, numbers), item))
        elif name == "playlist":
            numbers = re.findall(r"\d+", node.get("data-ids") or node.get("data-include") or "")
            self._write_blocks(self.media.recordings_of_attachments(map(int, numbers)))
        elif name == "embed":
            self._write_blocks(self.media.video(line_text(node) or node.get("data-src") or ""))
        elif name in ("audio", "video"):
            self._write_blocks(self.media.recording(node))
        else:
            self.body.warn("shortcode", f"[{name}] was left out.")

    def _captioned_image(self, node: Node) -> None:
        image = next(node.iter("img", "picture"), None)
        if image is not None:
            self._write_image(image, node.get("data-caption") or line_text(node))
        else:
            self.flow(node)


def convert(html: str, finder: Finder, name: str, footnotes: str = "", item: int = 0) -> Body:
    """Return the body of an item as StreamField blocks.

    `name` identifies the body, `footnotes` is JSON as WordPress stores it, `item` is the ID of
    the item.
    """
    is_classic = BLOCK_EDITOR_MARK not in html
    converter = WordPressConverter(finder, name, item, has_line_breaks=is_classic)
    converter.read_footnotes(footnotes)
    return converter.convert(with_elements(_with_patterns(html, finder, converter.body)))


def _texts(attributes: str) -> Iterator[str]:
    """Yield the texts in the attributes of a block, which are JSON."""
    try:
        values = [json.loads(attributes or "{}")]
    except (ValueError, RecursionError):
        yield attributes
        return
    while values:
        value = values.pop()
        if isinstance(value, str) and not STYLE_VALUE.fullmatch(value):
            yield value
        elif isinstance(value, list | dict):
            values += reversed(value.values() if isinstance(value, dict) else value)


def _with_patterns(html: str, finder: Finder, body: Body) -> str:
    """Return the HTML with synced patterns replaced by their content."""
    for _ in range(MAX_PATTERN_DEPTH):
        if not SYNCED_PATTERN.search(html):
            return html
        html = SYNCED_PATTERN.sub(lambda found: finder.pattern(int(found[1])), html)
    if SYNCED_PATTERN.search(html):
        body.warn("pattern", "A pattern that contains itself was left out.")
    return SYNCED_PATTERN.sub("", html)

"""Convert headings, lists, quotations, tables and other elements of text."""

from importers.html.dom import (
    Node,
    child_nodes,
    classes,
    is_comment,
    line_text,
    node_text,
    verbatim_text,
)
from importers.html.lists import list_html
from importers.html.tables import table

MEDIA_OR_TABLE = ("img", "iframe", "table", "audio", "video", "figure")
ATTRIBUTION_TAGS = ("cite", "figcaption", "footer")
MAX_ATTRIBUTION_LENGTH = 200


class TextMixin:
    """Methods of BlockConverter for text; each takes an element."""

    def paragraph(self, node: Node) -> None:
        """Convert a paragraph."""
        self._write_paragraph(list(child_nodes(node)), node)

    def heading(self, node: Node) -> None:
        """Convert a heading; images in it come first."""
        html = self.inline.inner_html(node)
        self._write_deferred()
        self.writer.heading(line_text(node), int(node.tag[1]), html)

    def separator(self, _node: Node) -> None:
        """Convert a break between scenes."""
        self.writer.raw("<hr/>")

    def list(self, node: Node) -> None:
        """Convert a list; images in it follow."""
        self.writer.raw(list_html(node, self.inline))
        self._write_deferred()

    def definitions(self, node: Node) -> None:
        """Convert a definition list to paragraphs, with its terms in bold; images follow."""
        for each in node:
            if not is_comment(each):
                inner = self.inline.inner_html(each)
                self.writer.line(f"<b>{inner}</b>" if each.tag == "dt" and inner else inner)
        self._write_deferred()

    def quote(self, node: Node) -> None:
        """Convert a quotation; of one that contains more than text, convert the content."""
        if "wp-block-pullquote" in classes(node):
            self.pull_quote(node)
            return
        text, attribution = _split_quotation(node)
        if any(True for _ in node.iter(*MEDIA_OR_TABLE)):
            self.flow(node)
        elif text:
            self.writer.block("quote", {"text": text, "attribution": attribution})

    def pull_quote(self, node: Node) -> None:
        """Convert a pull quote; to a quotation, unless the body repeats its text.

        Our pull quotes are hidden from assistive technology, which must not miss any text.
        """
        text, attribution = _split_quotation(node)
        if not text:
            return
        root = node.getroottree().getroot()
        is_repeated = line_text(root).count(" ".join(text.split())) > 1
        if is_repeated and not attribution:
            self.writer.block("pull_quote", {"text": text})
        else:
            self.writer.block("quote", {"text": text, "attribution": attribution})

    def code(self, node: Node) -> None:
        """Convert preformatted text to a code block."""
        text = verbatim_text(node).replace("\r\n", "\n").strip("\n")
        if text.strip():
            self.writer.block("code", text)

    def verse(self, node: Node) -> None:
        """Convert a poem to a paragraph with line breaks; images in it follow."""
        self.writer.line(self.inline.html(list(child_nodes(node)), breaks=True))
        self._write_deferred()

    def details(self, node: Node) -> None:
        """Convert a disclosure widget to its content, with its summary as a heading."""
        summary = next((each for each in node if each.tag == "summary"), None)
        if summary is not None:
            self.writer.heading(line_text(summary), 3)
            text = summary.tail or ""
            node.remove(summary)
            node.text = (node.text or "") + text
        self.flow(node)

    def table(self, node: Node) -> None:
        """Convert a table that is not in a figure."""
        caption = next((line_text(each) for each in node.iter("caption")), "")
        self._write_table(node, caption)

    def _write_table(self, node: Node, caption: str) -> None:
        if value := table(node, caption, self.inline):
            self.writer.block("table", value)
        self._write_deferred()


def _split_quotation(node: Node) -> tuple[str, str]:
    """Return the text and the attribution of a quotation, removing the latter from the node."""
    sources = list(node.iter(*ATTRIBUTION_TAGS))
    attributions = [line_text(each) for each in sources]
    for each in sources:
        parent = each.getparent()
        if parent is not None:
            before = each.getprevious()
            tail = each.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(each)
    attribution = ", ".join(dict.fromkeys(filter(None, attributions)))
    return node_text(node), attribution[:MAX_ATTRIBUTION_LENGTH]

"""Convert headings, lists, quotations, tables and other elements of text."""

from importers.wordpress.html.dom import Node, classes, is_comment, is_inline, parts_of, words
from importers.wordpress.html.inline import InlineConverter
from importers.wordpress.html.tables import table

LISTS = ("ul", "ol")


def list_html(node: Node, lines: InlineConverter) -> str:
    """Return a list as Wagtail stores it: each entry one line, then the lists within it."""
    entries = []
    for child in node:
        if is_comment(child):
            continue
        if child.tag in LISTS and entries:  # Older editors put a list beside the entry it is in.
            entries[-1] = entries[-1].removesuffix("</li>") + list_html(child, lines) + "</li>"
        elif entry := _entry(child, lines):
            entries.append(f"<li>{entry}</li>")
    return f"<{node.tag}>{''.join(entries)}</{node.tag}>" if entries else ""


def _entry(node: Node, lines: InlineConverter) -> str:
    """Return the lines of an entry with breaks between them, then its lists."""
    texts, inner, run = [], [], []
    for part in parts_of(node):
        if isinstance(part, str) or is_inline(part):
            run.append(part)
            continue
        texts.append(lines.html(run))
        run = []
        if part.tag in LISTS:
            inner.append(list_html(part, lines))
        else:
            texts.append(lines.inside(part))
    texts.append(lines.html(run))
    return "<br/>".join(filter(None, texts)) + "".join(inner)


class TextMixin:
    """Writes what is made of words; every method takes an element."""

    def paragraph(self, node: Node) -> None:
        """Write a paragraph; the classic editor has line breaks of its own in it."""
        self._line(list(parts_of(node)))

    def heading(self, node: Node) -> None:
        """Write a heading of the words, and what else stood in it before."""
        self.lines.inside(node)
        for each in self.lines.taken_aside():
            self._aside(each)
        self.writer.heading(" ".join(words(node).split()), int(node.tag[1]))

    def list(self, node: Node) -> None:
        """Write a list, and after it what cannot stand in one."""
        self.writer.raw(list_html(node, self.lines))
        for each in self.lines.taken_aside():
            self._aside(each)

    def definitions(self, node: Node) -> None:
        """Write terms in bold, each before what explains it."""
        for each in node:
            if not is_comment(each):
                inner = self.lines.inside(each)
                self.writer.line(f"<b>{inner}</b>" if each.tag == "dt" and inner else inner)

    def quote(self, node: Node) -> None:
        """Write a quotation with who said it; one that holds more than words is read on."""
        if "wp-block-pullquote" in classes(node):
            self.pull_quote(node)
            return
        text, attribution = _quoted(node)
        if any(True for _ in node.iter("img", "iframe", "table", "audio", "video", "figure")):
            self.flow(node)
        elif text:
            self._lose_links(node, "quotation")
            self.writer.block("quote", {"text": text, "attribution": attribution[:200]})

    def pull_quote(self, node: Node) -> None:
        """Write what is set large: as ours only where the text has the same words once more.

        Programs that read a page out pass over our pull quotes.
        """
        text, attribution = _quoted(node)
        root = node.getroottree().getroot()
        is_repeated = " ".join(words(root).split()).count(" ".join(text.split())) > 1
        if not text:
            return
        if is_repeated and not attribution:
            self.writer.block("pull_quote", {"text": text})
        else:
            self.writer.block("quote", {"text": text, "attribution": attribution[:200]})

    def _lose_links(self, node: Node, what: str) -> None:
        for link in node.iter("a"):
            if link.get("href"):
                self.lines.body.warn(
                    "link", f"A link of a {what} was taken off: {link.get('href')}"
                )

    def button(self, node: Node) -> None:
        """Write a button as a line that leads there."""
        self._line(list(parts_of(node)))

    def code(self, node: Node) -> None:
        """Write what is set as it was typed."""
        text = node.text_content().strip("\n")
        if text.strip():
            self.writer.block("code", text)

    def verse(self, node: Node) -> None:
        """Write a poem, line by line."""
        self.writer.line(self.lines.html(list(parts_of(node)), breaks=True))

    def details(self, node: Node) -> None:
        """Write what unfolds below a line: open, under that line as its heading."""
        summary = next((each for each in node if each.tag == "summary"), None)
        if summary is not None:
            self.writer.heading(" ".join(words(summary).split()), 3)
            text = summary.tail or ""
            node.remove(summary)
            node.text = (node.text or "") + text
        self.flow(node)

    def bare_table(self, node: Node) -> None:
        """Write a table that stands in no figure."""
        caption = next((" ".join(words(each).split()) for each in node.iter("caption")), "")
        self._table(node, caption)

    def _table(self, node: Node, caption: str) -> None:
        if value := table(node, caption, self.lines):
            self.writer.block("table", value)
        for each in self.lines.taken_aside():
            self._aside(each)


def _quoted(node: Node) -> tuple[str, str]:
    """Return the words of a quotation, and who said them."""
    cites = [" ".join(words(each).split()) for each in node.iter("cite", "figcaption", "footer")]
    for each in list(node.iter("cite", "figcaption", "footer")):
        parent = each.getparent()
        if parent is not None:
            before = each.getprevious()
            tail = each.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(each)
    return words(node), ", ".join(dict.fromkeys(filter(None, cites)))

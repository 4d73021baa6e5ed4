"""Flatten HTML whose elements are nested too deeply to be parsed as a tree."""

from html import escape
from html.parser import HTMLParser

from importers.html.dom import INLINE_TAGS

UNREAD_TAGS = ("script", "style", "template", "noscript", "textarea", "title")
MEDIA_TAGS = ("img", "iframe", "embed", "audio", "video", "source")


def flat_html(html: str) -> str:
    """Return the paragraphs of HTML, with their links, pictures and players, without nesting."""
    parser = _Flattener()
    parser.feed(html)
    parser.close()
    return parser.html()


class _Flattener(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[list[str]] = [[]]
        self.unread = 0
        self.has_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep links and media; any other element of a block begins a paragraph."""
        if tag in UNREAD_TAGS:
            self.unread += 1
        elif tag == "a":
            self._end_link()
            self.has_link = True
            self._write(_opening(tag, attrs))
        elif tag in MEDIA_TAGS:
            self._write(f"{_opening(tag, attrs)}</{tag}>")
        elif tag not in INLINE_TAGS or tag == "br":
            self._end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        """End a link or a paragraph."""
        if tag in UNREAD_TAGS:
            self.unread = max(0, self.unread - 1)
        elif tag == "a":
            self._end_link()
        elif tag not in INLINE_TAGS:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self._write(escape(data, quote=False))

    def html(self) -> str:
        """Return what was read."""
        self._end_link()
        texts = ("".join(parts).strip() for parts in self.paragraphs)
        return "".join(f"<p>{text}</p>" for text in texts if text)

    def _write(self, html: str) -> None:
        if not self.unread:
            self.paragraphs[-1].append(html)

    def _end_paragraph(self) -> None:
        self._end_link()
        self.paragraphs.append([])

    def _end_link(self) -> None:
        if self.has_link:
            self.has_link = False
            self._write("</a>")


def _opening(tag: str, attributes: list[tuple[str, str | None]]) -> str:
    pairs = (f' {name}="{escape(value or "")}"' for name, value in attributes)
    return f"<{tag}{''.join(pairs)}>"

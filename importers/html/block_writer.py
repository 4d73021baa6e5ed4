"""Collect blocks in order, merging consecutive rich text into one block."""

import re
from html import escape

# Longer headings become rich text, as a heading block has no room for them.
MAX_HEADING_LENGTH = 200
WHOLE_EMPHASIS = re.compile(r"^<(b|i)>([^<]*)</\1>$")


def rich_text(text: str) -> str:
    """Return plain text as a paragraph of rich text; an empty string if it is empty."""
    words = " ".join(text.split())
    return f"<p>{escape(words, quote=False)}</p>" if words else ""


class BlockWriter:
    """Collects the blocks of a body as (type, value) pairs."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, object]] = []
        self._rich_text: list[str] = []

    def line(self, html: str, tag: str = "p") -> None:
        """Append a paragraph, or another rich text element, unless it is empty."""
        if html:
            self._rich_text.append(f"<{tag}>{html}</{tag}>")

    def raw(self, html: str) -> None:
        """Append a complete rich text element, such as a list."""
        if html:
            self._rich_text.append(html)

    def heading(self, text: str, level: int, html: str = "") -> None:
        """Append a heading; level 1 becomes 2, as the page's title is its only h1.

        A heading with links or emphasis in its rich text `html` becomes rich text, too. Emphasis
        of the whole heading means nothing, and is left out.
        """
        html = WHOLE_EMPHASIS.sub(r"\2", html or escape(text, quote=False))
        if not text:
            return
        if len(text) > MAX_HEADING_LENGTH or level > 3 or "<" in html:
            self.line(html, "h4" if level > 3 else f"h{max(2, level)}")
        else:
            self.block("heading", {"text": text, "level": f"h{max(2, level)}"})

    def block(self, kind: str, value: object) -> None:
        """Append a block of another type."""
        self._flush_rich_text()
        self._blocks.append((kind, value))

    def blocks(self) -> list[tuple[str, object]]:
        """Return all blocks."""
        self._flush_rich_text()
        return self._blocks

    def _flush_rich_text(self) -> None:
        if self._rich_text:
            self._blocks.append(("paragraph", "".join(self._rich_text)))
            self._rich_text = []

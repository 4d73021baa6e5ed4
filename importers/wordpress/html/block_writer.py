"""Puts blocks one after the other; lines that follow each other share one block of text."""

from html import escape

# What a heading block has room for; a longer one is text.
LONGEST_HEADING = 200


class BlockWriter:
    """The blocks of a text in the making."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._blocks: list[tuple[str, object]] = []
        self._text: list[str] = []

    def line(self, html: str, tag: str = "p") -> None:
        """Write a paragraph, or another element that holds lines."""
        if html:
            self._text.append(f"<{tag}>{html}</{tag}>")

    def raw(self, html: str) -> None:
        """Write a list, which is an element already."""
        if html:
            self._text.append(html)

    def heading(self, text: str, level: int) -> None:
        """Write a heading; the first level is the title of the page alone."""
        if not text:
            return
        if len(text) > LONGEST_HEADING or level > 3:
            self.line(escape(text, quote=False), "h4" if level > 3 else f"h{max(2, level)}")
        else:
            self.block("heading", {"text": text, "level": f"h{max(2, level)}"})

    def block(self, kind: str, value: object) -> None:
        """Write any other block."""
        self._end_text()
        self._blocks.append((kind, value))

    def blocks(self) -> list[tuple[str, object]]:
        """Return all that was written."""
        self._end_text()
        return self._blocks

    def is_text_alone(self) -> bool:
        """Tell whether nothing but lines was written."""
        return not self._blocks

    def _end_text(self) -> None:
        if self._text:
            self._blocks.append(("paragraph", "".join(self._text)))
            self._text = []

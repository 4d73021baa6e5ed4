"""The result of a conversion, and the interface through which it resolves references."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from importers.report import ItemWarning

# characters; a longer text becomes several warnings
MAX_WARNING_LENGTH = 2000


class Finder(Protocol):
    """Resolves the source site's files and URLs."""

    def image(self, url: str, attachment: int) -> int | None:
        """Return the primary key of an image by its attachment ID or URL; None if unknown."""

    def document(self, url: str, attachment: int) -> tuple[int, str, str] | None:
        """Return the primary key, title and extension of a document; None if unknown."""

    def link(self, url: str) -> str | None:
        """Return the attributes of an `a` element in rich text; None for URLs of other sites."""

    def caption(self, attachment: int) -> tuple[str, str]:
        """Return the alternative text and the caption of an image in the media library."""

    def attached(self, item: int) -> list[int]:
        """Return the IDs of the images that were uploaded to an item."""

    def pattern(self, number: int) -> str:
        """Return the content of a synced pattern (a block that several items share)."""


@dataclass
class Body:
    """A converted body, with its footnotes and warnings."""

    # In the format in which a StreamField stores them.
    blocks: list[dict] = field(default_factory=list)
    # (UUID, HTML)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[ItemWarning] = field(default_factory=list)
    # By URL of the source, the parts of the blocks that stand for it.
    placements: dict[str, list[str]] = field(default_factory=dict)
    # The number of words that were read, and of those that are in the blocks.
    words_read: int = 0
    words_placed: int = 0
    _known: set[ItemWarning] = field(default_factory=set, repr=False, compare=False)

    def place(self, url: str, part: str) -> None:
        """Record the part of the blocks that stands for a URL of the source."""
        self.placements.setdefault(url.strip(), []).append(part)

    def warn(self, kind: str, text: str) -> None:
        """Add a warning, unless the body has the same one already; a long one as several."""
        for number, piece in enumerate(_pieces(" ".join(text.split()))):
            warning = ItemWarning(kind, f"It continued: {piece}" if number else piece)
            if warning not in self._known:
                self._known.add(warning)
                self.warnings.append(warning)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces, where possible from word to word."""
    while len(text) > MAX_WARNING_LENGTH:
        space = text.rfind(" ", 0, MAX_WARNING_LENGTH)
        end = space if space > 0 else MAX_WARNING_LENGTH
        yield text[:end]
        text = text[end:].lstrip()
    yield text

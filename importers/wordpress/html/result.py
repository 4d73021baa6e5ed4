"""What the conversion of a text has to ask: where pictures, files and links of the old site are."""

from dataclasses import dataclass, field
from typing import Protocol

from importers.report import ItemWarning

# Of a loss so much is told; a whole excerpt has room in it.
LONGEST = 2000


class Finder(Protocol):
    """Knows what became of the old site's files and pages."""

    def picture(self, address: str, attachment: int) -> int | None:
        """Return the key of a picture, by its address or its number; None where it is not here."""

    def document(self, address: str, attachment: int) -> tuple[int, str, str] | None:
        """Return key, title and extension of a file; None where it is not here."""

    def link(self, address: str) -> str | None:
        """Return the attributes of a link to what an address of the old site became.

        None where it is not an address of the old site, or nothing is known at it.
        """

    def caption(self, attachment: int) -> tuple[str, str]:
        """Return the alternative text and the caption of a picture in the old site's library."""

    def attached(self, item: int) -> list[int]:
        """Return the numbers of the pictures that were uploaded to an item."""

    def pattern(self, number: int) -> str:
        """Return the content of a pattern that several texts share."""


@dataclass
class Body:
    """A text in our blocks, with its notes and with what did not come along."""

    blocks: list[dict] = field(default_factory=list)
    # The mark and the text of each note.
    notes: list[tuple[str, str]] = field(default_factory=list)
    losses: list[ItemWarning] = field(default_factory=list)

    def warn(self, kind: str, text: str) -> None:
        """Note what did not come along, once."""
        loss = ItemWarning(kind, " ".join(text.split())[:LONGEST])
        if loss not in self.losses:
            self.losses.append(loss)

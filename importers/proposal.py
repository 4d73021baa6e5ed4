"""The front page that an import proposes."""

from dataclasses import asdict, dataclass, field
from typing import Self

# Characters, as in PublicationSettings and the sections of the front page.
MAX_NAME, MAX_TAGLINE, MAX_STATEMENT, MAX_HEADING = 80, 160, 1200, 80


@dataclass
class SectionProposal:
    """A section: its block, its heading, and the term that its articles have, if any."""

    kind: str
    heading: str
    count: int = 0
    # Taxonomy and slug, as in the mapping.
    term: tuple[str, str] = ("", "")
    # Of a video.
    url: str = ""
    caption: str = ""
    is_wanted: bool = True


@dataclass
class FrontPageProposal:
    """The name, the statement of aims and the sections of a front page."""

    name: str = ""
    tagline: str = ""
    statement: str = ""
    sections: list[SectionProposal] = field(default_factory=list)
    # Sentences on what an administrator should check.
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict:
        """Return the proposal as JSON can store it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict) -> Self:
        """Return a proposal from what `as_dict` returned."""
        sections = [
            SectionProposal(**section | {"term": tuple(section["term"])})
            for section in values["sections"]
        ]
        return cls(**values | {"sections": sections})

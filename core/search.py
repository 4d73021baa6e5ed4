"""What a search has to know of a page besides its words, which its `search_fields` name."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SearchMetadata:
    """By what readers narrow down and order what they found."""

    # The word for its type in addresses.
    kind: str = "page"
    # The day by which it is sorted: of publication, or on which it begins.
    day: date | None = None
    # When it is over; only of what happens at a time.
    ends_at: datetime | None = None
    format: str = ""
    place: str = ""
    # A BCP 47 tag.
    language: str = ""

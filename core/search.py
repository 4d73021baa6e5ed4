"""Metadata of a page in the search index, in addition to its `search_fields`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SearchMetadata:
    """The values by which search results are filtered and ordered."""

    kind: str = "page"  # the type of page, as in the query string
    day: date | None = None  # of publication; of an event, the first
    ends_at: datetime | None = None  # of events only
    format: str = ""
    place: str = ""
    language: str = ""  # a BCP 47 tag

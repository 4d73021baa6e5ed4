"""What an export file holds: the site, its authors and terms, and its items.

Source: the export of WordPress itself, wp-admin/includes/export.php, whose format is called WXR.
"""

import hashlib
import re
from dataclasses import asdict, dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, datetime


@dataclass(frozen=True)
class Author:
    """Somebody with an account, or a guest of Co-Authors Plus."""

    login: str
    name: str
    biography: str = ""
    # The number of the account; 0 for guests.
    id: int = 0


@dataclass(frozen=True)
class Term:
    """A category, a tag, or an entry of any other taxonomy."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    id: int = 0


@dataclass
class Item:
    """A post, a page, an attachment or whatever else WordPress and its plugins keep as a post."""

    id: int
    type: str = "post"
    status: str = "publish"
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    parent: int = 0
    order: int = 0
    password: str = ""
    is_sticky: bool = False
    # On the clock of the site, and in UTC; WordPress writes zeros for what is not dated yet.
    date: str = ""
    date_gmt: str = ""
    modified_gmt: str = ""
    attachment_url: str = ""
    # Taxonomy, slug and name of each.
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: int = 0
    # Where it stood, for the report.
    file: str = ""
    line: int = 0

    def get(self, key: str) -> str:
        """Return the first value of a custom field, or an empty text."""
        return next(iter(self.meta.get(key, ())), "")

    def of(self, taxonomy: str) -> list[tuple[str, str]]:
        """Return slug and name of its terms of one taxonomy."""
        return [(slug, name) for kind, slug, name in self.terms if kind == taxonomy]

    @property
    def moment(self) -> datetime | None:
        """When it was published, or will be; None where it has no date."""
        return moment(self.date_gmt) or moment(self.date)

    @property
    def changed(self) -> datetime | None:
        """When it was last changed."""
        return moment(self.modified_gmt)

    @property
    def digest(self) -> str:
        """A fingerprint of all that it holds, to tell whether it changed since."""
        values = {name: value for name, value in asdict(self).items() if name not in PLACE}
        return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()


PLACE = ("file", "line", "comments")


@dataclass
class Site:
    """The site that was exported."""

    title: str = ""
    url: str = ""
    description: str = ""
    language: str = ""
    version: str = ""
    authors: dict[str, Author] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """By what it is the same site: its address, on whichever scheme, with or without “www.”."""
        host_and_path = re.sub(r"^\w+://", "", self.url.strip())
        return host_and_path.lower().removeprefix("www.").rstrip("/")[:200]

    @property
    def folder(self) -> str:
        """The folder of its server in which it stands: “/blog”, or nothing."""
        _host, slash, path = self.key.partition("/")
        return slash + path


def moment(text: str) -> datetime | None:
    """Return a moment as WordPress writes it, “2023-02-01 10:00:00”, taken as UTC.

    None where there is none, and in the first and the last year that Python knows: a clock of
    another zone would leave its calendar there.
    """
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if MINYEAR < found.year < MAXYEAR else None

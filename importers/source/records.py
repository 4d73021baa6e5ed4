"""The content of an export: the site, its authors and terms, and its items.

Source: WordPress's exporter, wp-admin/includes/export.php, whose format is called WXR.
"""

import hashlib
import re
from dataclasses import asdict, dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, datetime

# The fields of an item that are not part of its digest.
NOT_IN_DIGEST = ("file", "line", "comments")


@dataclass(frozen=True)
class Author:
    """A user account, or a guest author of Co-Authors Plus."""

    login: str
    name: str
    biography: str = ""
    # The ID of the account; 0 for a guest.
    id: int = 0
    # (label, URL)
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Term:
    """A category, a tag, or a term of another taxonomy."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    id: int = 0


@dataclass
class Item:
    """A post, a page, an attachment, or anything else that is stored as a post."""

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
    # In the site's time zone, and in UTC; all zeros if not set.
    date: str = ""
    date_gmt: str = ""
    modified_gmt: str = ""
    attachment_url: str = ""
    # (taxonomy, slug, name)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    # The custom fields.
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: int = 0
    # Where the item is in the export, for the report.
    file: str = ""
    line: int = 0

    def get(self, key: str) -> str:
        """Return the first value of a custom field, or an empty string."""
        return next(iter(self.meta.get(key, ())), "")

    def terms_of(self, taxonomy: str) -> list[tuple[str, str]]:
        """Return slug and name of the item's terms of a taxonomy."""
        return [(slug, name) for kind, slug, name in self.terms if kind == taxonomy]

    @property
    def published_at(self) -> datetime | None:
        """When it was published, or will be; None if it has no date."""
        return parse_datetime(self.date_gmt) or parse_datetime(self.date)

    @property
    def modified_at(self) -> datetime | None:
        """When it was last modified; None if unknown."""
        return parse_datetime(self.modified_gmt)

    @property
    def digest(self) -> str:
        """A SHA-256 digest of the item, which shows whether it has changed since an import."""
        values = {name: value for name, value in asdict(self).items() if name not in NOT_IN_DIGEST}
        return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()


@dataclass
class Site:
    """The exported site."""

    title: str = ""
    url: str = ""
    description: str = ""
    language: str = ""
    version: str = ""
    # What identifies a site whose URL is unknown.
    name: str = ""
    authors: dict[str, Author] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The site's URL without scheme and “www.”, or its name; it identifies it in the ledger."""
        host_and_path = re.sub(r"^\w+://", "", self.url.strip() or self.name)
        return host_and_path.lower().removeprefix("www.").rstrip("/")[:200]

    @property
    def folder(self) -> str:
        """The path of the front page without the final slash: “/blog”, or an empty string."""
        _host, slash, path = self.key.partition("/")
        return slash + path


def parse_datetime(text: str) -> datetime | None:
    """Return a date and time, such as “2023-02-01 10:00:00”, as UTC; None if invalid.

    The first and the last year that Python supports are invalid, too: a conversion to another
    time zone would overflow.
    """
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if MINYEAR < found.year < MAXYEAR else None

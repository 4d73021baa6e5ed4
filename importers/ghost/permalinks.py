"""The permalinks of posts, by a pattern as in Ghost's file routes.yaml."""

import re
from datetime import UTC
from zoneinfo import ZoneInfo

from importers.source.errors import SourceError
from importers.source.records import Item

DEFAULT_PATTERN = "/{slug}/"
FIELD = re.compile(r"\{(\w+)\}|:(\w+)")
FIELDS = ("slug", "year", "month", "day", "primary_tag", "primary_author")


def checked_pattern(pattern: str) -> str:
    """Return a pattern with slashes at both ends; raise SourceError."""
    names = [first or second for first, second in FIELD.findall(pattern)]
    if unknown := [name for name in names if name not in FIELDS]:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise SourceError(f"A permalink can contain {known}, but not {{{unknown[0]}}}.")
    if "slug" not in names:
        raise SourceError("A permalink must contain {slug}.")
    return f"/{pattern.strip('/')}/"


def permalink(pattern: str, item: Item, zone: ZoneInfo) -> str:
    """Return the path of a post; dates are in the time zone of the site."""
    published = item.published_at
    local = published.astimezone(zone) if published else None
    first_author = next(iter(item.terms_of("author")), ("", ""))[0].removeprefix("cap-")
    values = {
        "slug": item.slug,
        "year": f"{local.year:04}" if local else "",
        "month": f"{local.month:02}" if local else "",
        "day": f"{local.day:02}" if local else "",
        "primary_tag": next(iter(item.terms_of("tag")), ("all", ""))[0],
        "primary_author": first_author,
    }
    return FIELD.sub(lambda found: values[found[1] or found[2]], pattern)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone; UTC if the name is unknown."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ZoneInfo(str(UTC))

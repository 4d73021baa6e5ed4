"""Time zones of events: names of the IANA database, as in RFC 5545."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext

# Offsets with inverted signs (POSIX style), and deprecated aliases.
NOT_PLACES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Return UTC and all IANA time zones named after a place."""
    names = available_timezones()
    places = sorted(name for name in names if "/" in name and not name.startswith(NOT_PLACES))
    return [(name, name.replace("_", " ")) for name in ["UTC", *places]]


def find_zone(text: str) -> str:
    """Return the time zone that a text names, as “london” does, or the text itself."""
    wanted = "_".join(text.split()).casefold()
    names = [name for name, _label in zone_choices()]
    found = [name for name in names if name.casefold() == wanted] or [
        name for name in names if name.casefold().endswith(f"/{wanted}")
    ]
    return found[0] if len(found) == 1 else text


def is_zone(name: str) -> bool:
    """Return whether the IANA database contains this time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def zone_label(name: str) -> str:
    """Return the label of a time zone for readers: “Kolkata time”."""
    if name == "UTC":
        return name
    place = name.rsplit("/", 1)[-1].replace("_", " ")
    return gettext("%(place)s time") % {"place": place}

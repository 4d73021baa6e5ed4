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

"""The zones whose clocks events are on: names of the IANA database, as in RFC 5545."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext

# Zones without a place: aliases of old, and offsets that look the wrong way round.
NOT_PLACES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Return the zones of the IANA database that name a place, and UTC."""
    names = available_timezones()
    places = sorted(name for name in names if "/" in name and not name.startswith(NOT_PLACES))
    return [(name, name.replace("_", " ")) for name in ["UTC", *places]]


def is_zone(name: str) -> bool:
    """Return whether the IANA database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def zone_label(name: str) -> str:
    """Return whose clock it is, as a reader says it: “Kolkata time”."""
    if name == "UTC":
        return name
    place = name.rsplit("/", 1)[-1].replace("_", " ")
    return gettext("%(place)s time") % {"place": place}

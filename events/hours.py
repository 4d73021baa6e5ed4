"""When an event is: from the wall clock of its place to the moment, and to what a reader reads.

An event is kept as its organisers announce it: dates and hours on the clock of its own zone (an
IANA name, as in RFC 5545). A meeting at seven stays at seven when the clocks change, and where a
government moves the clocks next year.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.formats import date_format
from django.utils.translation import get_language

DASH = "\N{EN DASH}"
DAY_FORMAT = "D j M Y"


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


@dataclass(frozen=True)
class Hours:
    """The dates and hours of an event on the clock of its zone; without hours, whole days."""

    start_date: date
    start_time: time | None
    end_date: date
    end_time: time | None
    zone: str

    @property
    def starts_at(self) -> datetime:
        """The moment at which the event begins; midnight where it has no hour."""
        return datetime.combine(self.start_date, self.start_time or time.min, ZoneInfo(self.zone))

    @property
    def ends_at(self) -> datetime:
        """The moment at which the event is over; the end of its last day where it has no hour."""
        zone = ZoneInfo(self.zone)
        if self.end_time:
            return datetime.combine(self.end_date, self.end_time, zone)
        return datetime.combine(self.end_date + timedelta(days=1), time.min, zone)

    @property
    def day_line(self) -> str:
        """The day or days: “Sat 11 Feb 2023”, “Fri 10 – Sun 12 Feb 2023”."""
        last = date_format(self.end_date, DAY_FORMAT)
        if self.start_date == self.end_date:
            return last
        start = date_format(self.start_date, self._shortest_format())
        return f"{start} {DASH} {last}"

    @property
    def hour_line(self) -> str:
        """The hours: “10.00am – 4.30pm”, or nothing."""
        hours = [clock(hour) for hour in (self.start_time, self.end_time) if hour]
        return f" {DASH} ".join(hours)

    def _shortest_format(self) -> str:
        """Return the format of the first day that repeats nothing of the last one."""
        if self.start_date.year != self.end_date.year:
            return DAY_FORMAT
        return "D j" if self.start_date.month == self.end_date.month else "D j M"


def clock(hour: time) -> str:
    """Return an hour as a reader of the page's language writes it: “4.30pm” in English."""
    if not (get_language() or "en").startswith("en"):
        return date_format(hour, "TIME_FORMAT")
    return f"{hour.hour % 12 or 12}.{hour.minute:02d}{'am' if hour.hour < 12 else 'pm'}"

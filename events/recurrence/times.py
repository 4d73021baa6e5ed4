"""Local dates and times of an event, and their display formats.

Times are stored as announced: local dates and times with an IANA time zone name, as in RFC 5545.
A meeting at 19:00 stays at 19:00 across daylight saving changes and changes of time zone law.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from core.values.dates import in_words, speaks

YEARS = range(1000, 3000)
DAY = timedelta(days=1)
MAX_NIGHT = timedelta(hours=12)  # Longer than this, an end before the start is an error.
DASH = "\N{EN DASH}"
# Date formats: full, without the year, and without the month and year. Locales that write the day
# with a dot, or after the month, have their own.
DAY_FORMATS = ("D j M Y", "D j M", "D j")
DOTTED = ("D j. M Y", "D j. M", "D j.")
OWN_FORMATS = {"en-us": ("D, M j, Y", "D, M j", "D, M j")}
OWN_FORMATS["fr"] = ("D j N Y", "D j N", "D j")  # the months in lower case
OWN_FORMATS |= dict.fromkeys(("cs", "da", "de", "fi", "hr", "is", "nb", "nn", "sk", "sl"), DOTTED)


# Times of day where Django's format is not the one of print.
HOUR_FORMATS = {"en-us": "g:i A", "fr": r"G\hi", "cy": "H:i"}


@dataclass(frozen=True)
class EventTimes:
    """Start and end of an event in local time; without a start time, an all-day event."""

    start_date: date
    start_time: time | None
    end_date: date
    end_time: time | None
    zone: str

    @property
    def starts_at(self) -> datetime:
        """Return the start; midnight if there is no start time."""
        return datetime.combine(self.start_date, self.start_time or time.min, ZoneInfo(self.zone))

    @property
    def ends_at(self) -> datetime:
        """Return the end; the end of the last day if there is no end time."""
        zone = ZoneInfo(self.zone)
        if self.end_time:
            return datetime.combine(self.end_date, self.end_time, zone)
        return datetime.combine(self.end_date + DAY, time.min, zone)

    @property
    def is_unambiguous(self) -> bool:
        """Return whether neither start nor end is skipped or repeated by a clock change."""
        return is_unambiguous(self.starts_at) and is_unambiguous(self.ends_at)

    @property
    def length(self) -> timedelta:
        """Return the exact duration, as elapsed time."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)

    @property
    def crosses_dst_change(self) -> bool:
        """Return whether the exact duration differs from the one in local time."""
        return self._wall_length != self.length

    @property
    def has_end(self) -> bool:
        """Return whether the event has an end time or a later last day."""
        return bool(self.end_time) or self.end_date > self.start_date

    @property
    def is_whole_days(self) -> bool:
        """Return whether this is an all-day event."""
        return self.start_time is None

    def on_date(self, day: date) -> Self:
        """Return the same times, starting on another day and spanning as many days."""
        return replace(self, start_date=day, end_date=day + (self.end_date - self.start_date))

    def with_times(self, start: time | None, end: time | None) -> Self:
        """Return other times on the same day; without `end`, the local duration is kept."""
        start = start or self.start_time
        if end is None and self.end_time and self.start_time:
            moved = datetime.combine(self.start_date, start) + self._wall_length
            return replace(self, start_time=start, end_date=moved.date(), end_time=moved.time())
        last = self._last_day(start, end) if start and end else self.end_date
        return replace(self, start_time=start, end_date=last, end_time=end or self.end_time)

    def _last_day(self, start: time, end: time) -> date:
        """Return the last day for new times: the next day if a short event ends after midnight."""
        is_long = self.end_time and self.start_time and self._wall_length >= DAY
        if is_long or (not self.end_time and self.end_date > self.start_date):
            return self.end_date
        next_day = datetime.combine(self.start_date + DAY, end)
        is_night = end <= start and next_day - datetime.combine(self.start_date, start) <= MAX_NIGHT
        return self.start_date + DAY if is_night else self.start_date

    @property
    def _wall_length(self) -> timedelta:
        """The duration in local time."""
        return self.ends_at.replace(tzinfo=None) - self.starts_at.replace(tzinfo=None)

    @property
    def machine_start(self) -> str:
        """Return the start in ISO 8601: a date, or a datetime with its UTC offset."""
        return (self.start_date if self.is_whole_days else self.starts_at).isoformat()

    @property
    def start_line(self) -> str:
        """Return the formatted start time, or an empty string for an all-day event."""
        return clock(self.start_time) if self.start_time else ""

    @property
    def day_line(self) -> str:
        """Return the day or days: “Sat 11 Feb 2023”, “Fri 10 – Sun 12 Feb 2023”."""
        last = format_day(self.end_date)
        if self.start_date == self.end_date:
            return last
        start = in_words(self.start_date, self._shortest_format())
        return f"{start} {DASH} {last}"

    @property
    def hour_line(self) -> str:
        """Return the times: “10.00am – 4.30pm”, or an empty string."""
        hours = [clock(hour) for hour in (self.start_time, self.end_time) if hour]
        return f" {DASH} ".join(hours)

    def _shortest_format(self) -> str:
        """Return the format of the first day that repeats nothing of the last day."""
        in_full, without_year, without_month = day_formats()
        if self.start_date.year != self.end_date.year:
            return in_full
        is_one_month = self.start_date.month == self.end_date.month
        return without_month if is_one_month else without_year


def check_day(day: date) -> None:
    """Raise ValidationError for an implausible year."""
    if day.year not in YEARS:
        raise ValidationError(gettext("Enter a year between 1000 and 2999."))


def day_formats() -> tuple[str, str, str]:
    """Return the date formats of the active language: full, without year, without month."""
    language = get_language() or "en"
    own = OWN_FORMATS.get(language) or OWN_FORMATS.get(language.split("-")[0])
    return own or DAY_FORMATS


def format_day(day: date) -> str:
    """Return a date in the active language: “Sat 11 Feb 2023”."""
    return in_words(day, day_formats()[0])


def is_unambiguous(moment: datetime) -> bool:
    """Return whether this local time occurs exactly once on its day."""
    return moment.utcoffset() == moment.replace(fold=1).utcoffset()


def clock(hour: time) -> str:
    """Return a time of day in the active language: “4.30pm” in British English."""
    own = next((form for language, form in HOUR_FORMATS.items() if speaks(language)), None)
    if own or not speaks("en"):
        return date_format(hour, own or "TIME_FORMAT")
    return f"{hour.hour % 12 or 12}.{hour.minute:02d}{'am' if hour.hour < 12 else 'pm'}"

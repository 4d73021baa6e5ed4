"""When an event is: from the wall clock of its place to the moment, and to what a reader reads.

An event is kept as its organisers announce it: dates and hours on the clock of its own zone (an
IANA name, as in RFC 5545). A meeting at seven stays at seven when the clocks change, and where a
government moves the clocks next year.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language

YEARS = range(1000, 3000)
DAY = timedelta(days=1)
NIGHT = timedelta(hours=12)  # What ends so soon after midnight ends on the next day.
DASH = "\N{EN DASH}"
# How readers write a day: in full, without its year, and without its month. Countries in which
# numbers of days have a dot, or stand after the month, have their own.
DAY_FORMATS = ("D j M Y", "D j M", "D j")
DOTTED = ("D j. M Y", "D j. M", "D j.")
OWN_FORMATS = {"en-us": ("D, M j, Y", "D, M j", "D, M j")}
OWN_FORMATS |= dict.fromkeys(("cs", "da", "de", "fi", "hr", "is", "nb", "nn", "sk", "sl"), DOTTED)


@dataclass(frozen=True)
class EventTimes:
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
    def is_unambiguous(self) -> bool:
        """Whether no hour of it is one that the clocks skip, or show twice, that night."""
        return is_unambiguous(self.starts_at) and is_unambiguous(self.ends_at)

    @property
    def length(self) -> timedelta:
        """How long it lasts, by a stop watch; a change of the clocks may fall into it."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)

    @property
    def crosses_dst_change(self) -> bool:
        """Whether a stop watch counts other hours than the clock on the wall: it changes then."""
        return self._wall_length != self.length

    @property
    def has_end(self) -> bool:
        """Whether more is known of its end than the day on which it begins."""
        return bool(self.end_time) or self.end_date > self.start_date

    @property
    def is_whole_days(self) -> bool:
        """Whether it has no hour at which it begins."""
        return self.start_time is None

    def on(self, day: date) -> Self:
        """Return the same hours, as many days long, beginning on another day."""
        return replace(self, start_date=day, end_date=day + (self.end_date - self.start_date))

    def at(self, start: time | None, end: time | None) -> Self:
        """Return other hours on the same day; it takes as long as before where no end is given."""
        start = start or self.start_time
        if end is None and self.end_time and self.start_time:
            moved = datetime.combine(self.start_date, start) + self._wall_length
            return replace(self, start_time=start, end_date=moved.date(), end_time=moved.time())
        last = self._last_day(start, end) if start and end else self.end_date
        return replace(self, start_time=start, end_date=last, end_time=end or self.end_time)

    def _last_day(self, start: time, end: time) -> date:
        """Return the day of another end: the next one after a night, if it is no long event."""
        is_long = self.end_time and self.start_time and self._wall_length >= DAY
        if is_long or (not self.end_time and self.end_date > self.start_date):
            return self.end_date
        next_day = datetime.combine(self.start_date + DAY, end)
        is_night = end <= start and next_day - datetime.combine(self.start_date, start) <= NIGHT
        return self.start_date + DAY if is_night else self.start_date

    @property
    def _wall_length(self) -> timedelta:
        """How long it lasts by the clock on the wall."""
        return self.ends_at.replace(tzinfo=None) - self.starts_at.replace(tzinfo=None)

    @property
    def machine_start(self) -> str:
        """When it begins, as machines read it: a day, or a moment with its offset (ISO 8601)."""
        return (self.start_date if self.is_whole_days else self.starts_at).isoformat()

    @property
    def start_line(self) -> str:
        """The hour at which it begins, or nothing."""
        return clock(self.start_time) if self.start_time else ""

    @property
    def day_line(self) -> str:
        """The day or days: “Sat 11 Feb 2023”, “Fri 10 – Sun 12 Feb 2023”."""
        last = format_day(self.end_date)
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
        in_full, without_year, without_month = day_formats()
        if self.start_date.year != self.end_date.year:
            return in_full
        is_one_month = self.start_date.month == self.end_date.month
        return without_month if is_one_month else without_year


def check_day(day: date) -> None:
    """Refuse a day of a year that nobody means; raises ValidationError."""
    if not YEARS.start <= day.year < YEARS.stop:
        raise ValidationError("Give a day of a year between 1000 and 2999.")


def day_formats() -> tuple[str, str, str]:
    """Return the forms of a day in the page's language."""
    language = get_language() or "en"
    own = OWN_FORMATS.get(language) or OWN_FORMATS.get(language.split("-")[0])
    return own or DAY_FORMATS


def format_day(day: date) -> str:
    """Return a day as a reader of the page's language writes it: “Sat 11 Feb 2023”."""
    return date_format(day, day_formats()[0])


def is_unambiguous(moment: datetime) -> bool:
    """Return whether the clocks show this hour just once, on this day."""
    return moment.utcoffset() == moment.replace(fold=1).utcoffset()


def clock(hour: time) -> str:
    """Return an hour as a reader of the page's language writes it: “4.30pm” in English."""
    language = get_language() or "en"
    if not language.startswith("en") or language == "en-us":
        return date_format(hour, "g:i A" if language == "en-us" else "TIME_FORMAT")
    return f"{hour.hour % 12 or 12}.{hour.minute:02d}{'am' if hour.hour < 12 else 'pm'}"

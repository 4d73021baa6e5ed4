"""How an event repeats: what an editor chooses, as a recurrence rule of RFC 5545.

A rule speaks of days alone. The hours of each day are put to it afterwards, on the clock of the
place: so they stay where they are when the clocks change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import takewhile

from dateutil.rrule import rrule, rrulestr
from django.db.models import TextChoices

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # as Python counts them, from Monday
LAST_WEEK = 7  # Days at the end of a month, in which each weekday is there once.


class Repeat(TextChoices):
    """What editors can choose."""

    DAILY = "daily", "Every day, or every few days"
    WEEKLY = "weekly", "Every week, or every few weeks"
    MONTHLY_DATE = "monthly_date", "Every month on the same date, such as the 14th"
    MONTHLY_WEEKDAY = "monthly_weekday", "Every month on the same weekday, such as the 2nd Tuesday"
    MONTHLY_LAST = "monthly_last", "Every month on the last such weekday"
    YEARLY = "yearly", "Every year"


FREQUENCIES = {
    Repeat.DAILY: "DAILY",
    Repeat.WEEKLY: "WEEKLY",
    Repeat.MONTHLY_DATE: "MONTHLY",
    Repeat.MONTHLY_WEEKDAY: "MONTHLY",
    Repeat.MONTHLY_LAST: "MONTHLY",
    Repeat.YEARLY: "YEARLY",
}


def week_of_month(day: date) -> int:
    """Return 2 for the second Tuesday of a month, whichever weekday it is."""
    return (day.day - 1) // 7 + 1


@dataclass(frozen=True)
class RecurrenceRule:
    """A rule; it begins on a day that fits it, and may have an end or a number of days."""

    repeat: Repeat
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it never ends."""
        return self.until is None and self.count is None

    def fits(self, start: date) -> bool:
        """Return whether the rule can begin on a day: RFC 5545 wants the first day to be one."""
        return next(iter(self._rrule(start)), None) == datetime.combine(start, time.min)

    def days(self, start: date, horizon: date) -> Iterator[date]:
        """Yield its days, one after the other; those of an open rule as far as `horizon`."""
        days = (moment.date() for moment in self._rrule(start))
        return takewhile(lambda day: day <= horizon, days) if self.is_open else days

    def text(self, start: date) -> str:
        """Return the rule as RFC 5545 writes it, without its end: “FREQ=WEEKLY;BYDAY=TU”."""
        parts = [f"FREQ={FREQUENCIES[self.repeat]}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if days := self._weekdays(start):
            parts.append(f"BYDAY={days}")
        return ";".join(parts)

    def _weekdays(self, start: date) -> str:
        own = WEEKDAYS[start.weekday()]
        if self.repeat == Repeat.MONTHLY_WEEKDAY:
            return f"{week_of_month(start)}{own}"
        if self.repeat == Repeat.MONTHLY_LAST:
            return f"-1{own}"
        if self.repeat == Repeat.WEEKLY:
            return ",".join(WEEKDAYS[number] for number in sorted(self.weekdays)) or own
        return ""

    def _rrule(self, start: date) -> rrule:
        text = self.text(start)
        if self.until:
            text += f";UNTIL={self.until:%Y%m%d}T000000"
        elif self.count:
            text += f";COUNT={self.count}"
        return rrulestr(text, dtstart=datetime.combine(start, time.min))

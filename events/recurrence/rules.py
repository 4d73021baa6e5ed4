"""Recurrence rules (RFC 5545) for the repetitions that editors can choose.

A rule yields dates only. Times are added later, in local time, so that they stay the same across
daylight saving changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import takewhile

from dateutil.rrule import rrule, rrulestr
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # In the order of `date.weekday()`.


class Repeat(TextChoices):
    """The kinds of repetition, as stored in `EventPage.repeats`."""

    DAILY = "daily", _("Every day, or every few days")
    WEEKLY = "weekly", _("Every week, or every few weeks")
    MONTHLY_DATE = "monthly_date", _("Every month on the same date, such as the 14th")
    MONTHLY_WEEKDAY = (
        "monthly_weekday",
        _("Every month on the same weekday, such as the 2nd Tuesday"),
    )
    MONTHLY_LAST = "monthly_last", _("Every month on the last such weekday")
    YEARLY = "yearly", _("Every year")


FREQUENCIES = {
    Repeat.DAILY: "DAILY",
    Repeat.WEEKLY: "WEEKLY",
    Repeat.MONTHLY_DATE: "MONTHLY",
    Repeat.MONTHLY_WEEKDAY: "MONTHLY",
    Repeat.MONTHLY_LAST: "MONTHLY",
    Repeat.YEARLY: "YEARLY",
}


def week_of_month(day: date) -> int:
    """Return the number of this weekday within its month: 2 for the second Tuesday."""
    return (day.day - 1) // 7 + 1


@dataclass(frozen=True)
class RecurrenceRule:
    """A recurrence rule, ended by `until`, by `count`, or not at all."""

    repeat: Repeat
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None

    @property
    def is_open(self) -> bool:
        """Return whether the rule has no end."""
        return self.until is None and self.count is None

    def fits(self, start: date) -> bool:
        """Return whether `start` matches the rule; RFC 5545 requires that of DTSTART."""
        return next(iter(self._rrule(start)), None) == datetime.combine(start, time.min)

    def days(self, start: date, horizon: date) -> Iterator[date]:
        """Yield the dates of the rule; those of an open rule only up to `horizon`."""
        days = (moment.date() for moment in self._rrule(start))
        return takewhile(lambda day: day <= horizon, days) if self.is_open else days

    def text(self, start: date) -> str:
        """Return the rule in RFC 5545 syntax, without its end: “FREQ=WEEKLY;BYDAY=TU”."""
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

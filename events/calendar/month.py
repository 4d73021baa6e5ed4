"""Months as grids of weeks."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.http import Http404
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.timezone import localdate

from core.values.dates import format_month

MAX_EVENTS_PER_DAY = 4  # The page of the day lists all of them.


def day_or_404(year: int, month: int, day: int) -> date:
    """Return a date. Raise Http404 if it does not exist."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404("There is no such day.") from error


def first_of_week(day: date) -> date:
    """Return the first day of the week of a date, in the order of the active locale."""
    return day - timedelta(days=(day.weekday() - _grid().firstweekday) % 7)


@dataclass(frozen=True)
class Day:
    """A day of the grid with its events."""

    date: date
    is_of_month: bool
    events: list

    @property
    def displayed(self) -> list:
        """Return the events that fit into the grid."""
        return self.events[:MAX_EVENTS_PER_DAY]

    @property
    def hidden(self) -> int:
        """Return the number of events that do not fit into the grid."""
        return len(self.events) - len(self.displayed)

    @property
    def is_today(self) -> bool:
        """Return whether this is today in the time zone of the publication."""
        return self.date == localdate()


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, ordered by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, year: int, number: int) -> Self:
        """Return a month. Raise Http404 if it does not exist."""
        return cls.of(day_or_404(year, number, 1))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month of a date."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def title(self) -> str:
        """Return name and year: “December 2026”."""
        return format_month(self.first)

    @property
    def before(self) -> Self | None:
        """Return the previous month; None before the first supported date."""
        return self.of(self.first - timedelta(days=1)) if self.first > date.min else None

    @property
    def after(self) -> Self | None:
        """Return the next month; None after the last supported date."""
        return self.of(self.last + timedelta(days=1)) if self.last < date.max else None

    @property
    def shown_days(self) -> tuple[date, date]:
        """Return the first and the last day of the grid, which has whole weeks."""
        weeks = self._weeks()
        return weeks[0][0], weeks[-1][-1]

    def weekdays(self) -> list[tuple[str, str]]:
        """Return names and abbreviations of the weekdays, in the order of the active locale."""
        days = _grid().iterweekdays()
        return [(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in days]

    def weeks(self, events: Iterable) -> list[list[Day]]:
        """Return the weeks with their events; an event of several days is on each of them."""
        weeks = self._weeks()
        by_day = defaultdict(list)
        for event in events:
            hours = event.hours
            day = max(hours.start_date, weeks[0][0])
            last = min(hours.end_date, weeks[-1][-1])
            for number in range((last - day).days + 1):
                by_day[day + timedelta(days=number)].append(event)
        return [
            [Day(day, Month.of(day) == self, by_day.get(day, [])) for day in week] for week in weeks
        ]

    def _weeks(self) -> list[list[date]]:
        return _grid().monthdatescalendar(self.year, self.number)


def _grid() -> calendar.Calendar:
    # Django counts the days of a week from Sunday, the calendar module from Monday.
    return calendar.Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7)

"""A month as a grid of weeks."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.http import Http404
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.timezone import localdate

MOST_IN_A_DAY = 4  # What else there is stands on the page of the day.


def day_or_404(year: int, month: int, day: int) -> date:
    """Return a day; raises Http404 where the calendar has none such."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404("There is no such day.") from error


@dataclass(frozen=True)
class Day:
    """A field of the grid: a day with what is on."""

    date: date
    is_of_month: bool
    events: list

    @property
    def shown(self) -> list:
        """What the field has room for."""
        return self.events[:MOST_IN_A_DAY]

    @property
    def hidden(self) -> int:
        """How many more there are."""
        return len(self.events) - len(self.shown)

    @property
    def is_today(self) -> bool:
        """Whether it is today on the clock of the publication."""
        return self.date == localdate()


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def parse(cls, year: int, number: int) -> Self:
        """Return a month; raises Http404 where the calendar has none such."""
        return cls.of(day_or_404(year, number, 1))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def title(self) -> str:
        """Its name and year: “December 2026”."""
        return date_format(self.first, "F Y")

    @property
    def before(self) -> Self | None:
        """The month before it, if the calendar goes back so far."""
        return self.of(self.first - timedelta(days=1)) if self.first > date.min else None

    @property
    def after(self) -> Self | None:
        """The month after it, if the calendar goes so far."""
        return self.of(self.last + timedelta(days=1)) if self.last < date.max else None

    def weekdays(self) -> list[tuple[str, str]]:
        """Return the names of the days of a week and their short forms, the first one first."""
        days = self._grid().iterweekdays()
        return [(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in days]

    def weeks(self, events: Iterable) -> list[list[Day]]:
        """Return the weeks of the month with what is on; an event of several days is in each."""
        by_day = defaultdict(list)
        for event in events:
            hours = event.hours
            day = max(hours.start_date, self.first)
            while day <= min(hours.end_date, self.last):
                by_day[day].append(event)
                day += timedelta(days=1)
        weeks = self._grid().monthdatescalendar(self.year, self.number)
        return [
            [Day(day, Month.of(day) == self, by_day.get(day, [])) for day in week] for week in weeks
        ]

    def _grid(self) -> calendar.Calendar:
        """Return a calendar whose weeks begin as readers of the page's language expect it."""
        return calendar.Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7)

"""Everything that was published, by years, months and days, of all sections together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Self

from django.db.models import Count, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format

from page_cache.memoize import cached
from search.choices import EntryKind
from search.models import SearchEntry


@dataclass(frozen=True, order=True)
class Period:
    """A year, a month or a day."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, *parts: int) -> Self:
        """Return the period of a year, a month and a day; raises Http404 where there is none."""
        try:
            date(*(*parts, 1, 1)[:3])
        except (ValueError, OverflowError) as error:
            raise Http404("There is no such day.") from error
        return cls(*parts)

    @property
    def parts(self) -> tuple[int, ...]:
        """Its year, month and day, as far as it has them."""
        return tuple(part for part in (self.year, self.month, self.day) if part)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def url(self) -> str:
        """The address of what was published in it."""
        return reverse("archive", args=self.parts)

    @property
    def above(self) -> list[Self]:
        """The month and the year of a day, the longest first."""
        return [type(self)(*self.parts[:size]) for size in range(1, len(self.parts))]

    def __str__(self) -> str:
        if self.day:
            return date_format(self.first, "DATE_FORMAT")
        return date_format(self.first, "YEAR_MONTH_FORMAT") if self.month else str(self.year)

    @property
    def name(self) -> str:
        """What it is called among others of its kind in the same year or month."""
        return date_format(self.first, "F") if self.month and not self.day else str(self)

    def has(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return (day.year, day.month, day.day)[: len(self.parts)] == self.parts


@dataclass(frozen=True)
class ArchivePeriod:
    """A period with how much was published in it, and the shorter ones that it has."""

    period: Period
    number: int
    parts: tuple["ArchivePeriod", ...] = ()


class Archive:
    """All articles that everybody may read, by the day on which they were published."""

    @cached_property
    def days(self) -> Counter:
        """How many articles there are of each day, the latest first."""
        rows = _articles().order_by("-day").values_list("day").annotate(Count("pk"))
        found = cached("archive", lambda: list(rows))
        return Counter({date.fromordinal(day): number for day, number in found})

    def parts(self, size: int, within: Period | None = None) -> list[ArchivePeriod]:
        """Return the years (1), months (2) or days (3) that have something, the latest first."""
        days = [day for day in self.days if not within or within.has(day)]
        grouped = groupby(days, lambda day: Period(*(day.year, day.month, day.day)[:size]))
        return [
            ArchivePeriod(period, sum(self.days[day] for day in group)) for period, group in grouped
        ]

    def years(self) -> Iterator[ArchivePeriod]:
        """Yield the years, each with its months, January first."""
        for year in self.parts(1):
            months = tuple(reversed(self.parts(2, year.period)))
            yield ArchivePeriod(year.period, year.number, months)

    def beside(self, period: Period) -> tuple[Period | None, Period | None]:
        """Return the nearest periods of the same length, before and after, that have something."""
        known = [part.period for part in self.parts(len(period.parts))]
        earlier = next((each for each in known if each < period), None)
        later = next((each for each in reversed(known) if each > period), None)
        return earlier, later

    def number(self, period: Period) -> int:
        """Return how many articles there are of a period."""
        return sum(number for day, number in self.days.items() if period.has(day))

    def pages(self, period: Period) -> QuerySet:
        """Return the keys of the articles of a period, the latest first."""
        days = [day for day in self.days if period.has(day)]
        if not days:
            raise Http404("Nothing was published then.")
        first, last = days[-1].toordinal(), days[0].toordinal()
        found = _articles().filter(day__gte=first, day__lte=last)
        order = ("-day", "-page__first_published_at", "-page")
        return found.order_by(*order).values_list("page", flat=True)


def _articles() -> QuerySet:
    return SearchEntry.objects.public_pages().filter(kind=EntryKind.ARTICLE, day__isnull=False)

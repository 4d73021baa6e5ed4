"""The archive of the articles of all sections by year, month and day."""

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

from core.values.dates import format_day, format_month
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
        """Return the period for a year, or a year, month and day; raise Http404 if invalid."""
        try:
            date(*(*parts, 1, 1)[:3])
        except (ValueError, OverflowError) as error:
            raise Http404("There is no such day.") from error
        return cls(*parts)

    @property
    def parts(self) -> tuple[int, ...]:
        """The year, month and day, as far as they are set."""
        return tuple(part for part in (self.year, self.month, self.day) if part)

    @property
    def first(self) -> date:
        """The first day of the period."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def url(self) -> str:
        """The URL of the period's page in the archive."""
        return reverse("archive", args=self.parts)

    @property
    def above(self) -> list[Self]:
        """The periods that contain this one, the longest first."""
        return [type(self)(*self.parts[:size]) for size in range(1, len(self.parts))]

    def __str__(self) -> str:
        if self.day:
            return format_day(self.first)
        return format_month(self.first) if self.month else str(self.year)

    @property
    def name(self) -> str:
        """The name in a list of the same year or month: a month's without the year."""
        return date_format(self.first, "F") if self.month and not self.day else str(self)

    def contains(self, day: date) -> bool:
        """Return whether `day` is in the period."""
        return (day.year, day.month, day.day)[: len(self.parts)] == self.parts


@dataclass(frozen=True)
class ArchivePeriod:
    """A period with the number of its articles, and the shorter periods in it."""

    period: Period
    number: int
    parts: tuple["ArchivePeriod", ...] = ()


class Archive:
    """The public articles by day of publication."""

    @cached_property
    def days(self) -> Counter:
        """The number of articles by day, the latest day first."""
        rows = _articles().order_by("-day").values_list("day").annotate(Count("pk"))
        counts = cached("archive", lambda: list(rows))
        return Counter({date.fromordinal(day): number for day, number in counts})

    def parts(self, size: int, within: Period | None = None) -> list[ArchivePeriod]:
        """Return the years (`size` 1), months (2) or days (3) with articles, the latest first."""
        days = [day for day in self.days if not within or within.contains(day)]
        grouped = groupby(days, lambda day: Period(*(day.year, day.month, day.day)[:size]))
        return [
            ArchivePeriod(period, sum(self.days[day] for day in group)) for period, group in grouped
        ]

    def years(self) -> Iterator[ArchivePeriod]:
        """Yield the years, the latest first, each with its months in ascending order."""
        for year in self.parts(1):
            months = tuple(reversed(self.parts(2, year.period)))
            yield ArchivePeriod(year.period, year.number, months)

    def neighbours(self, period: Period) -> tuple[Period | None, Period | None]:
        """Return the previous and the next period of the same length that have articles."""
        known = [part.period for part in self.parts(len(period.parts))]
        earlier = next((each for each in known if each < period), None)
        later = next((each for each in reversed(known) if each > period), None)
        return earlier, later

    def number(self, period: Period) -> int:
        """Return the number of articles in a period."""
        return sum(number for day, number in self.days.items() if period.contains(day))

    def pages(self, period: Period) -> QuerySet:
        """Return the ids of a period's pages, the latest first; raise Http404 if there are none."""
        days = [day for day in self.days if period.contains(day)]
        if not days:
            raise Http404("Nothing was published then.")
        first, last = days[-1].toordinal(), days[0].toordinal()
        articles = _articles().filter(day__gte=first, day__lte=last)
        order = ("-day", "-page__first_published_at", "-page")
        return articles.order_by(*order).values_list("page", flat=True)


def _articles() -> QuerySet:
    return SearchEntry.objects.public_pages().filter(kind=EntryKind.ARTICLE, day__isnull=False)

"""Filters of the calendar of events."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar, Self

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.filters import Choices, Field, ListFilters, read_day
from events.calendar.month import Month, first_of_week
from topics.models import Topic

MONTH = re.compile(r"(\d{4})-(\d{2})")
PERIODS = {"week": _("This week"), "weekend": _("This weekend")}
# Filters of time, which views with their own period leave out.
TIMES = ("month", "when", "start", "end")


@dataclass(frozen=True)
class Filters(ListFilters):
    """The filters of a calendar, read from its query string."""

    when: str = ""
    start: str = ""
    end: str = ""
    month: str = ""
    town: str = ""
    topic: str = ""
    organiser: str = ""
    online: str = ""
    free: str = ""

    selects: ClassVar = {
        "month": _("Month"),
        "town": _("Town"),
        "topic": _("Topic"),
        "organiser": _("Organiser"),
    }
    dates: ClassVar = {"start": _("From"), "end": _("Until")}
    checkboxes: ClassVar = {"online": _("Online"), "free": _("Free")}

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Return the filters of a query string. Raise Http404 if the month does not exist."""
        filters = super().read(query)
        filters.get_month()
        # Dates that a reader enters replace the week or weekend that was chosen before.
        has_period = filters.when in PERIODS and not (filters.start or filters.end)
        return filters if has_period else filters.without("when")

    def get_month(self) -> Month | None:
        """Return the chosen month, if any. Raise Http404 if it does not exist."""
        match = MONTH.fullmatch(self.month)
        if self.month and not match:
            raise Http404("There is no such month.")
        return Month.parse(*map(int, match.groups())) if match else None

    def apply(self, dates: QuerySet) -> QuerySet:
        """Return the occurrences that match all filters."""
        lookups = {
            "page__topic_assignments__topic__slug": self.topic,
            "page__event_organisers__organiser__slug": self.organiser,
            "is_online": bool(self.online),
            "page__is_free": bool(self.free),
            "end_date__gte": read_day(self.start),
            "start_date__lte": read_day(self.end),
        }
        dates = dates.filter(**{name: value for name, value in lookups.items() if value})
        if self.town:  # Occurrences moved elsewhere stay listed under the event's usual town.
            dates = dates.filter(Q(venue__town=self.town) | Q(page__venue__town=self.town))
        if self.when:
            dates = dates.on_days(*period_days(self.when, localdate()))
        month = self.get_month()
        return dates.on_days(month.first, month.last) if month else dates

    @property
    def first_month(self) -> Month:
        """Return the first month of a list of upcoming events."""
        chosen = self.get_month() or Month.of(read_day(self.start) or localdate())
        return max(chosen, Month.of(localdate()))

    @property
    def ends_before_start(self) -> bool:
        """Whether the last day is before the first one."""
        return bool(self.start and self.end and self.end < self.start)

    @property
    def without_times(self) -> Self:
        """Return the filters without those of time, for views that have their own period."""
        return self.without(*TIMES)

    @property
    def periods(self) -> list[tuple[str, str, bool]]:
        """Return label, query string and whether it is chosen, of this week and this weekend."""
        return [
            (str(label), replace(self.without_times, when=name).query, self.when == name)
            for name, label in PERIODS.items()
        ]

    def label(self, name: str, value: str, choices: Choices) -> str:
        """Return an active filter in words: “This weekend”, “from 3 Dec 2026”."""
        if name == "when":
            return str(PERIODS[value])
        if name == "month":
            return self.get_month().title
        if name in self.dates:
            day = {"day": date_format(read_day(value), "DATE_FORMAT")}
            return (gettext("from %(day)s") if name == "start" else gettext("until %(day)s")) % day
        return super().label(name, value, choices)

    def fields(self, choices: Choices) -> list[Field]:
        """Add the week or weekend, which links choose, and leave out dates without `month`."""
        fields = super().fields(choices)
        if "month" not in choices:  # The view has its own period.
            return [field for field in fields if field.kind != "date"]
        days = [field for field in fields if field.kind == "date"]
        others = [field for field in fields if field.kind != "date"]
        period = [Field("when", "", self.when, "hidden")] if self.when else []
        return period + days + others


def period_days(name: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of this week or this weekend."""
    if name == "weekend":
        saturday = today - timedelta(days=today.weekday()) + timedelta(days=5)
        return saturday, saturday + timedelta(days=1)
    first = first_of_week(today)
    return first, first + timedelta(days=6)


def _topics(dates: QuerySet) -> list[tuple[str, str]]:
    pages = dates.order_by().values("page")
    topics = Topic.objects.filter(assignments__page__in=pages).distinct()
    return [(topic.slug, topic.name) for topic in topics]


def _organisers(dates: QuerySet) -> list[tuple[str, str]]:
    pairs = dates.order_by("page__event_organisers__organiser__name").values_list(
        "page__event_organisers__organiser__slug", "page__event_organisers__organiser__name"
    )
    return [pair for pair in pairs.distinct() if pair[0]]


def _towns(dates: QuerySet) -> list[tuple[str, str]]:
    towns = dates.order_by("venue__town").values_list("venue__town", flat=True).distinct()
    return [(town, town) for town in towns if town]


def _months(dates: QuerySet) -> list[tuple[str, str]]:
    months = dates.order_by().dates("start_date", "month")
    return [(f"{month:%Y-%m}", Month.of(month).title) for month in months]


CHOICES = {"month": _months, "town": _towns, "topic": _topics, "organiser": _organisers}


def filter_choices(dates: QuerySet, names: Iterable[str] = tuple(CHOICES)) -> Choices:
    """Return the choices that these occurrences offer, with one query per filter."""
    return {name: CHOICES[name](dates) for name in names}


def active_choices(filters: Filters, dates: QuerySet) -> Choices:
    """Return the choices of the active filters, with one query for each."""
    return filter_choices(dates, [name for name in CHOICES if getattr(filters, name)])

"""Filters of the calendar of events."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.filters import Choices, ListFilters
from events.calendar.month import Month
from topics.models import Topic

MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Filters(ListFilters):
    """The filters of a calendar, read from its query string."""

    topic: str = ""
    organiser: str = ""
    town: str = ""
    month: str = ""
    online: str = ""
    free: str = ""

    selects: ClassVar = {
        "topic": _("Topic"),
        "organiser": _("Organiser"),
        "town": _("Town"),
        "month": _("Month"),
    }
    checkboxes: ClassVar = {"online": _("Online"), "free": _("Free")}

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Return the filters of a query string. Raise Http404 if the month does not exist."""
        filters = super().read(query)
        filters.get_month()
        return filters

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
        }
        dates = dates.filter(**{name: value for name, value in lookups.items() if value})
        if self.town:  # Occurrences moved elsewhere stay listed under the event's usual town.
            dates = dates.filter(Q(venue__town=self.town) | Q(page__venue__town=self.town))
        month = self.get_month()
        return dates.on_days(month.first, month.last) if month else dates

    @property
    def without_month(self) -> Self:
        """Return the filters without the month, for views that have their own period."""
        return self.without("month")


def filter_choices(dates: QuerySet) -> Choices:
    """Return the choices that these occurrences offer, with one query per filter."""
    pages = dates.order_by().values("page")
    topics = Topic.objects.filter(assignments__page__in=pages).distinct()
    organisers = dates.order_by("page__event_organisers__organiser__name").values_list(
        "page__event_organisers__organiser__slug", "page__event_organisers__organiser__name"
    )
    towns = dates.order_by("venue__town").values_list("venue__town", flat=True).distinct()
    months = dates.order_by().dates("start_date", "month")
    return {
        "topic": [(topic.slug, topic.name) for topic in topics],
        "organiser": [pair for pair in organisers.distinct() if pair[0]],
        "town": [(town, town) for town in towns if town],
        "month": [(f"{month:%Y-%m}", Month.of(month).title) for month in months],
    }

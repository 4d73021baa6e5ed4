"""What readers narrow the calendar by; every choice is a part of the address."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext

from events.month import Month
from topics.models import Topic

MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Filters:
    """A choice among dates: any number of these at once, all of which have to hold."""

    topic: str = ""
    organiser: str = ""
    town: str = ""
    month: str = ""
    online: str = ""
    free: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Return what an address asks for; raises Http404 for a month that there is not."""
        asked = {
            name: query.get(name, "").replace("\0", "").strip()[:200] for name in asdict(cls())
        }
        marks = {name: asked[name] if asked[name] == "1" else "" for name in ("online", "free")}
        found = cls(**asked | marks)
        if found.month:
            found.get_month()
        return found

    def get_month(self) -> Month | None:
        """Return the month, if one is chosen; raises Http404 where there is none such."""
        match = MONTH.fullmatch(self.month)
        if self.month and not match:
            raise Http404("There is no such month.")
        return Month.parse(*map(int, match.groups())) if match else None

    def apply(self, dates: QuerySet) -> QuerySet:
        """Return those of the dates for which all of it holds."""
        lookups = {
            "page__topic_assignments__topic__slug": self.topic,
            "page__hosts__organiser__slug": self.organiser,
            "is_online": bool(self.online),
            "page__is_free": bool(self.free),
        }
        dates = dates.filter(**{name: value for name, value in lookups.items() if value})
        if self.town:  # What moved away, or online, is still told to those who would have come.
            usual = Q(page__venue__town=self.town)
            dates = dates.filter(Q(venue__town=self.town) | usual)
        month = self.get_month()
        return dates.on_days(month.first, month.last) if month else dates

    @property
    def query(self) -> str:
        """What an address has to end with to ask for it."""
        chosen = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def timeless(self) -> Self:
        """The choice without its month, for views that have a time of their own."""
        return self.without("month")

    def without(self, name: str) -> Self:
        """Return the choice with one part of it taken back."""
        return replace(self, **{name: ""})

    def chosen(self, choices: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
        """Return what is chosen in words, each with the address of the list without it."""
        words = {"online": gettext("Online"), "free": gettext("Free")}
        return [
            (
                words.get(name) or dict(choices.get(name, [])).get(value, value),
                self.without(name).query or "?",
            )
            for name, value in asdict(self).items()
            if value
        ]


def filter_choices(dates: QuerySet) -> dict[str, list[tuple[str, str]]]:
    """Return what there is to choose among dates, with one query for each kind."""
    pages = dates.order_by().values("page")
    topics = Topic.objects.filter(assignments__page__in=pages).distinct()
    organisers = dates.order_by("page__hosts__organiser__name").values_list(
        "page__hosts__organiser__slug", "page__hosts__organiser__name"
    )
    towns = dates.order_by("venue__town").values_list("venue__town", flat=True).distinct()
    months = dates.order_by().dates("start_date", "month")
    return {
        "topic": [(topic.slug, topic.name) for topic in topics],
        "organiser": [pair for pair in organisers.distinct() if pair[0]],
        "town": [(town, town) for town in towns if town],
        "month": [(f"{month:%Y-%m}", Month.of(month).title) for month in months],
    }

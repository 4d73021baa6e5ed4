"""Filters of listings, stored in the query string; they work without JavaScript."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext

MAX_LENGTH = 200  # characters of a value
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Choices = dict[str, list[tuple[str, str]]]  # pairs of value and label, by name of the filter


@dataclass(frozen=True)
class Field:
    """A field of the filter form."""

    name: str
    label: str
    value: str
    kind: str  # "select", "text", "date", "checkbox" or "hidden"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ListFilters:
    """The filters of a listing; pages must match all of them.

    Subclasses are dataclasses with one string field for each filter.
    """

    # Labels by name of the filter, for each type of form field.
    selects: ClassVar[dict[str, str]] = {}
    texts: ClassVar[dict[str, str]] = {}
    dates: ClassVar[dict[str, str]] = {}
    checkboxes: ClassVar[dict[str, str]] = {}
    # Labels by value of the field `sort`, the order of the listing; the default has the value "".
    orders: ClassVar[dict[str, str]] = {}

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Return the filters of a query string."""
        names = asdict(cls())
        values = {
            name: query.get(name, "").replace("\0", "").strip()[:MAX_LENGTH] for name in names
        }
        ticked = {name: values[name] if values[name] == "1" else "" for name in cls.checkboxes}
        days = {name: values[name] if read_day(values[name]) else "" for name in cls.dates}
        if cls.orders and values["sort"] not in cls.orders:
            values["sort"] = ""
        return cls(**values | ticked | days)

    @property
    def query(self) -> str:
        """The query string, with its question mark, or an empty string."""
        values = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(values)}" if values else ""

    def without(self, *names: str) -> Self:
        """Return the filters with some of them removed."""
        return replace(self, **dict.fromkeys(names, ""))

    def label(self, name: str, value: str, choices: Choices) -> str:
        """Return an active filter in words."""
        return str(self.checkboxes.get(name) or dict(choices.get(name, [])).get(value, value))

    def active(self, choices: Choices) -> list[tuple[str, str]]:
        """Return the label of each active filter, with the query string that removes it."""
        return [
            (self.label(name, value, choices), self.without(name).query or "?")
            for name, value in asdict(self).items()
            if value and not (self.orders and name == "sort")
        ]

    def sorted_queries(self) -> list[tuple[str, str, bool]]:
        """Return the label of each order, its query string, and whether the listing has it."""
        return [
            (str(label), replace(self, sort=value).query or "?", self.sort == value)
            for value, label in self.orders.items()
        ]

    def words(self, choices: Choices) -> str:
        """Return the active filters in words, without values that are made up in the URL."""
        known = self.without(*(name for name in choices if not self._is_known(name, choices)))
        return ", ".join(label for label, _query in known.active(choices))

    def template_context(self, choices: Choices) -> dict[str, object]:
        """Return the context of a listing: the filters, the form fields and the active labels."""
        return {
            "filters": self,
            "fields": self.fields(choices),
            "chosen": self.active(choices),
            "choice": self.words(choices),
        }

    def title(self, title: str, choices: Callable[[QuerySet], Choices], listing: QuerySet) -> str:
        """Return the title of a listing with the labels of the active filters."""
        if not self.query:
            return title
        choice = self.words(choices(listing))
        words = {"title": title, "choice": choice}
        return gettext("%(title)s: %(choice)s") % words if choice else title

    def _is_known(self, name: str, choices: Choices) -> bool:
        return getattr(self, name) in dict(choices[name])

    def fields(self, choices: Choices) -> list[Field]:
        """Return the fields of the form, without selects that have no choices."""
        selects = [
            Field(name, self.selects[name], getattr(self, name), "select", tuple(pairs))
            for name, pairs in choices.items()
            if pairs
        ]
        others = [("text", self.texts), ("date", self.dates), ("checkbox", self.checkboxes)]
        return selects + [
            Field(name, label, getattr(self, name), kind)
            for kind, labels in others
            for name, label in labels.items()
        ]


def read_day(text: str) -> date | None:
    """Return the day that a date field sent, or None if it is not a date."""
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None

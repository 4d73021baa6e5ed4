"""Facets of search results, with the number of results for each choice."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributors.models import Contributor
from core.values.languages import language_name
from news.choices import Format
from search.choices import EntryKind
from search.models import SearchEntry
from search.query.filters import PAST, UPCOMING, SearchFilters
from search.query.search import Search
from topics.models import Topic

MAX_CHOICES = 12
TIME_LABELS = {UPCOMING: _("Still to come"), PAST: pgettext_lazy("events", "Past")}


@dataclass(frozen=True)
class FacetChoice:
    """A value of a facet with the number of its results and the query string of their search."""

    label: str
    number: int
    query: str


@dataclass(frozen=True)
class Facet:
    """A facet with its choices."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]


def facets(search: Search) -> list[Facet]:
    """Return the inactive facets of a search that have a choice with fewer results."""
    inactive = [
        Facet(name, str(label), tuple(_choices(search, name)))
        for name, label in FACET_LABELS.items()
        if name not in search.filters.facets
    ]
    total = search.facet_counts.total
    return [facet for facet in inactive if any(each.number < total for each in facet.choices)]


def _choices(search: Search, name: str) -> list[FacetChoice]:
    """Return the choices of a facet by number of results; years in descending order."""
    if name in RELATED:
        choices = _related_choices(search, *RELATED[name])
    else:
        counts = search.facet_counts.columns[COLUMNS[name]]
        order = sorted(counts.items(), reverse=True) if name == "year" else counts.most_common()
        choices = [
            (*_value_and_label(name, value), number) for value, number in order[:MAX_CHOICES]
        ]
    return [
        FacetChoice(label, number, replace(search.filters, **{name: value}).query)
        for value, label, number in choices
    ]


def _value_and_label(name: str, value: object) -> tuple[str, str]:
    """Return a value as in URLs, and its label."""
    if name == "when":
        value = UPCOMING if value else PAST
    return str(value), VALUE_LABELS[name](str(value))


def _related_choices(search: Search, column: str, model: type[Model]) -> list[tuple[str, str, int]]:
    """Return slug, name and count of the topics or contributors with the most results."""
    counts = search.facet_counts.related[column]
    counted = [(entry, counts[entry.pk]) for entry in model.objects.filter(pk__in=counts)]
    counted.sort(key=lambda pair: (-pair[1], pair[0].name))
    return [(entry.slug, entry.name, number) for entry, number in counted]


def chosen(filters: SearchFilters) -> list[tuple[str, str]]:
    """Return the label of each active facet with the query string that removes it."""
    return [
        (_chosen_label(name, value), filters.without(name).query or "?")
        for name, value in filters.facets.items()
    ]


def _chosen_label(name: str, value: str) -> str:
    if name in RELATED:  # The name must not be revealed if the entry is not public.
        public = SearchEntry.objects.public().filter(**{f"{RELATED[name][0]}__slug": value})
        return public.values_list("title", flat=True).first() or value
    return VALUE_LABELS[name](value)


def _label(labels: dict, value: str) -> str:
    return str(labels.get(value, value))


FACET_LABELS = {
    "type": pgettext_lazy("facet", "Type"),
    "when": pgettext_lazy("facet", "When"),
    "format": pgettext_lazy("facet", "Format"),
    "topic": pgettext_lazy("facet", "Topic"),
    "person": pgettext_lazy("facet", "Person"),
    "place": pgettext_lazy("facet", "Place"),
    "year": pgettext_lazy("facet", "Year"),
    "language": pgettext_lazy("facet", "Language"),
}
COLUMNS = {
    "type": "kind",
    "when": "is_upcoming",
    "format": "format",
    "place": "place",
    "year": "year",
    "language": "language",
}
RELATED = {"topic": ("topic", Topic), "person": ("contributor", Contributor)}
VALUE_LABELS: dict[str, Callable[[str], str]] = {
    "type": lambda kind: _label(dict(EntryKind.choices), kind),
    "when": lambda when: _label(TIME_LABELS, when),
    "format": lambda name: _label(dict(Format.choices), name),
    "place": str,
    "year": str,
    "language": language_name,
}

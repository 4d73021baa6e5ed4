"""By what the found can be narrowed down, with how much each choice leaves."""

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
from search.query.filters import COMING, PAST, SearchFilters
from search.query.search import Search
from topics.models import Topic

# So many choices of a kind are offered.
MOST = 12
TIMES = {COMING: _("Still to come"), PAST: pgettext_lazy("events", "Past")}


@dataclass(frozen=True)
class FacetChoice:
    """A value that leaves something, and the address of what it leaves."""

    words: str
    number: int
    address: str


@dataclass(frozen=True)
class Facet:
    """The choices of one kind."""

    name: str
    words: str
    choices: tuple[FacetChoice, ...]


def facets(search: Search) -> list[Facet]:
    """Return the choices that tell what was found apart; those made already are not among them."""
    offered = [
        Facet(name, str(words), tuple(_choices(search, name)))
        for name, words in NAMES.items()
        if name not in search.filters.facets
    ]
    total = search.tally.total
    return [facet for facet in offered if any(each.number < total for each in facet.choices)]


def _choices(search: Search, name: str) -> list[FacetChoice]:
    """Return what can be chosen of one kind, the years from the last one, all else by number."""
    if name in RELATED:
        counted = _related(search, *RELATED[name])
    else:
        counts = search.tally.columns[COLUMNS[name]]
        order = sorted(counts.items(), reverse=True) if name == "year" else counts.most_common()
        counted = [(*_worded(name, value), number) for value, number in order[:MOST]]
    return [
        FacetChoice(words, number, replace(search.filters, **{name: value}).query)
        for value, words, number in counted
    ]


def _worded(name: str, value: object) -> tuple[str, str]:
    """Return a value as it stands in an address, and as readers see it."""
    if name == "when":
        value = COMING if value else PAST
    return str(value), WORDS[name](str(value))


def _related(search: Search, column: str, entries: type[Model]) -> list[tuple[str, str, int]]:
    """Return the topics or people of most of the pages that were found."""
    counted = search.tally.related[column]
    found = [(entry, counted[entry.pk]) for entry in entries.objects.filter(pk__in=counted)]
    found.sort(key=lambda pair: (-pair[1], pair[0].name))
    return [(entry.slug, entry.name, number) for entry, number in found]


def chosen(filters: SearchFilters) -> list[tuple[str, str]]:
    """Return what is chosen in words, each with the address of the search without it."""
    return [
        (_chosen_words(name, value), filters.without(name).query or "?")
        for name, value in filters.facets.items()
    ]


def _chosen_words(name: str, value: str) -> str:
    if name in RELATED:  # A name may be the very thing that is not public yet.
        public = SearchEntry.objects.public().filter(**{f"{RELATED[name][0]}__slug": value})
        return public.values_list("title", flat=True).first() or value
    return WORDS[name](value)


def _label(labels: dict, value: str) -> str:
    return str(labels.get(value, value))


NAMES = {
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
    "when": "is_coming",
    "format": "format",
    "place": "place",
    "year": "year",
    "language": "language",
}
RELATED = {"topic": ("topic", Topic), "person": ("contributor", Contributor)}
WORDS: dict[str, Callable[[str], str]] = {
    "type": lambda kind: _label(dict(EntryKind.choices), kind),
    "when": lambda when: _label(TIMES, when),
    "format": lambda name: _label(dict(Format.choices), name),
    "place": str,
    "year": str,
    "language": language_name,
}

"""Filters of the public search: facets, which are URL parameters, and operators in the query."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from contributors.models import Contribution
from core.filters import ListFilters
from search.choices import PLURALS, EntryKind
from search.index.text import parts
from search.models import SearchEntry
from search.query.backends import engine
from search.query.expressions import SearchTerm
from search.query.parser import Query
from topics.models import TopicAssignment

UPCOMING, PAST = "coming", "past"


@dataclass(frozen=True)
class SearchFilters(ListFilters):
    """A query with its order and facets. All facets have to match."""

    q: str = ""
    sort: str = ""
    type: str = ""
    when: str = ""
    format: str = ""
    topic: str = ""
    person: str = ""
    place: str = ""
    year: str = ""
    language: str = ""

    @property
    def facets(self) -> dict[str, str]:
        """The active facets by name."""
        return {name: value for name in FACETS if (value := getattr(self, name))}

    def apply(self, entries: QuerySet) -> QuerySet:
        """Return the entries that match every active facet."""
        for name, value in self.facets.items():
            entries = entries.filter(FACETS[name](value))
        return entries


def by_year(year: str) -> Q:
    """Return the condition for entries of a year; no entry if the year is invalid."""
    is_valid = year.isascii() and year.isdigit() and len(year) <= 4
    return Q(year=int(year)) if is_valid else NO_ENTRIES


def by_time(when: str) -> Q:
    """Return the condition for upcoming or past events."""
    if when not in (UPCOMING, PAST):
        return NO_ENTRIES
    return Q(ends_at__gt=now()) if when == UPCOMING else Q(ends_at__lte=now())


def by_person(slug: str) -> Q:
    """Return the condition for pages with a contribution by a contributor."""
    return Q(page__in=Contribution.objects.filter(contributor__slug=slug).values("page"))


def by_topic(slug: str) -> Q:
    """Return the condition for pages with a topic."""
    return Q(page__in=TopicAssignment.objects.filter(topic__slug=slug).values("page"))


NO_ENTRIES = Q(pk__in=[])
FACETS = {
    "type": lambda kind: Q(kind=kind),
    "when": by_time,
    "format": lambda name: Q(format=name),
    "topic": by_topic,
    "person": by_person,
    "place": lambda name: Q(place=name),
    "year": by_year,
    "language": lambda tag: Q(language=tag),
}


def by_operators(query: Query) -> Q:
    """Return the condition for the operators author:, topic:, type: and year: of a query."""
    condition = Q()
    for name, value in query.fields:
        condition &= OPERATORS[name](value)
    for name, value in query.without_fields:
        condition &= ~OPERATORS[name](value)
    return condition


def _kind_operator(word: str) -> Q:
    word = word.lower()
    return Q(kind=PLURALS.get(word, word))


def _entries_named(kind: EntryKind, name: str) -> QuerySet:
    """Return the contributors or topics whose name contains all words of `name`, as prefixes."""
    words = parts(name)
    if not words:
        return SearchEntry.objects.none()
    expression = tuple((SearchTerm((word,), is_prefix=True),) for word in words)
    return SearchEntry.objects.filter(kind=kind, pk__in=engine().matching_titles(expression))


def _author_operator(name: str) -> Q:
    contributors = _entries_named(EntryKind.PERSON, name).values("contributor")
    return Q(page__in=Contribution.objects.filter(contributor__in=contributors).values("page"))


def _topic_operator(name: str) -> Q:
    topics = _entries_named(EntryKind.TOPIC, name).values("topic")
    return Q(page__in=TopicAssignment.objects.filter(topic__in=topics).values("page"))


OPERATORS = {
    "author": _author_operator,
    "topic": _topic_operator,
    "type": _kind_operator,
    "year": by_year,
}

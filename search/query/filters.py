"""By what readers narrow down what they found; every choice is a part of the address."""

from dataclasses import dataclass
from typing import Self

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

COMING, PAST = "coming", "past"


@dataclass(frozen=True)
class SearchFilters(ListFilters):
    """What was typed, and the choices among what was found; all of them have to hold."""

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
        """What is chosen, by the name of the facet."""
        return {name: value for name in FACETS if (value := getattr(self, name))}

    @property
    def only_words(self) -> Self:
        """The same search without any choice."""
        return type(self)(q=self.q)

    def apply(self, entries: QuerySet) -> QuerySet:
        """Return those of the entries for which every choice holds."""
        for name, value in self.facets.items():
            entries = entries.filter(FACETS[name](value))
        return entries


def by_year(year: str) -> Q:
    """Return the condition that something is of a year."""
    return Q(year=int(year)) if year.isascii() and year.isdigit() and len(year) <= 4 else NOTHING


def by_time(when: str) -> Q:
    """Return the condition that an event is still to come, or over."""
    if when not in (COMING, PAST):
        return NOTHING
    return Q(ends_at__gt=now()) if when == COMING else Q(ends_at__lte=now())


def by_person(slug: str) -> Q:
    """Return the condition that somebody had a part in a page."""
    return Q(page__in=Contribution.objects.filter(contributor__slug=slug).values("page"))


def by_topic(slug: str) -> Q:
    """Return the condition that a page is about a topic."""
    return Q(page__in=TopicAssignment.objects.filter(topic__slug=slug).values("page"))


NOTHING = Q(pk__in=[])
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


def by_typed(query: Query) -> Q:
    """Return the condition for what stands after author:, topic:, type: and year:."""
    condition = Q()
    for name, value in query.fields:
        condition &= TYPED[name](value)
    for name, value in query.without_fields:
        condition &= ~TYPED[name](value)
    return condition


def _typed_kind(word: str) -> Q:
    word = word.lower()
    return Q(kind=PLURALS.get(word, word))


def _named(kind: EntryKind, name: str) -> QuerySet:
    """Return the entries of people or topics in whose name all words stand."""
    words = parts(name)
    if not words:
        return SearchEntry.objects.none()
    expression = tuple((SearchTerm((word,), begins=True),) for word in words)
    return SearchEntry.objects.filter(kind=kind, pk__in=engine().titled(expression))


def _typed_author(name: str) -> Q:
    people = _named(EntryKind.PERSON, name).values("contributor")
    return Q(page__in=Contribution.objects.filter(contributor__in=people).values("page"))


def _typed_topic(name: str) -> Q:
    topics = _named(EntryKind.TOPIC, name).values("topic")
    return Q(page__in=TopicAssignment.objects.filter(topic__in=topics).values("page"))


TYPED = {
    "author": _typed_author,
    "topic": _typed_topic,
    "type": _typed_kind,
    "year": by_year,
}

"""One search: what is found, how much of it, and in which order."""

from dataclasses import replace
from functools import cached_property

from django.db.models import Case, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField
from django.db.models.functions import Cast, Replace
from django.db.models.lookups import Exact
from django.utils.timezone import localdate, now

from search.choices import EntryKind
from search.index.text import title_key
from search.models import SearchEntry
from search.query.backends import NEWEST_FIRST, Ranking, engine
from search.query.expressions import Expression, QueryPlan, SearchTerm, wanted
from search.query.filters import SearchFilters, by_typed
from search.query.parser import parse
from search.query.sql import FacetCounts, fetch_keys, read
from search.visibility import visible_entries

PER_PAGE = 20
FIRST = slice(0, PER_PAGE)
# What an old article counts beside one of today, and after how many days it is half way there.
OLD, DAYS_HALF_WAY = 0.5, 365.0
PAST_EVENT = 0.4
# Lists and standing pages have few words, each of which would count for much.
STANDING = 0.6
BY_DATE = "date"


class Search:
    """What everybody may read of what has the words of a query, in parts for a paginator.

    Beginnings of words are looked for only where whole words find less than a page. Whether they
    are does not depend on what is chosen besides, so that the counts of the choices hold.
    """

    def __init__(self, filters: SearchFilters, leave_out: tuple[int, ...] = ()) -> None:
        """Take what is asked, and the keys of pages that are shown anyway."""
        self.filters = filters
        self.query = parse(filters.q)
        self.leave_out = _entries_of(leave_out)
        self._known: dict[Expression, tuple[FacetCounts, list[int]]] = {}

    @cached_property
    def words(self) -> QueryPlan:
        """What the texts have to have, ever wider."""
        return wanted(self.query, engine().has_more_than)

    @cached_property
    def visible(self) -> Q:
        """The condition for what everybody may read."""
        return visible_entries()

    @cached_property
    def expression(self) -> Expression:
        """How wide is looked."""
        forms, beginnings = self.words.forms, self.words.beginnings
        if forms == beginnings:
            return forms
        if self.filters.facets:
            enough = self._having(forms)[:PER_PAGE].count()
        else:
            enough = self._read(forms)[0].total
        return forms if enough >= PER_PAGE else beginnings

    @property
    def hits(self) -> QuerySet:
        """The entries that were found and for which all choices hold, in no order."""
        return self._hits(self.expression)

    @property
    def tally(self) -> FacetCounts:
        """How many were found, of each sort too."""
        return self._read(self.expression)[0]

    def count(self) -> int:
        """Return how much is listed: what was found, without what is shown elsewhere."""
        shown = self.hits.filter(pk__in=self.leave_out).count() if self.leave_out else 0
        return self.tally.total - shown

    def __getitem__(self, part: slice) -> list[int]:
        """Return the keys of a part of what was found, the best or the newest first."""
        if not part.start and part.stop <= PER_PAGE:
            return self._read(self.expression)[1][: part.stop]
        return fetch_keys(self._marked(self.expression), self._ranking(part, self.expression), part)

    def _read(self, expression: Expression) -> tuple[FacetCounts, list[int]]:
        """Return how much is found by an expression, and the keys of the first page of it."""
        if expression not in self._known:
            ranking = self._ranking(FIRST, expression)
            self._known[expression] = read(self._marked(expression), ranking, FIRST)
        return self._known[expression]

    def _ranking(self, part: slice, expression: Expression) -> Ranking:
        if self.filters.sort == BY_DATE or not self.query.has_words:
            ranking = NEWEST_FIRST
        else:
            ranking = engine().ranking(expression, self.words, part.start or 0)
        return replace(ranking, leave_out=self.leave_out)

    def _having(self, expression: Expression) -> QuerySet:
        entries = SearchEntry.objects.filter(self.visible, by_typed(self.query))
        if expression:
            entries = entries.filter(engine().matching(expression))
        for words in self.query.without:
            entries = entries.exclude(engine().matching(((SearchTerm(words),),)))
        return entries

    def _hits(self, expression: Expression) -> QuerySet:
        if self.query.is_empty and not self.filters.facets:
            return SearchEntry.objects.none()
        hits = self._having(expression if self.query.has_words else ())
        return self.filters.apply(hits)

    def _marked(self, expression: Expression) -> QuerySet:
        """Return hits with all by which they are counted and ranked."""
        coming = Case(
            When(ends_at__gt=now(), then=True),
            When(ends_at__lte=now(), then=False),
            default=None,
            output_field=BooleanField(null=True),
        )
        return self._hits(expression).annotate(
            is_coming=coming,
            named=self._is_named(),
            whole=self._has_whole_words(expression),
            factor=_factor(),
        )

    def _is_named(self) -> Case:
        """Whether an entry is called just what was typed, or is the book of the number typed."""
        if self.query.isbn:
            return _flag(Q(kind=EntryKind.BOOK))
        key = title_key(self.query.text)
        joined = Exact(Replace("key", Value(" "), Value("")), key.replace(" ", ""))
        return _flag(Q(key=key) | Q(joined)) if key else _flag(Q(pk__in=[]))

    def _has_whole_words(self, expression: Expression) -> Case:
        if expression == self.words.forms:
            return _flag(Q(pk__isnull=False))
        return _flag(engine().matching(self.words.forms))


def _entries_of(pages: tuple[int, ...]) -> tuple[int, ...]:
    """Return the keys of the entries of pages."""
    if not pages:
        return ()
    return tuple(SearchEntry.objects.filter(page__in=pages).values_list("pk", flat=True))


def _flag(condition: Q | Func) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _factor() -> Case:
    """By how much the weight of the words is multiplied: what is new or coming leads."""
    age = Value(float(localdate().toordinal())) - Cast("day", FloatField())
    recent = Value(OLD) + Value((1 - OLD) * DAYS_HALF_WAY) / (Value(DAYS_HALF_WAY) + age)
    return Case(
        When(
            kind=EntryKind.ARTICLE, day__isnull=False, day__lte=localdate().toordinal(), then=recent
        ),
        When(ends_at__lte=now(), then=Value(PAST_EVENT)),
        When(kind=EntryKind.PAGE, then=Value(STANDING)),
        default=Value(1.0),
        output_field=FloatField(),
    )

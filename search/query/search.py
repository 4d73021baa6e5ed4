"""Run a search: matching, counting and ranking of entries."""

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
from search.query.expressions import Expression, QueryPlan, SearchTerm, plan_query
from search.query.filters import SearchFilters, by_operators
from search.query.parser import parse
from search.query.sql import FacetCounts, fetch_hits, fetch_ids
from search.visibility import visible_entries

PER_PAGE = 20
FIRST_PAGE = slice(0, PER_PAGE)
# The factor that the age of an article approaches, and after how many days it is half way there.
OLD_ARTICLE_FACTOR, HALF_WAY_DAYS = 0.5, 365.0
PAST_EVENT_FACTOR = 0.4
# Index pages and standard pages have few words, each of which would count too much.
PAGE_FACTOR = 0.6
BY_DATE = "date"


class Search:
    """The public entries that match a query and facets, in slices for a paginator.

    Prefixes of words are used only if whole words find less than a page of entries. This is decided
    without the facets, so that the count of a facet is right for the search it links to.
    """

    def __init__(self, filters: SearchFilters, exclude_pages: tuple[int, ...] = ()) -> None:
        """Exclude the pages with the ids `exclude_pages` from the results, but not from facets."""
        self.filters = filters
        self.query = parse(filters.q)
        self.exclude_ids = _entry_ids(exclude_pages)
        self._first_pages: dict[Expression, tuple[FacetCounts, list[int]]] = {}

    @cached_property
    def plan(self) -> QueryPlan:
        """The expressions of the query, from narrow to wide."""
        return plan_query(self.query, engine().has_more_than)

    @cached_property
    def visible(self) -> Q:
        """The condition for public entries."""
        return visible_entries()

    @cached_property
    def expression(self) -> Expression:
        """The expression that is searched for, with or without prefixes."""
        forms, prefixes = self.plan.forms, self.plan.prefixes
        if forms == prefixes:
            return forms
        if self.filters.facets:
            count = self._matching(forms)[:PER_PAGE].count()
        else:
            count = self._first_page(forms)[0].total
        return forms if count >= PER_PAGE else prefixes

    @property
    def hits(self) -> QuerySet:
        """All matching entries, unordered."""
        return self._hits(self.expression)

    @property
    def facet_counts(self) -> FacetCounts:
        """The number of hits, in all and by facet."""
        return self._first_page(self.expression)[0]

    def count(self) -> int:
        """Return the number of hits without those that are displayed elsewhere."""
        excluded = self.hits.filter(pk__in=self.exclude_ids).count() if self.exclude_ids else 0
        return self.facet_counts.total - excluded

    def __getitem__(self, part: slice) -> list[int]:
        """Return the ids of a slice of the entries, the best or the newest first."""
        if not part.start and part.stop <= PER_PAGE:
            return self._first_page(self.expression)[1][: part.stop]
        hits = self._annotated_hits(self.expression)
        return fetch_ids(hits, self._ranking(part, self.expression), part)

    def _first_page(self, expression: Expression) -> tuple[FacetCounts, list[int]]:
        """Return the counts for an expression and the ids of the first page, cached."""
        if expression not in self._first_pages:
            ranking = self._ranking(FIRST_PAGE, expression)
            hits = self._annotated_hits(expression)
            self._first_pages[expression] = fetch_hits(hits, ranking, FIRST_PAGE)
        return self._first_pages[expression]

    def _ranking(self, part: slice, expression: Expression) -> Ranking:
        if self.filters.sort == BY_DATE or not self.query.has_words:
            ranking = NEWEST_FIRST
        else:
            ranking = engine().ranking(expression, self.plan, part.start or 0)
        return replace(ranking, exclude_ids=self.exclude_ids)

    def _matching(self, expression: Expression) -> QuerySet:
        """Return the public entries that match an expression, without facets."""
        entries = SearchEntry.objects.filter(self.visible, by_operators(self.query))
        if expression:
            entries = entries.filter(engine().matching(expression))
        for words in self.query.without:
            entries = entries.exclude(engine().matching(((SearchTerm(words),),)))
        return entries

    def _hits(self, expression: Expression) -> QuerySet:
        if self.query.is_empty and not self.filters.facets:
            return SearchEntry.objects.none()
        hits = self._matching(expression if self.query.has_words else ())
        return self.filters.apply(hits)

    def _annotated_hits(self, expression: Expression) -> QuerySet:
        """Return the hits with the columns by which they are counted and ranked."""
        is_upcoming = Case(
            When(ends_at__gt=now(), then=True),
            When(ends_at__lte=now(), then=False),
            default=None,
            output_field=BooleanField(null=True),
        )
        return self._hits(expression).annotate(
            is_upcoming=is_upcoming,
            is_exact=self._is_exact(),
            whole_words=self._has_whole_words(expression),
            factor=_factor(),
        )

    def _is_exact(self) -> Case:
        """Return 1 for entries whose title is the query, or for the book with the ISBN."""
        if self.query.isbn:
            return _flag(Q(kind=EntryKind.BOOK))
        key = title_key(self.query.text)
        joined = Exact(Replace("key", Value(" "), Value("")), key.replace(" ", ""))
        return _flag(Q(key=key) | Q(joined)) if key else _flag(Q(pk__in=[]))

    def _has_whole_words(self, expression: Expression) -> Case:
        if expression == self.plan.forms:
            return _flag(Q(pk__isnull=False))
        return _flag(engine().matching(self.plan.forms))


def _entry_ids(pages: tuple[int, ...]) -> tuple[int, ...]:
    """Return the ids of the entries of pages."""
    if not pages:
        return ()
    return tuple(SearchEntry.objects.filter(page__in=pages).values_list("pk", flat=True))


def _flag(condition: Q | Func) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _factor() -> Case:
    """Return the factor for the weight, which favours new articles and upcoming events."""
    age = Value(float(localdate().toordinal())) - Cast("day", FloatField())
    recency = Value(OLD_ARTICLE_FACTOR) + Value((1 - OLD_ARTICLE_FACTOR) * HALF_WAY_DAYS) / (
        Value(HALF_WAY_DAYS) + age
    )
    is_published = Q(day__isnull=False, day__lte=localdate().toordinal())
    return Case(
        When(is_published, kind=EntryKind.ARTICLE, then=recency),
        When(ends_at__lte=now(), then=Value(PAST_EVENT_FACTOR)),
        When(kind=EntryKind.PAGE, then=Value(PAGE_FACTOR)),
        default=Value(1.0),
        output_field=FloatField(),
    )

"""Wagtail's database search backend, made safe for any text that a person may type.

The admin's search and Wagtail's own queries use it. Without it, a double quote, a NUL, white space
alone or a pasted page makes SQLite's FTS5 or PostgreSQL raise an error (wagtail/wagtail#13227).
A query that finds nothing is taken for misspelt: it finds similar titles and names.
"""

from django.db.models import Model, QuerySet
from modelsearch.backends import database
from modelsearch.query import MATCH_ALL, And, Not, Or, Phrase, PlainText, SearchQuery

from search.query.parser import clean_query
from search.typos import similar_titles

MAX_TITLES = 50_000


def cleaned(query: str | SearchQuery) -> str | SearchQuery:
    """Return `query` with its words cleaned, or an empty string if no words are left."""
    if isinstance(query, str):
        return clean_query(query)
    if isinstance(query, PlainText):
        text = clean_query(query.query_string)
        return PlainText(text, operator=query.operator, boost=query.boost) if text else ""
    if isinstance(query, Phrase):
        text = clean_query(query.query_string)
        return Phrase(text) if text else ""
    if isinstance(query, And | Or):
        parts = [part for part in map(cleaned, query.subqueries) if part]
        return type(query)(parts) if parts else ""
    if isinstance(query, Not):
        part = cleaned(query.subquery)
        return Not(part) if part else ""
    return query


class CleanQueries:
    """A mixin for search backends that cleans each query before the database receives it."""

    def _search(
        self,
        compiler: type,
        query: str | SearchQuery,
        model_or_queryset: type[Model] | QuerySet,
        **options: object,
    ) -> object:
        query = cleaned(query)
        results = super()._search(compiler, query, model_or_queryset, **options)
        text = query.query_string if isinstance(query, PlainText) else query
        if not isinstance(text, str) or not text or results.count():
            return results
        similar = similar_rows(text, model_or_queryset, options.get("fields"))
        if similar is None:
            return results
        return super()._search(
            _without_checks(compiler), MATCH_ALL, similar, order_by_relevance=False
        )


def _without_checks(compiler: type) -> type:
    """Return a compiler for rows that are chosen by their key, which no model has to index."""
    return type(compiler.__name__, (compiler,), {"check": lambda _compiler: None})


def similar_rows(
    text: str, model_or_queryset: type[Model] | QuerySet, fields: list[str] | None
) -> QuerySet | None:
    """Return the rows whose title or name resembles the text; None if there are none."""
    is_queryset = isinstance(model_or_queryset, QuerySet)
    rows = model_or_queryset if is_queryset else model_or_queryset._default_manager.all()
    names = {field.name for field in rows.model._meta.get_fields()}
    name = next((each for each in ("title", "name") if each in names), None)
    if name is None or (fields is not None and name not in fields):
        return None
    titles = dict(rows.order_by().values_list("pk", name)[:MAX_TITLES])
    keys = similar_titles(text, titles)
    return rows.filter(pk__in=keys) if keys else None


def SearchBackend(params: dict) -> object:  # noqa: N802
    """Return the search backend for the default database. Wagtail looks it up by this name."""
    backend = type(database.SearchBackend(params))
    return type(backend.__name__, (CleanQueries, backend), {})(params)

"""Wagtail's database search backend, made safe for any text that a person may type.

The admin's search and Wagtail's own queries use it. Without it, a double quote, a NUL, white space
alone or a pasted page makes SQLite's FTS5 or PostgreSQL raise an error (wagtail/wagtail#13227).
"""

from modelsearch.backends import database
from modelsearch.query import And, Not, Or, Phrase, PlainText, SearchQuery

from search.query.parser import clean_query


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

    def _search(self, compiler: type, query: object, *args: object, **kwargs: object) -> object:
        return super()._search(compiler, cleaned(query), *args, **kwargs)


def SearchBackend(params: dict) -> object:  # noqa: N802
    """Return the search backend for the default database. Wagtail looks it up by this name."""
    backend = type(database.SearchBackend(params))
    return type(backend.__name__, (CleanQueries, backend), {})(params)

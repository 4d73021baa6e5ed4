"""Wagtail's database search, for whatever a person may type.

Both the admin and the public search go through here. Without it a double quote, a NUL or white
space alone makes SQLite's FTS5 answer with an error (wagtail/wagtail#13227).
"""

from modelsearch.backends import database

from search.query import clean_query


class CleanQueries:
    """Clean every query before a database sees it."""

    def _search(self, compiler: type, query: object, *args: object, **kwargs: object) -> object:
        if isinstance(query, str):
            query = clean_query(query)
        return super()._search(compiler, query, *args, **kwargs)


def SearchBackend(params: dict) -> object:  # noqa: N802
    """Return the search backend of the default database; Wagtail looks it up by this name."""
    backend = database.SearchBackend(params)
    vendor = type(backend)
    return type(vendor.__name__, (CleanQueries, vendor), {})(params)

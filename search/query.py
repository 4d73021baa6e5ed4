"""What somebody typed into a search field, made safe for every database."""

import unicodedata

from django.core.exceptions import ValidationError

from core.isbn import compact

LONGEST_QUERY = 200


def clean_query(text: str) -> str:
    """Return `text` without what no word is made of, at most 200 characters of it.

    Control characters (a NUL ends a statement in both databases) and quotation marks (SQLite's
    FTS5 reads them as syntax) become spaces; white space is folded, so that an empty result
    means that nothing was asked.
    """
    letters = [
        " " if character == '"' or unicodedata.category(character).startswith("C") else character
        for character in text[:LONGEST_QUERY]
    ]
    return " ".join("".join(letters).split())


def searched_words(query: str) -> str:
    """Return the words to look for: an ISBN in the form in which books keep it."""
    try:
        return compact(query)
    except ValidationError:
        return query

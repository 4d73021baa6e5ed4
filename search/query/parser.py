"""What somebody typed into a search field, and what it asks for."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from core.values.isbn import compact
from search.index.text import INVISIBLE, tokenize

LONGEST_QUERY = 200
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
# -word, “a phrase”, author:name, author:"first last"
TERM = re.compile(
    r"(?<!\S)(?P<minus>-)?(?:(?P<field>author|topic|type|year):)?"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)
ISBN = re.compile(r"\s*isbn(?:-1[03])?:?\s*", re.IGNORECASE)


def clean_query(text: str) -> str:
    """Return `text` without what no word is made of, at most 200 characters of it.

    Control characters (a NUL ends a statement in both databases) and quotation marks (SQLite's
    FTS5 reads them as syntax) become spaces; white space is folded, so that an empty result
    means that nothing was asked.
    """
    return " ".join(_printable(text).replace('"', " ").split())


def _printable(text: str) -> str:
    return "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in text[:LONGEST_QUERY]
    )


@dataclass(frozen=True)
class Query:
    """A query in its parts; each word of it is a tuple of what a hyphen or an apostrophe joins."""

    # As it was typed, without what cannot be shown.
    text: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    # Words and phrases that must not be there.
    without: tuple[tuple[str, ...], ...] = ()
    # What stands after author:, topic:, type: and year:.
    fields: tuple[tuple[str, str], ...] = ()
    # The same behind a minus.
    without_fields: tuple[tuple[str, str], ...] = ()
    isbn: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be looked for."""
        return not (self.words or self.phrases or self.fields)

    @property
    def has_words(self) -> bool:
        """Whether a text can be found by it."""
        return bool(self.words or self.phrases)

    @property
    def parts(self) -> tuple[str, ...]:
        """All its words in their order, as a title would have them."""
        return tuple(part for word in self.words for part in word)


def parse(text: str) -> Query:
    """Return what `text` asks for; it can be anything, also nothing."""
    shown = " ".join(_printable(text.translate(INVISIBLE)).split())
    isbn = _isbn(shown)
    if isbn:
        return Query(shown, words=((isbn,),), isbn=isbn)
    words, phrases, without, fields, without_fields = [], [], [], [], []
    for term in TERM.finditer(shown.translate(QUOTES)):
        found = tokenize(term["phrase"] or term["word"] or "")
        if not found:
            continue
        as_phrase = tuple(part for word in found for part in word)
        if term["field"]:
            named = (term["field"].lower(), term["phrase"] or term["word"])
            (without_fields if term["minus"] else fields).append(named)
        elif term["minus"]:
            without.append(as_phrase)
        elif term["phrase"]:
            phrases.append(as_phrase)
        else:
            words += map(tuple, found)
    found_parts = (words, phrases, without, fields, without_fields)
    return Query(shown, *map(tuple, found_parts))


def _isbn(text: str) -> str:
    """Return the ISBN that a query is, as books keep it; else nothing."""
    try:
        return compact(ISBN.sub("", text, count=1))
    except ValidationError:
        return ""

"""Parse the text of a search field into a query."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from core.values.isbn import compact
from search.index.text import STRIP_INVISIBLE, tokenize

MAX_QUERY_LENGTH = 200
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
# -word, “a phrase”, author:name, author:"first last"
TERM = re.compile(
    r"(?<!\S)(?P<minus>-)?(?:(?P<field>author|topic|type|year):)?"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)
ISBN = re.compile(r"\s*isbn(?:-1[03])?:?\s*", re.IGNORECASE)


def clean_query(text: str) -> str:
    """Return the first 200 characters of `text` without those that break a full-text query.

    Control characters (a NUL ends a statement in both databases) and quotation marks (syntax in
    SQLite's FTS5) become spaces, and white space is collapsed: an empty result has no words.
    """
    return " ".join(_printable(text).replace('"', " ").split())


def _printable(text: str) -> str:
    """Return the first 200 characters of `text` with control characters replaced by spaces."""
    return "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in text[:MAX_QUERY_LENGTH]
    )


@dataclass(frozen=True)
class Query:
    """A parsed query. Each word is a tuple of the parts joined by a hyphen or an apostrophe."""

    # As typed, without unprintable characters.
    text: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    # Words and phrases after a minus.
    without: tuple[tuple[str, ...], ...] = ()
    # Operators: author:, topic:, type: and year:, with their values.
    fields: tuple[tuple[str, str], ...] = ()
    # Operators after a minus.
    without_fields: tuple[tuple[str, str], ...] = ()
    isbn: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for; exclusions alone find nothing."""
        return not (self.words or self.phrases or self.fields)

    @property
    def has_words(self) -> bool:
        """Whether the query needs the full-text index."""
        return bool(self.words or self.phrases)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of all words, in order."""
        return tuple(part for word in self.words for part in word)


def parse(text: str) -> Query:
    """Return the query for `text`, which may be any string."""
    printable = " ".join(_printable(text.translate(STRIP_INVISIBLE)).split())
    isbn = _isbn(printable)
    if isbn:
        return Query(printable, words=((isbn,),), isbn=isbn)
    words, phrases, without, fields, without_fields = [], [], [], [], []
    for term in TERM.finditer(printable.translate(QUOTES)):
        tokens = tokenize(term["phrase"] or term["word"] or "")
        if not tokens:
            continue
        as_phrase = tuple(part for word in tokens for part in word)
        if term["field"]:
            operator = (term["field"].lower(), term["phrase"] or term["word"])
            (without_fields if term["minus"] else fields).append(operator)
        elif term["minus"]:
            without.append(as_phrase)
        elif term["phrase"]:
            phrases.append(as_phrase)
        else:
            words += map(tuple, tokens)
    return Query(printable, *map(tuple, (words, phrases, without, fields, without_fields)))


def _isbn(text: str) -> str:
    """Return the ISBN in the form that books store, or an empty string if `text` is none."""
    try:
        return compact(ISBN.sub("", text, count=1))
    except ValidationError:
        return ""

"""Correct the spelling of queries that find little or nothing."""

import unicodedata
from dataclasses import replace

from search.index.text import join
from search.index.vocabulary import similar_words
from search.models import SearchEntry
from search.query.backends import engine
from search.query.expressions import SearchTerm
from search.query.parser import Query
from search.query.search import Search

# Queries with more results than these are not corrected.
MAX_RESULTS = 3
# A correction has to be on so many times more pages than the word as typed.
MIN_FREQUENCY_RATIO = 10
# Each of these words costs a few queries.
MAX_WORDS = 6
# Similar words may be on private pages only, so several of them are tried.
MAX_CANDIDATES = 25
# Pages with a word are counted up to this number; a word on so many pages is correct.
MAX_COUNTED_PAGES = 100


def corrected_search(search: Search, total: int) -> Search | None:
    """Return the search with the corrected query of `search`, which has `total` results.

    Return None if nothing is corrected or the corrected search has no results.
    """
    text = _correction(search.query, total)
    corrected = Search(replace(search.filters, q=text)) if text else None
    return corrected if corrected and corrected.count() else None


def _correction(query: Query, total: int) -> str:
    """Return the query with its misspelt words corrected, or an empty string.

    Words that are on no page are corrected; if there are none, those that are far rarer than a
    similar word. Only words of public entries are used: a correction must not reveal others.
    """
    if total > MAX_RESULTS or query.isbn or not query.words or not is_latin(query.text):
        return ""
    words = [join(word) for word in query.words]
    counts = {word: _count_pages(word) for word in words[:MAX_WORDS]}
    doubtful = [word for word, count in counts.items() if not count] or list(counts)
    corrected = [_correct(word, counts[word]) if word in doubtful else word for word in words]
    if corrected == words:
        return ""
    rest = [f'"{" ".join(phrase)}"' for phrase in query.phrases]
    rest += [f'-"{" ".join(words)}"' for words in query.without]
    rest += [f'{name}:"{value}"' for name, value in query.fields]
    rest += [f'-{name}:"{value}"' for name, value in query.without_fields]
    return " ".join([*corrected, *rest])


def is_latin(text: str) -> bool:
    """Return whether a text has no letters of other scripts and no pictures.

    The index transliterates them, which are no misspelt words.
    """
    return all(
        "LATIN" in unicodedata.name(character, "")
        for character in text
        if character.isalpha() or unicodedata.category(character) == "So"
    )


def _correct(word: str, count: int) -> str:
    """Return the most similar word that is on many more pages than `count`, or the word itself."""
    if count * MIN_FREQUENCY_RATIO > MAX_COUNTED_PAGES:
        return word
    min_count = min(max(1, count * MIN_FREQUENCY_RATIO), MAX_COUNTED_PAGES)
    candidates = similar_words(word, MAX_CANDIDATES)
    return next((each for each in candidates if _count_pages(each) >= min_count), word)


def _count_pages(word: str) -> int:
    """Return the number of public entries with a word, up to `MAX_COUNTED_PAGES`."""
    entries = SearchEntry.objects.public().filter(engine().matching(((SearchTerm((word,)),),)))
    return entries[:MAX_COUNTED_PAGES].count()

"""Find titles by words that are spelt almost as typed, for the admin's search."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.similar_names import ascii_words

# The normalised similarity (optimal string alignment) of words that are alike; 1 is equal. One
# letter of four may differ, or two neighbours be swapped. Shorter words have too many neighbours.
MIN_SIMILARITY, MIN_LENGTH = 0.75, 4
MAX_WORDS = 6
MAX_FOUND = 100


def similar_titles(query: str, titles: Mapping[int, str]) -> list[int]:
    """Return the keys of the titles that have a word like each word of the query.

    Two words and their compound are alike: “walk out” and “walkout”.
    """
    wanted = list(dict.fromkeys(ascii_words(query)))
    if not wanted or len(wanted) > MAX_WORDS or max(map(len, wanted)) < MIN_LENGTH:
        return []
    words = {key: _with_compounds(ascii_words(title)) for key, title in titles.items()}
    known = set().union(*words.values())
    similar = {word: _similar_words(word, known) for word in _with_compounds(wanted)}
    spellings = [wanted] + [
        [*wanted[:index], first + second, *wanted[index + 2 :]]
        for index, (first, second) in enumerate(pairwise(wanted))
    ]
    found = [
        key
        for key, own in words.items()
        if any(all(own & similar[word] for word in spelling) for spelling in spellings)
    ]
    return found[:MAX_FOUND]


def _with_compounds(words: list[str]) -> set[str]:
    return {*words, *map("".join, pairwise(words))}


def _similar_words(word: str, known: Iterable[str]) -> set[str]:
    if len(word) < MIN_LENGTH:
        return {word}
    found = process.extract(
        word, known, scorer=OSA.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=None
    )
    return {match for match, _score, _key in found}

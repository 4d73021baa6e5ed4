"""The words of the index: which forms a word has there, and what a misspelt one may mean."""

from collections.abc import Iterable

from django.db.models import Aggregate, TextField
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.index.text import stem
from search.models import SearchWord

BATCH = 500
# Words are alike from here on, 1 being the same.
ALIKE = 0.6
SHORTEST_MISSPELT = 4
# A part of a word that is put together: with shorter ones nearly every text would have to be read,
# as “be” and “came” for “became”.
SHORTEST_PART = 4


class Joined(Aggregate):
    """All values of a column in one text, with spaces between them."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> tuple:
        """Return the same in the words of PostgreSQL."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def add_words(words: Iterable[str]) -> None:
    """Keep words that were not known."""
    rows = [SearchWord(word=word, stem=stem(word)) for word in sorted(set(words))]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def word_forms(words: Iterable[str]) -> dict[str, list[str]]:
    """Return for each word all that the index has of its stem, itself first."""
    words = list(dict.fromkeys(words))
    stems = {word: stem(word) for word in words}
    known = SearchWord.objects.filter(stem__in=set(stems.values())).values_list("stem", "word")
    found: dict[str, list[str]] = {}
    for base, word in known:
        found.setdefault(base, []).append(word)
    return {
        word: list(dict.fromkeys([word, *sorted(found.get(base, []))]))
        for word, base in stems.items()
    }


def compound_splits(words: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return for each word the pairs of known words of which it could be put together."""
    splits = {
        word: [(word[:at], word[at:]) for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]
        for word in words
        if word.isalpha()
    }
    halves = {half for pairs in splits.values() for pair in pairs for half in pair}
    known = set(SearchWord.objects.filter(word__in=halves).values_list("word", flat=True))
    return {word: [pair for pair in pairs if known >= set(pair)] for word, pairs in splits.items()}


def alike(word: str, limit: int) -> list[str]:
    """Return known words that are spelt almost like `word`, the closest first.

    Letters left out, added, changed or swapped count one each (optimal string alignment).
    """
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return []
    near = range(len(word) - 2, len(word) + 3)
    candidates = SearchWord.objects.annotate(length=Length("word")).filter(length__in=near)
    # A site has a hundred thousand words: in one text they are read ten times as fast.
    known = candidates.exclude(word=word).aggregate(words=Joined("word"))["words"] or ""
    scorer = OSA.normalized_similarity
    found = process.extract(word, known.split(), scorer=scorer, score_cutoff=ALIKE, limit=limit)
    return [match for match, _score, _place in found]

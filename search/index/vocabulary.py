"""The vocabulary of the index: forms of words, compounds and similar words."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Aggregate, Q, TextField
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.index.text import stem
from search.models import SearchText, SearchWord

BATCH_SIZE = 500
# The normalised similarity from which words count as similar; 1 is equal.
MIN_SIMILARITY = 0.7  # of nine letters, two differ
MIN_MISSPELT_LENGTH = 4
# The shortest part of a compound: shorter ones, such as “be” and “came” of “became”, are in nearly
# every text.
MIN_PART_LENGTH = 4


class ConcatenatedValues(Aggregate):
    """All values of a column in one string, separated by spaces."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> tuple:
        """Return the SQL for PostgreSQL, whose function has another name."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def add_words(words: Iterable[str]) -> None:
    """Store words with their stems; those that exist are ignored."""
    rows = [SearchWord(word=word, stem=stem(word)) for word in sorted(set(words))]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH_SIZE, ignore_conflicts=True)


def forget_words(words: Iterable[str]) -> None:
    """Delete the words that are in no text any more."""
    for word in set(words):
        fields = (Q(**{f"{name}__contains": word}) for name in ("title", "lead", "body"))
        if not SearchText.objects.filter(reduce(or_, fields)).exists():
            SearchWord.objects.filter(word=word).delete()


def word_forms(words: Iterable[str]) -> dict[str, list[str]]:
    """Return for each word all words of the index with the same stem, the word itself first."""
    words = list(dict.fromkeys(words))
    stems = {word: stem(word) for word in words}
    known = SearchWord.objects.filter(stem__in=set(stems.values())).values_list("stem", "word")
    forms: dict[str, list[str]] = {}
    for base, word in known:
        forms.setdefault(base, []).append(word)
    return {
        word: list(dict.fromkeys([word, *sorted(forms.get(base, []))]))
        for word, base in stems.items()
    }


def compound_splits(words: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return for each word the pairs of words of the index that form it when joined."""
    splits = {
        word: [
            (word[:at], word[at:]) for at in range(MIN_PART_LENGTH, len(word) - MIN_PART_LENGTH + 1)
        ]
        for word in words
        if word.isalpha()
    }
    halves = {half for pairs in splits.values() for pair in pairs for half in pair}
    known = set(SearchWord.objects.filter(word__in=halves).values_list("word", flat=True))
    return {word: [pair for pair in pairs if known >= set(pair)] for word, pairs in splits.items()}


def similar_words(word: str, limit: int) -> list[str]:
    """Return up to `limit` words of the index with similar spelling, the most similar first.

    Omitted, added, changed and swapped letters count one each (optimal string alignment).
    """
    if len(word) < MIN_MISSPELT_LENGTH or not word.isalpha():
        return []
    lengths = range(len(word) - 2, len(word) + 3)
    candidates = SearchWord.objects.annotate(length=Length("word")).filter(length__in=lengths)
    # A site has a hundred thousand words: one string is read ten times as fast as rows.
    joined = ConcatenatedValues("word")
    known = candidates.exclude(word=word).aggregate(words=joined)["words"] or ""
    scorer, cutoff = OSA.normalized_similarity, MIN_SIMILARITY
    matches = process.extract(word, known.split(), scorer=scorer, score_cutoff=cutoff, limit=limit)
    return [match for match, _score, _index in matches]

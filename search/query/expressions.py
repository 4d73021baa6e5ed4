"""Full-text expressions, independent of the database.

An expression is a conjunction of clauses, a clause a disjunction of terms. A term is a word, the
prefix of a word, or a phrase.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.index.text import join
from search.index.vocabulary import compound_splits, word_forms
from search.query.parser import Query

MIN_PREFIX_LENGTH = 3
# A word of more entries than these is correct as one word, and not split into two.
MIN_COMMON_ENTRIES = 50
# Words of nearly every text. They count in phrases and titles only, or if there are no others.
STOPWORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being both but by "  # noqa: SIM905
    "can could did do does doing each few for from had has have having he her here hers him his "
    "how i if in into is it its just me more most my no nor not of off on once only or other our "
    "out over own same she should so some such than that the their them then there these they "
    "this those through to too under until up us very was we were what when where which while who "
    "whom why will with would you your".split()
)

Words = tuple[str, ...]


@dataclass(frozen=True)
class SearchTerm:
    """A word or a phrase, whose last word may be a prefix."""

    words: Words
    is_prefix: bool = False


Clause = tuple[SearchTerm, ...]
Expression = tuple[Clause, ...]


@dataclass(frozen=True)
class QueryPlan:
    """The expressions of a query, each wider than the one before."""

    # As typed; with all forms of the words; with their prefixes too.
    exact: Expression
    forms: Expression
    prefixes: Expression
    # All words as one phrase; empty for a single word.
    phrase: Expression = ()


def plan_query(query: Query, has_more_than: Callable[[str, int], bool]) -> QueryPlan:
    """Return the expressions for a query, expanded with the vocabulary of the index.

    `has_more_than(word, number)` returns whether more than `number` entries contain a word.
    """
    words = _without_stopwords(query.words)
    vocabulary = _Vocabulary(words, has_more_than)
    phrases = tuple((SearchTerm(phrase),) for phrase in query.phrases)
    exact = tuple((SearchTerm(word),) for word in words)
    forms = tuple(tuple(vocabulary.terms(at)) for at in range(len(words)))
    prefixes = tuple(
        clause + tuple(_prefixes(word)) for clause, word in zip(forms, words, strict=True)
    )
    phrase = ((SearchTerm(query.parts),),) if len(query.parts) > 1 else ()
    return QueryPlan(*(phrases + each for each in (exact, forms, prefixes)), phrase)


def _without_stopwords(words: tuple[Words, ...]) -> tuple[Words, ...]:
    """Return the words without stopwords, or all words if there are no others."""
    return tuple(word for word in words if join(word) not in STOPWORDS) or words


def _prefixes(word: Words) -> Iterator[SearchTerm]:
    for each in {join(word), word[-1]} if len(word) == 1 else {join(word)}:
        if len(each) >= MIN_PREFIX_LENGTH:
            yield SearchTerm((each,), is_prefix=True)


class _Vocabulary:
    """The forms and compound splits of all words of a query, fetched together."""

    def __init__(self, words: tuple[Words, ...], has_more_than: Callable[[str, int], bool]) -> None:
        self.words = words
        self.joined = [join(word) for word in words]
        self.pairs = [join(pair) for pair in pairwise(self.joined)]
        self.forms = word_forms([*self.joined, *self.pairs])
        splits = compound_splits([word[0] for word in words if len(word) == 1])
        self.splits = {
            word: kept
            for word, pairs in splits.items()
            if (kept := [pair for pair in pairs if not STOPWORDS & set(pair)])
            and not has_more_than(word, MIN_COMMON_ENTRIES)
        }

    def terms(self, at: int) -> Iterator[SearchTerm]:
        """Yield the terms for a word: its forms, its two halves, or it joined with a neighbour."""
        word = self.words[at]
        if len(word) > 1:
            yield SearchTerm(word)
        yield from (SearchTerm((form,)) for form in self.forms[self.joined[at]])
        yield from (SearchTerm(pair) for pair in self.splits.get(word[0], []) if len(word) == 1)
        for pair in self.pairs[max(at - 1, 0) : at + 1]:
            yield from (SearchTerm((form,)) for form in self.forms[pair])

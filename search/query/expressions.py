"""What a text has to have, in the form that both databases can be asked for.

An expression is a list of clauses, all of which have to hold; a clause is a list of terms, one of
which has to be there; a term is a word, the beginning of one, or words that follow each other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.index.text import join
from search.index.vocabulary import compound_splits, word_forms
from search.query.parser import Query

SHORTEST_BEGINNING = 3
# A word that stands on more pages than these is written in one.
USUAL = 50
# Words that stand in nearly every text; they count only where nothing else is asked, in phrases
# and in titles.
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
    """Words that follow each other; of the last one only the beginning, where it says so."""

    words: Words
    begins: bool = False


Clause = tuple[SearchTerm, ...]
Expression = tuple[Clause, ...]


@dataclass(frozen=True)
class QueryPlan:
    """The same query ever wider: as it was typed, in all forms of its words, their beginnings."""

    exact: Expression
    forms: Expression
    beginnings: Expression
    # All words in their order; nothing where there is only one.
    phrase: Expression = ()


def wanted(query: Query, is_usual: Callable[[str, int], bool]) -> QueryPlan:
    """Return what the words of a query ask for, with what the index knows of them.

    `is_usual` tells whether more entries than so many have a word: such a one is written as it is
    meant, and what it could be put together of is not looked for.
    """
    words = _without_stopwords(query.words)
    vocabulary = _Vocabulary(words, is_usual)
    phrases = tuple((SearchTerm(phrase),) for phrase in query.phrases)
    exact = tuple((SearchTerm(word),) for word in words)
    forms = tuple(tuple(vocabulary.terms(at)) for at in range(len(words)))
    beginnings = tuple(
        clause + tuple(_beginnings(word)) for clause, word in zip(forms, words, strict=True)
    )
    in_order = ((SearchTerm(query.parts),),) if len(query.parts) > 1 else ()
    return QueryPlan(*(phrases + each for each in (exact, forms, beginnings)), in_order)


def _without_stopwords(words: tuple[Words, ...]) -> tuple[Words, ...]:
    """Return the words that tell something; all of them where none does."""
    return tuple(word for word in words if join(word) not in STOPWORDS) or words


def _beginnings(word: Words) -> Iterator[SearchTerm]:
    for each in {join(word), word[-1]} if len(word) == 1 else {join(word)}:
        if len(each) >= SHORTEST_BEGINNING:
            yield SearchTerm((each,), begins=True)


class _Vocabulary:
    """What the index knows of the words of one query, asked at once."""

    def __init__(self, words: tuple[Words, ...], is_usual: Callable[[str, int], bool]) -> None:
        self.words = words
        self.joined = [join(word) for word in words]
        self.pairs = [join(pair) for pair in pairwise(self.joined)]
        self.forms = word_forms([*self.joined, *self.pairs])
        halves = compound_splits([word[0] for word in words if len(word) == 1])
        self.halves = {
            word: found
            for word, pairs in halves.items()
            if (found := [pair for pair in pairs if not STOPWORDS & set(pair)])
            and not is_usual(word, USUAL)
        }

    def terms(self, at: int) -> Iterator[SearchTerm]:
        """Yield whatever stands for one word: its forms, its parts, or one with its neighbour."""
        word = self.words[at]
        if len(word) > 1:
            yield SearchTerm(word)
        yield from (SearchTerm((form,)) for form in self.forms[self.joined[at]])
        yield from (SearchTerm(pair) for pair in self.halves.get(word[0], []) if len(word) == 1)
        for pair in self.pairs[max(at - 1, 0) : at + 1]:
            yield from (SearchTerm((form,)) for form in self.forms[pair])

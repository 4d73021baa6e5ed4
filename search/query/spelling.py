"""What somebody may have meant who found little or nothing."""

from dataclasses import replace

from search.index.text import join
from search.index.vocabulary import alike
from search.models import SearchEntry
from search.query.backends import engine
from search.query.expressions import SearchTerm
from search.query.parser import Query
from search.query.search import Search

# A query that finds more is taken to be spelt as it was meant.
FEW = 3
# How many times more often than the word itself another one has to stand on the site.
MORE_USUAL = 10
# Each word of these costs a few questions.
MOST_WORDS = 6
# Of words alike some may stand only where nobody may read them: so many are looked at.
MOST_LOOKED_AT = 25
# A word that stands on so many pages is no mistake; nothing is counted further.
ENOUGH = 100


def corrected_search(asked: Search, found: int) -> Search | None:
    """Return the search for what may have been meant, where that finds something."""
    text = _correction(asked.query, found)
    search = Search(replace(asked.filters, q=text)) if text else None
    return search if search and search.count() else None


def _correction(query: Query, found: int) -> str:
    """Return the query with its misspelt words as the site spells them; else nothing.

    A word may be misspelt if it stands nowhere; where all stand somewhere, one that is far rarer
    than another that is almost like it. Only words of what everybody may read are ever named.
    """
    if found > FEW or query.isbn or not query.words:
        return ""
    words = [join(word) for word in query.words]
    numbers = {word: _number(word) for word in words[:MOST_WORDS]}
    doubtful = [word for word, number in numbers.items() if not number] or list(numbers)
    mended = [_mended(word, numbers[word]) if word in doubtful else word for word in words]
    if mended == words:
        return ""
    rest = [f'"{" ".join(phrase)}"' for phrase in query.phrases]
    rest += [f'-"{" ".join(words)}"' for words in query.without]
    rest += [f'{name}:"{value}"' for name, value in query.fields]
    rest += [f'-{name}:"{value}"' for name, value in query.without_fields]
    return " ".join([*mended, *rest])


def _mended(word: str, own: int) -> str:
    if own * MORE_USUAL > ENOUGH:
        return word
    candidates = ((near, _number(near)) for near in alike(word, MOST_LOOKED_AT))
    wanted = min(max(1, own * MORE_USUAL), ENOUGH)
    return next((near for near, number in candidates if number >= wanted), word)


def _number(word: str) -> int:
    """Return on how many pages that everybody may read a word stands, up to `ENOUGH`."""
    having = SearchEntry.objects.public().filter(engine().matching(((SearchTerm((word,)),),)))
    return having[:ENOUGH].count()

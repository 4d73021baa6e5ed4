"""A piece of a text around the words that were found, with these marked."""

import re
from collections.abc import Iterable
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.index.text import APOSTROPHES, HYPHENS, UNSEEN, join, tokenize
from search.query.expressions import Expression

# Words of a text as it was written, with what joins their parts.
WRITTEN = re.compile(rf"\w+(?:['\-{APOSTROPHES}{HYPHENS}{UNSEEN}]\w+)*")
# How many words are shown, and how many of them before the first that was found.
LENGTH, BEFORE = 32, 8


class Highlighter:
    """Finds the words of an expression in a text as it was written."""

    def __init__(self, expression: Expression) -> None:
        """Take what was looked for."""
        terms = [term for clause in expression for term in clause]
        self.whole = {word for term in terms if not term.begins for word in term.words}
        self.begun = tuple(word for term in terms if term.begins for word in term.words)

    def marks(self, written: str) -> bool:
        """Tell whether a word is one that was looked for, in another spelling or in its parts."""
        return any(word in self.whole or word.startswith(self.begun) for word in _folded(written))

    def extract(self, text: str) -> SafeString:
        """Return a piece of `text` as HTML, from where most of the words stand close together."""
        small = WRITTEN.findall(text)
        odd = {word for word in set(small) if not (word.isascii() and word.isalnum())}
        wanted = self.whole | {word.lower() for word in odd if self.marks(word)}
        begun = self.begun
        small = [word.lower() for word in small]
        found = [at for at, word in enumerate(small) if word in wanted or word.startswith(begun)]
        if not small:
            return SafeString("")
        first = max(_best(small, found) - BEFORE, 0)
        last = min(first + LENGTH, len(small))
        shown = list(islice(WRITTEN.finditer(text), first, last))
        start = shown[0].start() if first else 0
        end = shown[-1].end() if last < len(small) else len(text)
        marked = [shown[at - first].span() for at in found if first <= at < last]
        return format_html(
            "{}{}{}",
            "… " if first else "",
            _with_marks(text, start, end, marked),
            " …" if last < len(small) else "",
        )


def _folded(written: str) -> list[str]:
    return [part for word in tokenize(written) for part in {*word, join(word)}]


def _best(words: list[str], found: list[int]) -> int:
    """Return where the piece with the most different words begins; the first of its like."""
    best, most = 0, 0
    for at in found:
        near = {words[each] for each in found if at <= each < at + LENGTH - BEFORE}
        if len(near) > most:
            best, most = at, len(near)
    return best


def _with_marks(text: str, start: int, end: int, marked: Iterable[tuple[int, int]]) -> SafeString:
    pieces = []
    for left, right in marked:
        pieces.append((text[start:left], text[left:right]))
        start = right
    marks = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marks, text[start:end])

"""Snippets of texts with highlighted words."""

import re
from collections.abc import Iterable
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.index.text import APOSTROPHES, HYPHENS, INVISIBLE, join, tokenize
from search.query.expressions import Expression

# Words of a text before normalisation, with the characters that join their parts.
ORIGINAL_WORD = re.compile(rf"\w+(?:['\-{APOSTROPHES}{HYPHENS}{INVISIBLE}]\w+)*")
# The length of a snippet in words, and how many of them precede the first match.
MAX_WORDS, WORDS_BEFORE_MATCH = 32, 8


class Highlighter:
    """Highlights the words of an expression in original texts."""

    def __init__(self, expression: Expression) -> None:
        terms = [term for clause in expression for term in clause]
        self.whole = {word for term in terms if not term.is_prefix for word in term.words}
        self.prefixes = tuple(word for term in terms if term.is_prefix for word in term.words)

    def matches(self, original: str) -> bool:
        """Return whether a word, normalised, or one of its parts matches."""
        return any(
            word in self.whole or word.startswith(self.prefixes) for word in _normalised(original)
        )

    def snippet(self, text: str) -> SafeString:
        """Return the part of `text` with the most different matches as HTML."""
        words = ORIGINAL_WORD.findall(text)
        unusual = {word for word in set(words) if not (word.isascii() and word.isalnum())}
        whole = self.whole | {word.lower() for word in unusual if self.matches(word)}
        words = [word.lower() for word in words]
        found = [
            at for at, word in enumerate(words) if word in whole or word.startswith(self.prefixes)
        ]
        if not words:
            return SafeString("")
        first = max(_best(words, found) - WORDS_BEFORE_MATCH, 0)
        last = min(first + MAX_WORDS, len(words))
        shown = list(islice(ORIGINAL_WORD.finditer(text), first, last))
        start = shown[0].start() if first else 0
        end = shown[-1].end() if last < len(words) else len(text)
        marked = [shown[at - first].span() for at in found if first <= at < last]
        return format_html(
            "{}{}{}",
            "… " if first else "",
            _with_marks(text, start, end, marked),
            " …" if last < len(words) else "",
        )


def _normalised(original: str) -> list[str]:
    return [part for word in tokenize(original) for part in {*word, join(word)}]


def _best(words: list[str], found: list[int]) -> int:
    """Return the index of the match that has the most different matches after it in a snippet."""
    best, most = 0, 0
    for at in found:
        near = {words[each] for each in found if at <= each < at + MAX_WORDS - WORDS_BEFORE_MATCH}
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

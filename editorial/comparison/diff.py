"""Mark additions and deletions between two lists of lines."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.safestring import SafeString, mark_safe

from editorial.comparison.lines import Line
from editorial.comparison.rendering import Renderer

# Unchanged lines that are displayed before and after each change; the others are folded.
CONTEXT_LINES = 1
# Lines below this ratio of equal words count as a deletion and an addition.
MIN_SIMILARITY = 0.5
# How many pairs of words are compared to find the line that another one replaces. A long text that
# was rewritten would take minutes; the lines that remain count as deletions and additions.
MAX_WORK = 20_000_000
# Above this number of pairs, words that occur often do not count for the alignment of a text.
MAX_EXACT = 4_000_000


def diff_html(before: Sequence[Line], after: Sequence[Line]) -> SafeString:
    """Return one text with `<ins>` and `<del>` around the differences."""
    return mark_safe("".join(_Diff(before, after).parts()))  # noqa: S308


def _matcher(before: Sequence, after: Sequence) -> SequenceMatcher:
    return SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > MAX_EXACT)


class _Diff:
    def __init__(self, before: Sequence[Line], after: Sequence[Line]) -> None:
        self.before = before
        self.after = after
        self.render = Renderer([*before, *after])
        self.work = MAX_WORK

    def parts(self) -> Iterator[SafeString]:
        for tag, i1, i2, j1, j2 in _matcher(self.before, self.after).get_opcodes():
            if tag == "equal":
                is_last = i2 == len(self.before)
                yield from self.fold(self.before[i1:i2], is_first=not i1, is_last=is_last)
            else:
                yield from self.changed(self.before[i1:i2], self.after[j1:j2])

    def fold(self, lines: Sequence[Line], *, is_first: bool, is_last: bool) -> Iterator[SafeString]:
        """Yield unchanged lines; those that are not next to a change are folded."""
        start = 0 if is_first else CONTEXT_LINES
        end = len(lines) - (0 if is_last else CONTEXT_LINES)
        if end - start < 2:
            start = end = len(lines)
        yield from map(self.render.line, lines[:start])
        if folded := lines[start:end]:
            yield self.render.folded(folded)
        yield from map(self.render.line, lines[end:])

    def changed(self, before: Sequence[Line], after: Sequence[Line]) -> Iterator[SafeString]:
        """Yield changed lines, merged with the line that they replace; deletions come first."""
        rest, added = list(before), []
        for line in after:
            index = self.find_predecessor(line, rest)
            if index is None:
                added.append(self.render.line(line, "ins"))
                continue
            yield from (self.render.line(deleted, "del") for deleted in rest[:index])
            yield from added
            yield self.pair(rest[index], line)
            rest, added = rest[index + 1 :], []
        yield from (self.render.line(deleted, "del") for deleted in rest)
        yield from added

    def find_predecessor(self, line: Line, lines: Iterable[Line]) -> int | None:
        """Return the index of the first line that this one could have replaced."""
        for index, other in enumerate(lines):
            if line.label == other.label and not (line.tokens and other.tokens):
                return index
            self.work -= len(line.tokens) * len(other.tokens) + 100
            if self.work < 0:
                return None
            matcher = _matcher(other.tokens, line.tokens)
            if matcher.quick_ratio() > MIN_SIMILARITY and matcher.ratio() > MIN_SIMILARITY:
                return index
        return None

    def pair(self, before: Line, after: Line) -> SafeString:
        """Return a line with the changes within it marked."""
        parts = []
        for tag, i1, i2, j1, j2 in _matcher(before.tokens, after.tokens).get_opcodes():
            if tag == "equal":
                parts.append(self.render.words(after.tokens[j1:j2]))
                continue
            parts.append(self.render.words(before.tokens[i1:i2], "del"))
            parts.append(self.render.words(after.tokens[j1:j2], "ins"))
        return self.render.changed_line(before, after, mark_safe("".join(parts)))  # noqa: S308

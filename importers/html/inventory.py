"""Compare the HTML of a body with the blocks that were made of it, and report what is missing.

Whatever a reader saw has to be in the blocks or in the warnings: words, links, pictures, files,
cells of tables and emphasis. The comparison knows no markup of plugins, and looks only at what was
read and what was made. Numbers of lists count as words, notes as words and links.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby

from importers.html.contents import Contents, read_body
from importers.html.result import Body

# A word, or a symbol that says as much as one: a currency, an arrow, an emoji.
WORD = re.compile(
    r"\w+|[$¢-¥©®°₠-₿\u2100-\u214f←-⇿\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
# Of more words, the lines are compared, but not the order of the words in them.
MAX_ALIGNED_WORDS = 6000


class Words:
    """The words of some texts in their order, without regard to case, and what to quote of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(texts)
        self.lines = [_words(line) for line in self.text.split("\n")]
        self.words = [word for line in self.lines for word in line]

    def lost(self, made: "Words") -> Counter[str]:
        """Return the words that are more often here."""
        return Counter(self.words) - Counter(made.words)

    def unplaced_lines(self, made: Counter[tuple[str, ...]]) -> Iterator[tuple[int, list[str]]]:
        """Yield the lines that are not in `made`, with the places of their first words.

        The lines that are there are removed from it.
        """
        start = 0
        for line in self.lines:
            if made[tuple(line)] > 0:
                made[tuple(line)] -= 1
            elif line:
                yield start, line
            start += len(line)

    def quote(self, start: int, end: int) -> str:
        """Return the text from one word to before another, with its adjacent punctuation."""
        first, last = self._spans[start][0], self._spans[end - 1][1]
        while first and not WORD.match(before := self.text[first - 1]) and not before.isspace():
            first -= 1
        while last < len(self.text):
            after = self.text[last]
            if WORD.match(after) or after.isspace():
                break
            last += 1
        return self.text[first:last]

    def quote_all(self, places: Iterable[int]) -> str:
        """Return the texts of some words, in which a gap is an ellipsis."""
        return " … ".join(self.quote(*run) for run in _neighbours(places))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in WORD.finditer(self.text)]


def report_losses(source: Contents, body: Body) -> None:
    """Add a warning for each part of the source that is neither in the blocks nor in a warning."""
    made = read_body(body)
    named = _named(body)
    _report_addresses(source.addresses, made, _reported(body), body)
    read = Words(source.texts)
    lost = read.lost(placed := Words(made.texts))
    body.words_read, body.words_placed = len(read.words), len(read.words) - lost.total()
    for run in _runs(read, placed, lost - named):
        body.warn("text", f"Text was left out: {run}")
    read, placed = Words(source.emphasis), Words(made.emphasis)
    for run in _runs(read, placed, read.lost(placed) - named):
        body.warn("emphasis", f"Emphasis was removed: {run}")
    _report_cells(source.cells, made.cells, named, body)


def _report_cells(read: list[str], placed: list[str], named: Counter[str], body: Body) -> None:
    left = Counter(tuple(_words(cell)) for cell in placed)
    for cell in read:
        words = tuple(_words(cell))
        left[words] -= 1
        if left[words] < 0 and Counter(words) - named:
            body.warn("table", f"A cell of a table became text: {cell}")


def _named(body: Body) -> Counter[str]:
    """Return the words of the source that warnings quote, which they do after a colon."""
    quoted = Contents()
    for warning in body.warnings:
        quoted.add_text(warning.text.partition(": ")[2])
    return Counter(_words(" ".join(quoted.texts)))


def _report_addresses(read: list[str], made: Contents, reported: set[str], body: Body) -> None:
    """Report each address that is read more often than the blocks have what stands for it."""
    references = str([block["value"] for block in body.blocks]) + str(body.footnotes)
    parts = {part for placed in body.placements.values() for part in placed}
    left = Counter({part: references.count(part) for part in parts})
    left.update(made.addresses)
    for address in read:
        places = [*body.placements.get(address, ()), address]
        if part := next((each for each in places if left[each] > 0), None):
            left[part] -= 1
        elif not _is_reported(shown := " ".join(address.split()), reported):
            body.warn("link", f"A link, picture or file was left out: {shown}")


def _reported(body: Body) -> set[str]:
    """Return what warnings quote, and each word of it."""
    quoted = [warning.text.partition(": ")[2] for warning in body.warnings]
    return {*quoted, *(word for text in quoted for word in text.split())}


def _is_reported(address: str, reported: set[str]) -> bool:
    """Return whether a warning quotes an address, which may have spaces and be long."""
    return address in reported or (
        " " in address and any(each.startswith(address) for each in reported)
    )


def _words(text: str) -> list[str]:
    """Return the words of a text, which may have another case where they are displayed."""
    return [word.casefold() for word in WORD.findall(text)]


def _runs(source: Words, made: Words, lost: Counter[str]) -> Iterator[str]:
    """Yield the parts of the source with lost words: lines, parts of lines, and single words."""
    left = lost.copy()
    if not left:
        return
    unplaced = Counter(map(tuple, made.lines))
    places: list[int] = []
    for start, line in source.unplaced_lines(unplaced):
        if Counter(line) <= left:
            left -= Counter(line)
            yield source.quote(start, start + len(line))
        else:
            places += range(start, start + len(line))
    rest = [word for line, count in unplaced.items() for word in line * count]
    if len(places) + len(rest) <= MAX_ALIGNED_WORDS:
        yield from _parts_of_lines(source, places, rest, left)
    single = []
    for place in places:
        if left[source.words[place]] > 0:
            left[source.words[place]] -= 1
            single.append(place)
    if single:
        yield source.quote_all(single)


def _parts_of_lines(
    source: Words, places: list[int], made: list[str], left: Counter[str]
) -> Iterator[str]:
    """Yield the parts of the source that an alignment with other words lacks; reduce `left`."""
    words = [source.words[place] for place in places]
    matcher = SequenceMatcher(None, words, made, autojunk=False)
    for kind, start, end, _, _ in matcher.get_opcodes():
        run = words[start:end]
        if kind in ("delete", "replace") and any(left[word] > 0 for word in run):
            left.subtract({word: min(left[word], n) for word, n in Counter(run).items()})
            yield source.quote_all(places[start:end])


def _neighbours(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run of consecutive numbers."""
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        yield numbers[0], numbers[-1] + 1

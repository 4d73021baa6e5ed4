"""Read facts about a book from prose: “ISBN: … (print) RRP: £5, €6, $7 (print) …”.

Facts may be in any order, with any separators: each is searched for on its own, and only what was
read is removed from the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from itertools import pairwise

from django.core.exceptions import ValidationError

from books.choices import FormatKind
from core.values import partial_dates
from core.values.isbn import compact
from core.values.money import TYPED_SIGNS, check_amount
from importers.wordpress.pages.book_patterns import (
    AFTER,
    AMOUNT,
    BEFORE,
    BLOCK_TAGS,
    FORMAT_WORDS,
    ISBN,
    LABELLED,
    MAX_PREFIX_LENGTH,
    PAGES,
    PRICES,
    PRICES_OF_KIND,
    PUBLISHED,
    SECTION,
    SECTIONS,
    SEPARATORS,
    SIZE,
    TOKEN,
)

Reader = Callable[[re.Match, "Facts"], bool]


@dataclass
class Facts:
    """The facts read from a text."""

    # (ISBN, kind of format)
    isbns: list[tuple[str, str]] = field(default_factory=list)
    # (kind of format, amount, currency)
    prices: list[tuple[str, Decimal, str]] = field(default_factory=list)
    # A partial date, such as “2022-11”.
    date: str = ""
    pages: int | None = None
    height_mm: int | None = None
    width_mm: int | None = None
    # The remaining HTML by section: “body”, “contents”, “author_notes”.
    parts: dict[str, str] = field(default_factory=dict)
    # The headings of the sections, which are not in their HTML.
    headings: dict[str, str] = field(default_factory=dict)
    # Messages on matches that are invalid or part of a sentence.
    unread: list[str] = field(default_factory=list)
    # Facts that differ from those that were read before.
    different: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        """The formats named, in order; paperback if there are only facts that name none."""
        named = [kind for _, kind in self.isbns] + [kind for kind, *_ in self.prices]
        known = list(dict.fromkeys(filter(None, named)))
        has_other = self.pages or self.height_mm or self.isbns or self.prices
        return known or ([FormatKind.PAPERBACK.value] if has_other else [])

    def add_price(self, kind: str, amount: Decimal, currency: str) -> None:
        """Add a price, unless there is one of the same format in the same currency."""
        known = {(each, code): price for each, price, code in self.prices}
        if (kind, currency) not in known:
            self.prices.append((kind, amount, currency))
        elif known[kind, currency] != amount:
            self.different.append(
                f"{amount} {currency} ({dict(FormatKind.choices).get(kind, kind)})"
            )

    def add(self, more: "Facts") -> None:
        """Add the facts of another text; its remaining HTML is up to the caller."""
        self.isbns += [each for each in more.isbns if each[0] not in dict(self.isbns)]
        for price in more.prices:
            self.add_price(*price)
        for name, label in VALUES.items():
            ours, value = getattr(self, name), getattr(more, name)
            if ours and value and ours != value:
                self.different.append(f"{label} {value}")
            setattr(self, name, ours or value)
        self.unread += more.unread
        self.different += more.different


# The values of which a book has one, with the words that a report uses for them.
VALUES = {
    "date": "publication date",
    "pages": "pages",
    "height_mm": "height in mm",
    "width_mm": "width in mm",
}


def read_book(html: str) -> Facts:
    """Return the facts in an HTML text, and the text without them."""
    text, positions = _flatten(html)
    facts = Facts()
    spans = [match.span() for match, is_read in _read_facts(text, facts) if is_read]
    facts.headings = {
        SECTIONS[_heading(match).lower()]: _heading(match) for match in SECTION.finditer(text)
    }
    facts.parts = _split_sections(html, text, positions, [*spans, *_separators(text, spans)])
    return facts


def _heading(match: re.Match) -> str:
    return match[0].strip(" :\n\t")


def _flatten(html: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the plain text, and for each of its characters the span in the HTML."""
    letters, positions = [], []
    for token in TOKEN.finditer(html):
        if token["tag"]:
            if token["tag"].lower() in BLOCK_TAGS:
                letters.append("\n")
                positions.append((token.start(), token.start()))
            continue
        if token[0].startswith("<!--"):
            continue
        letter = unescape(token[0])[:1] or " "
        letters.append(" " if letter == "\xa0" else letter)
        positions.append(token.span())
    return "".join(letters), positions


def _read_facts(text: str, facts: Facts) -> Iterator[tuple[re.Match, bool]]:
    """Read each match that is not part of a sentence; yield it, and whether it was valid."""
    for group in _groups(text):
        is_fact = any(LABELLED.match(match[0]) for match, _ in group) or _is_separate(text, group)
        for match, read in group:
            if is_fact:
                yield match, read(match, facts)
            else:
                facts.unread.append(f"{match[0].strip()} is part of a sentence.")


def _groups(text: str) -> Iterator[list[tuple[re.Match, Reader]]]:
    """Yield the matches of all patterns, grouped if only separators are between them."""
    matches = [(match, read) for pattern, read in READERS for match in pattern.finditer(text)]
    group: list[tuple[re.Match, Reader]] = []
    for match, read in sorted(matches, key=lambda pair: pair[0].start()):
        between = text[group[-1][0].end() : match.start()] if group else ""
        if group and between and not SEPARATORS.match(between):
            yield group
            group = []
        group.append((match, read))
    if group:
        yield group


def _is_separate(text: str, group: list[tuple[re.Match, Reader]]) -> bool:
    """Return whether a group is a line or a sentence of its own."""
    before, after = text[: group[0][0].start()], text[group[-1][0].end() :]
    return bool(BEFORE.search(before[-MAX_PREFIX_LENGTH:]) and AFTER.match(after))


def _format_kind(match: re.Match) -> str:
    word = (match["kind2"] or match["kind1"] or "").lower()
    return FORMAT_WORDS[word].value if word else ""


# Readers store what a match contains, and return whether it is to be removed from the text.


def _read_isbn(match: re.Match, facts: Facts) -> bool:
    try:
        number = compact(re.sub("[–\\s]", "-", match["number"]).replace("--", "-"))
    except ValidationError as error:
        facts.unread.append(f"{match['number']}: {' '.join(error.messages)}")
        return False
    if number not in dict(facts.isbns):
        facts.isbns.append((number, _format_kind(match) or FormatKind.PAPERBACK.value))
    return True


def _read_prices(match: re.Match, facts: Facts) -> bool:
    first = (match["amounts"], _format_kind(match) or FormatKind.PAPERBACK.value)
    others = [
        (each["amounts"], FORMAT_WORDS[each["kind"].lower()].value)
        for each in PRICES_OF_KIND.finditer(match["more"])
    ]
    prices = []
    for amounts, kind in (first, *others):
        prices += [(kind, each) for each in re.findall(AMOUNT, amounts, re.IGNORECASE)]
    for kind, price in prices:
        sign = re.sub(r"[\d.,\s]", "", price).upper()
        currency = TYPED_SIGNS.get(sign, sign)
        amount = Decimal(re.sub(r"[^\d.,]", "", price).replace(",", "."))
        try:
            check_amount(amount, currency)
        except ValidationError as error:
            facts.unread.append(f"{price}: {' '.join(error.messages)}")
            return False
        facts.add_price(kind, amount, currency)
    return True


def _read_date(match: re.Match, facts: Facts) -> bool:
    if facts.date:
        return False
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", match["date"])
    text = re.sub(r"\bSept\b", "Sep", text.replace(",", " ").replace(".", " "))
    try:
        facts.date = partial_dates.parse(text)
    except ValidationError as error:
        facts.unread.append(f"{match['date']}: {' '.join(error.messages)}")
    return bool(facts.date)


def _read_pages(match: re.Match, facts: Facts) -> bool:
    if facts.pages:
        return False
    facts.pages = int(match["after"] or match["before"]) or None
    return facts.pages is not None


def _read_size(match: re.Match, facts: Facts) -> bool:
    if facts.height_mm and facts.width_mm:
        return False
    unit = 10 if (match["unit1"] or match["unit2"]).lower() == "cm" else 1
    facts.height_mm = round(float(match["height"]) * unit) or None
    facts.width_mm = round(float(match["width"]) * unit) or None
    return bool(facts.height_mm and facts.width_mm)


READERS = (
    (ISBN, _read_isbn),
    (PRICES, _read_prices),
    (PUBLISHED, _read_date),
    (PAGES, _read_pages),
    (SIZE, _read_size),
)


def _separators(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans between two facts that contain nothing but separators."""
    for (_, end), (start, _) in pairwise(sorted(spans)):
        if start > end and SEPARATORS.match(text[end:start]):
            yield end, start


def _split_sections(
    html: str, text: str, positions: list[tuple[int, int]], removed: list[tuple[int, int]]
) -> dict[str, str]:
    """Return the HTML by section, without its headings and the removed spans of the text."""
    sections = [("body", 0)]
    for match in SECTION.finditer(text):
        sections.append((SECTIONS[_heading(match).lower()], match.start()))
        removed = [*removed, match.span()]
    is_removed = bytearray(len(html))
    for start, end in removed:
        for first, last in positions[start:end]:
            is_removed[first:last] = b"\1" * (last - first)
    parts: dict[str, str] = {}
    starts = [positions[at][0] if at < len(positions) else len(html) for _, at in sections]
    for (name, _), start, end in zip(sections, starts, [*starts[1:], len(html)], strict=True):
        letters = zip(html[start:end], is_removed[start:end], strict=True)
        kept = "".join(letter for letter, is_cut in letters if not is_cut)
        parts[name] = parts.get(name, "") + kept
    return parts

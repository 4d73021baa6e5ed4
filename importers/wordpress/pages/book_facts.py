"""What a shop says of a book in a line of prose: “ISBN: … (print) RRP: £5, €6, $7 (print) …”.

In whatever order, with whatever between: each fact is looked for by itself, and only what was read
is taken out of the text.
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
    ISBN,
    LABELLED,
    LINES,
    LONGEST_LEAD,
    PAGES,
    PRICES,
    PUBLISHED,
    SECTION,
    SECTIONS,
    SEPARATORS,
    SIZE,
    TOKEN,
    WORDS,
)

Take = Callable[[re.Match, "Facts"], bool]


@dataclass
class Facts:
    """What was read of a book."""

    isbns: list[tuple[str, str]] = field(default_factory=list)
    prices: list[tuple[str, Decimal, str]] = field(default_factory=list)
    date: str = ""
    pages: int | None = None
    height_mm: int | None = None
    width_mm: int | None = None
    # The text by its parts, without what was read.
    parts: dict[str, str] = field(default_factory=dict)
    # What looks like a fact and is none.
    unread: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        """The formats that are named, in their order; one on paper where other facts are alone."""
        named = [kind for _, kind in self.isbns] + [kind for kind, *_ in self.prices]
        known = list(dict.fromkeys(filter(None, named)))
        has_other = self.pages or self.height_mm or self.isbns or self.prices
        return known or ([FormatKind.PAPERBACK.value] if has_other else [])


def read_book(html: str) -> Facts:
    """Return the facts in a text in HTML, and the text without them."""
    text, places = _flat(html)
    facts, taken = Facts(), []
    for found, is_read in _found(text, facts):
        if is_read:
            taken.append(found.span())
    cut = [*taken, *_between(text, taken)]
    facts.parts = _parts(html, text, places, cut)
    return facts


def _flat(html: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the letters of a text, and where each of them stands in its HTML."""
    letters, places = [], []
    for token in TOKEN.finditer(html):
        if token["tag"]:
            if token["tag"].lower() in LINES:
                letters.append("\n")
                places.append((token.start(), token.start()))
            continue
        if token[0].startswith("<!--"):
            continue
        shown = unescape(token[0])[:1] or " "
        letters.append(" " if shown == "\xa0" else shown)
        places.append(token.span())
    return "".join(letters), places


def _found(text: str, facts: Facts) -> Iterator[tuple[re.Match, bool]]:
    """Yield each place where a fact should be, and whether it was read."""
    for run in _runs(text):
        is_fact = any(LABELLED.match(found[0]) for found, _ in run) or _is_apart(text, run)
        for found, take in run:
            if is_fact:
                yield found, take(found, facts)
            else:
                facts.unread.append(f"{found[0].strip()} is part of a sentence.")


def _runs(text: str) -> Iterator[list[tuple[re.Match, Take]]]:
    """Yield the places where facts should be, those together between which nothing else stands."""
    places = [(found, take) for pattern, take in TAKEN for found in pattern.finditer(text)]
    run: list[tuple[re.Match, Take]] = []
    for place in sorted(places, key=lambda place: place[0].start()):
        between = text[run[-1][0].end() : place[0].start()] if run else ""
        if run and between and not SEPARATORS.match(between):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _is_apart(text: str, run: list[tuple[re.Match, Take]]) -> bool:
    """Tell whether facts stand by themselves, and not in a sentence."""
    before, after = text[: run[0][0].start()], text[run[-1][0].end() :]
    return bool(BEFORE.search(before[-LONGEST_LEAD:]) and AFTER.match(after))


def _kind(found: re.Match) -> str:
    word = (found["kind2"] or found["kind1"] or "").lower()
    return WORDS[word].value if word else ""


def _take_isbn(found: re.Match, facts: Facts) -> bool:
    try:
        number = compact(re.sub("[–\\s]", "-", found["number"]).replace("--", "-"))
    except ValidationError as error:
        facts.unread.append(f"{found['number']}: {' '.join(error.messages)}")
        return False
    if number not in dict(facts.isbns):
        facts.isbns.append((number, _kind(found) or FormatKind.PAPERBACK.value))
    return True


def _take_prices(found: re.Match, facts: Facts) -> bool:
    for amount in re.findall(AMOUNT, found["amounts"], re.IGNORECASE):
        sign = re.sub(r"[\d.,\s]", "", amount).upper()
        currency = TYPED_SIGNS.get(sign, sign)
        number = Decimal(re.sub(r"[^\d.,]", "", amount).replace(",", "."))
        try:
            check_amount(number, currency)
        except ValidationError as error:
            facts.unread.append(f"{amount}: {' '.join(error.messages)}")
            return False
        kind = _kind(found) or FormatKind.PAPERBACK.value
        if (kind, currency) not in [(each, known) for each, _, known in facts.prices]:
            facts.prices.append((kind, number, currency))
    return True


def _take_date(found: re.Match, facts: Facts) -> bool:
    if facts.date:
        return False
    text = (
        re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", found["date"]).replace(",", " ").replace(".", " ")
    )
    text = re.sub(r"\bSept\b", "Sep", text)
    try:
        facts.date = partial_dates.parse(text)
    except ValidationError as error:
        facts.unread.append(f"{found['date']}: {' '.join(error.messages)}")
    return bool(facts.date)


def _take_pages(found: re.Match, facts: Facts) -> bool:
    if facts.pages:
        return False
    facts.pages = int(found["after"] or found["before"]) or None
    return facts.pages is not None


def _take_size(found: re.Match, facts: Facts) -> bool:
    if facts.height_mm and facts.width_mm:
        return False
    unit = 10 if (found["unit1"] or found["unit2"]).lower() == "cm" else 1
    facts.height_mm = round(float(found["height"]) * unit) or None
    facts.width_mm = round(float(found["width"]) * unit) or None
    return bool(facts.height_mm and facts.width_mm)


TAKEN = (
    (ISBN, _take_isbn),
    (PRICES, _take_prices),
    (PUBLISHED, _take_date),
    (PAGES, _take_pages),
    (SIZE, _take_size),
)


def _between(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what stands between two facts and only divides them."""
    ordered = sorted(taken)
    for (_, end), (start, _) in pairwise(ordered):
        if start > end and SEPARATORS.match(text[end:start]):
            yield end, start


def _parts(
    html: str, text: str, places: list[tuple[int, int]], cut: list[tuple[int, int]]
) -> dict[str, str]:
    """Return the text in HTML by its sections, without what was cut."""
    marks = [("body", 0, 0)]
    for found in SECTION.finditer(text):
        name = SECTIONS[found[0].strip(" :\n\t").lower()]
        marks.append((name, *found.span()))
        cut = [*cut, found.span()]
    gone = bytearray(len(html))
    for start, end in cut:
        for at in range(start, end):
            first, last = places[at]
            gone[first:last] = b"\1" * (last - first)
    parts: dict[str, str] = {}
    starts = [places[start][0] if start < len(places) else len(html) for _, start, _ in marks]
    for (name, *_), start, end in zip(marks, starts, [*starts[1:], len(html)], strict=True):
        kept = "".join(
            letter
            for letter, dead in zip(html[start:end], gone[start:end], strict=True)
            if not dead
        )
        parts[name] = parts.get(name, "") + kept
    return parts

"""What a shop says of a book in a line of prose: “ISBN: … (print) RRP: £5, €6, $7 (print) …”.

In whatever order, with whatever between: each fact is looked for by itself, and only what was read
is taken out of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from itertools import pairwise

from django.core.exceptions import ValidationError

from books.trade import Kind
from core import partial_dates
from core.isbn import compact
from core.money import TYPED_SIGNS, check_amount

WORDS = {
    "print": Kind.PAPERBACK,
    "paperback": Kind.PAPERBACK,
    "pbk": Kind.PAPERBACK,
    "softcover": Kind.PAPERBACK,
    "hardback": Kind.HARDBACK,
    "hardcover": Kind.HARDBACK,
    "hbk": Kind.HARDBACK,
    "pamphlet": Kind.PAMPHLET,
    "e-book": Kind.EPUB,
    "ebook": Kind.EPUB,
    "epub": Kind.EPUB,
    "digital": Kind.EPUB,
    "kindle": Kind.EPUB,
    "pdf": Kind.PDF,
    "audiobook": Kind.AUDIOBOOK,
    "audio": Kind.AUDIOBOOK,
}
ON_PAPER = (Kind.PAPERBACK, Kind.HARDBACK, Kind.PAMPHLET)
_KIND = rf"(?:\(?\s*(?P<kind{{}}>{'|'.join(sorted(WORDS, key=len, reverse=True))})\b\s*\)?)?"
_GAP = r"[\s:;,.|–—-]*"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sept",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\.?,?\s+\d{{4}}|\d{{4}}(?:-\d{{1,2}}){{0,2}}"
_NUMBER = r"\d+(?:[.,]\d{1,2})?"
_AMOUNT = rf"(?:(?:[£€$]|GBP|EUR|USD)\s?{_NUMBER}|{_NUMBER}\s?[£€])"
ISBN = re.compile(
    rf"ISBN(?:-?1[03])?\s*{_KIND.format(1)}{_GAP}(?P<number>(?:97[89][\s–-]?)?(?:\d[\s–-]?){{9}}[\dXx])(?!\d)"
    rf"\s*{_KIND.format(2)}",
    re.IGNORECASE,
)
PRICES = re.compile(
    rf"(?:RRP|Price|Cover price|Cost)s?\s*{_KIND.format(1)}{_GAP}"
    rf"(?P<amounts>{_AMOUNT}(?:\s*(?:[,;/|]|and|or)?\s*{_AMOUNT})*)\s*{_KIND.format(2)}",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"(?:Publication date|Date of publication|Publication|Published(?: on| in)?"
    r"|Pub\.? ?date|Release date)"
    rf"{_GAP}(?P<date>{_DATE})",
    re.IGNORECASE,
)
PAGES = re.compile(
    r"(?:\b(?:Pages|Extent)\s*:\s*(?P<after>\d{1,5})\b|\b(?P<before>\d{1,5})\s*(?:pages|pp)\b\.?)",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"(?:(?:Trim size|Size|Dimensions|Format)\s*:?\s*)?"
    r"\b(?P<height>\d{1,4}(?:\.\d)?)\s*(?P<unit1>mm|cm)?\s*[x×]\s*(?P<width>\d{1,4}(?:\.\d)?)\s*(?P<unit2>mm|cm)\b",
    re.IGNORECASE,
)  # fmt: skip
SECTIONS = {
    "about the book": "body",
    "contents": "contents",
    "table of contents": "contents",
    "about the author": "author_notes",
    "about the authors": "author_notes",
    "about the editor": "author_notes",
    "about the editors": "author_notes",
}
SECTION = re.compile(
    r"(?<![A-Z])(?:ABOUT THE BOOK|TABLE OF CONTENTS|CONTENTS|ABOUT THE (?:AUTHOR|EDITOR)S?)"
    r"(?![A-Z])[:\s]*"
    r"|(?:(?<=\n)|^)(?:About the book|Table of contents|Contents|About the (?:author|editor)s?)"
    r":?[ \t]*(?=\n)"
)
LINES = (
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "td",
    "hr",
    "blockquote",
)
TOKEN = re.compile(
    r"<!--.*?-->|</?(?P<tag>[a-zA-Z][\w-]*)[^>]*>|&[#\w]{1,10};|[^<&]|[<&]", re.DOTALL
)
SEPARATORS = re.compile(r"^[\s;,.|•·–—-]+$")


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
        return known or ([Kind.PAPERBACK.value] if has_other else [])


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
    for found in ISBN.finditer(text):
        yield found, _take_isbn(found, facts)
    for found in PRICES.finditer(text):
        yield found, _take_prices(found, facts)
    if found := PUBLISHED.search(text):
        yield found, _take_date(found, facts)
    if found := PAGES.search(text):
        facts.pages = int(found["after"] or found["before"]) or None
        yield found, facts.pages is not None
    if found := SIZE.search(text):
        unit = 10 if (found["unit1"] or found["unit2"]).lower() == "cm" else 1
        facts.height_mm = round(float(found["height"]) * unit) or None
        facts.width_mm = round(float(found["width"]) * unit) or None
        yield found, bool(facts.height_mm and facts.width_mm)


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
        facts.isbns.append((number, _kind(found) or Kind.PAPERBACK.value))
    return True


def _take_prices(found: re.Match, facts: Facts) -> bool:
    for amount in re.findall(_AMOUNT, found["amounts"], re.IGNORECASE):
        sign = re.sub(r"[\d.,\s]", "", amount).upper()
        currency = TYPED_SIGNS.get(sign, sign)
        number = Decimal(re.sub(r"[^\d.,]", "", amount).replace(",", "."))
        try:
            check_amount(number, currency)
        except ValidationError as error:
            facts.unread.append(f"{amount}: {' '.join(error.messages)}")
            return False
        kind = _kind(found) or Kind.PAPERBACK.value
        if (kind, currency) not in [(each, known) for each, _, known in facts.prices]:
            facts.prices.append((kind, number, currency))
    return True


def _take_date(found: re.Match, facts: Facts) -> bool:
    text = (
        re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", found["date"]).replace(",", " ").replace(".", " ")
    )
    text = re.sub(r"\bSept\b", "Sep", text)
    try:
        facts.date = partial_dates.parse(text)
    except ValidationError as error:
        facts.unread.append(f"{found['date']}: {' '.join(error.messages)}")
    return bool(facts.date)


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

"""The columns that name people, publishers, topics, prices and shops."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.models import Orderable

from books.choices import PublisherRole
from books.models import (
    BookImprint,
    Bookseller,
    BookSeries,
    FormatPrice,
    Imprint,
    PlaceToBuy,
)
from books.spreadsheet.columns import Column
from books.spreadsheet.lookups import SEPARATOR, SnippetLookup, split
from contributors.models import Contribution, Contributor
from contributors.roles import Role
from core.values.money import read_price
from topics.models import Topic, TopicAssignment

ROLES = {str(word).casefold(): value for value, word in Role.choices}
CREDIT = re.compile(r"(?P<name>.+?)\s*\((?P<role>[^()]*)\)")
PLACE = re.compile(r"\s*(?P<name>[^;].*?)\s+(?P<url>[a-z]+://\S+?)\s*(?:;\s+|;?$)")


def _keep(rows: Iterable[Model], wanted: list, key: Callable, make: Callable) -> list[Model]:
    """Return a row for each wanted key, those that are there already as they are.

    Raises ValidationError where one is wanted twice.
    """
    if len(set(wanted)) < len(wanted):
        twice = next(each for each in wanted if wanted.count(each) > 1)
        name = twice[0] if isinstance(twice, tuple) else twice
        raise ValidationError(f"“{name}” stands here twice.")
    known = {key(row): row for row in rows}
    kept = [known.get(each) or make(each) for each in wanted]
    for order, row in enumerate(kept):
        if isinstance(row, Orderable):
            row.sort_order = order
    return kept


def _write_credits(book: Model, entries: SnippetLookup) -> str:
    return SEPARATOR.join(
        f"{entries.name(part.contributor)} ({Role(part.role).label.lower()})"
        for part in book.contributions.all()
    )


def _put_credits(book: Model, cell: str, entries: SnippetLookup) -> None:
    wanted = [_credit(part, entries) for part in split(cell)]
    book.contributions = _keep(
        book.contributions.all(),
        wanted,
        lambda row: (row.contributor, row.role),
        lambda pair: Contribution(contributor=pair[0], role=pair[1]),
    )


def _credit(part: str, entries: SnippetLookup) -> tuple[Contributor, str]:
    match = CREDIT.fullmatch(part)
    if not match:
        return entries.find(Contributor, part), Role.AUTHOR
    role = ROLES.get(match["role"].strip().casefold())
    if role is None:
        raise ValidationError(f"“{match['role']}” is none of: {', '.join(ROLES)}.")
    return entries.find(Contributor, match["name"]), role


def _write_topics(book: Model, entries: SnippetLookup) -> str:
    return SEPARATOR.join(entries.name(row.topic) for row in book.topic_assignments.all())


def _put_topics(book: Model, cell: str, entries: SnippetLookup) -> None:
    book.topic_assignments = _keep(
        book.topic_assignments.all(),
        [entries.find(Topic, name) for name in split(cell)],
        lambda row: row.topic,
        lambda topic: TopicAssignment(topic=topic),
    )


def _imprints(heading: str, role: str) -> Column:
    """Return a column for those who have one role in the publication."""

    def write(book: Model, entries: SnippetLookup) -> str:
        rows = [row for row in book.imprints.all() if row.role == role]
        return SEPARATOR.join(entries.name(row.imprint) for row in rows)

    def put(book: Model, cell: str, entries: SnippetLookup) -> None:
        others = [(row.imprint, row.role) for row in book.imprints.all() if row.role != role]
        wanted = [(entries.find(Imprint, name), role) for name in split(cell)]
        for imprint, _role in others:
            if imprint in [each for each, _ in wanted]:
                raise ValidationError(f"“{imprint}” cannot be imprint and co-publisher at once.")
        book.imprints = _keep(
            book.imprints.all(),
            wanted + others if role == PublisherRole.IMPRINT else others + wanted,
            lambda row: (row.imprint, row.role),
            lambda pair: BookImprint(imprint=pair[0], role=pair[1]),
        )

    return Column(heading, "imprints", write, put)


def _write_series(book: Model, entries: SnippetLookup) -> str:
    return entries.name(book.series) if book.series else ""


def _put_series(book: Model, cell: str, entries: SnippetLookup) -> None:
    book.series = entries.find(BookSeries, cell) if cell else None


def _write_prices(edition: Model, _entries: SnippetLookup) -> str:
    return SEPARATOR.join(f"{row.currency} {row.amount:.2f}" for row in edition.prices.all())


def _put_prices(edition: Model, cell: str, _entries: SnippetLookup) -> None:
    wanted = [read_price(part) for part in split(cell)]
    amounts: dict[str, Decimal] = {currency: amount for amount, currency in wanted}
    edition.prices = _keep(
        edition.prices.all(),
        [currency for _amount, currency in wanted],
        lambda row: row.currency,
        lambda currency: FormatPrice(currency=currency),
    )
    for row in edition.prices.all():
        row.amount = amounts[row.currency]


def _write_places(edition: Model, entries: SnippetLookup) -> str:
    return SEPARATOR.join(f"{entries.name(row.seller)} {row.url}" for row in edition.shops)


def _put_places(edition: Model, cell: str, entries: SnippetLookup) -> None:
    found = list(PLACE.finditer(cell))
    if sum(len(match[0]) for match in found) < len(cell):
        raise ValidationError("Write each shop with its address: Our shop https://example.org/1.")
    addresses = {entries.find(Bookseller, match["name"]): match["url"] for match in found}
    if len(addresses) < len(found):
        raise ValidationError("One shop stands here twice.")
    edition.places_to_buy = _keep(
        edition.places_to_buy.all(),
        list(addresses),
        lambda row: row.seller,
        lambda seller: PlaceToBuy(seller=seller),
    )
    for row in edition.places_to_buy.all():
        row.url = addresses[row.seller]


BOOK_RELATIONS = [
    Column("Contributors", "contributions", _write_credits, _put_credits),
    _imprints("Imprint", PublisherRole.IMPRINT),
    _imprints("Co-publishers", PublisherRole.CO_PUBLISHER),
    Column("Series", "series", _write_series, _put_series),
    Column("Topics", "topic_assignments", _write_topics, _put_topics),
]
FORMAT_RELATIONS = [
    Column("Prices", "prices", _write_prices, _put_prices),
    Column("Places to buy", "places_to_buy", _write_places, _put_places),
]

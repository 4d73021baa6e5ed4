"""Spreadsheet columns for relations: contributors, publishers, series, topics, prices, shops."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext
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

with translation.override("en"):  # Files do not depend on the language of the user.
    ROLE_NAMES = {value: str(label).lower() for value, label in Role.choices}
ROLES = {name: value for value, name in ROLE_NAMES.items()}
CREDIT = re.compile(r"(?P<name>.+?)\s*\((?P<role>[^()]*)\)")
SHOP = re.compile(r"\s*(?P<name>[^;].*?)\s+(?P<url>[a-z]+://\S+?)\s*(?:;\s+|;?$)")


def _reconcile_rows(
    rows: Iterable[Model], keys: list, get_key: Callable, create: Callable
) -> list[Model]:
    """Return one row for each key, in order, reusing the existing rows.

    Raise ValidationError if a key is repeated.
    """
    if len(set(keys)) < len(keys):
        repeated = next(key for key in keys if keys.count(key) > 1)
        name = repeated[0] if isinstance(repeated, tuple) else repeated
        raise ValidationError(gettext("“%(name)s” is listed twice.") % {"name": name})
    existing = {get_key(row): row for row in rows}
    reconciled = [existing.get(key) or create(key) for key in keys]
    for order, row in enumerate(reconciled):
        if isinstance(row, Orderable):
            row.sort_order = order
    return reconciled


def _get_credits(book: Model, snippets: SnippetLookup) -> str:
    return SEPARATOR.join(
        f"{snippets.name(row.contributor)} ({ROLE_NAMES[row.role]})"
        for row in book.contributions.all()
    )


def _set_credits(book: Model, cell: str, snippets: SnippetLookup) -> None:
    book.contributions = _reconcile_rows(
        book.contributions.all(),
        [_parse_credit(part, snippets) for part in split(cell)],
        lambda row: (row.contributor, row.role),
        lambda key: Contribution(contributor=key[0], role=key[1]),
    )


def _parse_credit(part: str, snippets: SnippetLookup) -> tuple[Contributor, str]:
    match = CREDIT.fullmatch(part)
    if not match:
        return snippets.find(Contributor, part), Role.AUTHOR
    role = ROLES.get(match["role"].strip().casefold())
    if role is None:
        text = gettext("“%(value)s” is not one of: %(choices)s")
        raise ValidationError(text % {"value": match["role"], "choices": ", ".join(ROLES)})
    return snippets.find(Contributor, match["name"]), role


def _get_topics(book: Model, snippets: SnippetLookup) -> str:
    return SEPARATOR.join(snippets.name(row.topic) for row in book.topic_assignments.all())


def _set_topics(book: Model, cell: str, snippets: SnippetLookup) -> None:
    book.topic_assignments = _reconcile_rows(
        book.topic_assignments.all(),
        [snippets.find(Topic, name) for name in split(cell)],
        lambda row: row.topic,
        lambda topic: TopicAssignment(topic=topic),
    )


def _publisher_column(heading: str, role: str) -> Column:
    """Return a column for the publishers with one role."""

    def get_publishers(book: Model, snippets: SnippetLookup) -> str:
        rows = [row for row in book.imprints.all() if row.role == role]
        return SEPARATOR.join(snippets.name(row.imprint) for row in rows)

    def set_publishers(book: Model, cell: str, snippets: SnippetLookup) -> None:
        others = [(row.imprint, row.role) for row in book.imprints.all() if row.role != role]
        own = [(snippets.find(Imprint, name), role) for name in split(cell)]
        for imprint, _role in others:
            if (imprint, role) in own:
                text = gettext("“%(name)s” cannot be imprint and co-publisher at once.")
                raise ValidationError(text % {"name": imprint})
        book.imprints = _reconcile_rows(
            book.imprints.all(),
            own + others if role == PublisherRole.IMPRINT else others + own,
            lambda row: (row.imprint, row.role),
            lambda key: BookImprint(imprint=key[0], role=key[1]),
        )

    return Column(heading, "imprints", get_publishers, set_publishers)


def _get_series(book: Model, snippets: SnippetLookup) -> str:
    return snippets.name(book.series) if book.series else ""


def _set_series(book: Model, cell: str, snippets: SnippetLookup) -> None:
    book.series = snippets.find(BookSeries, cell) if cell else None


def _get_prices(edition: Model, _snippets: SnippetLookup) -> str:
    return SEPARATOR.join(f"{row.currency} {row.amount:.2f}" for row in edition.prices.all())


def _set_prices(edition: Model, cell: str, _snippets: SnippetLookup) -> None:
    prices = [read_price(part) for part in split(cell)]
    amounts: dict[str, Decimal] = {currency: amount for amount, currency in prices}
    edition.prices = _reconcile_rows(
        edition.prices.all(),
        [currency for _amount, currency in prices],
        lambda row: row.currency,
        lambda currency: FormatPrice(currency=currency),
    )
    for row in edition.prices.all():
        row.amount = amounts[row.currency]


def _get_places(edition: Model, snippets: SnippetLookup) -> str:
    return SEPARATOR.join(f"{snippets.name(row.seller)} {row.url}" for row in edition.shops)


def _set_places(edition: Model, cell: str, snippets: SnippetLookup) -> None:
    matches = list(SHOP.finditer(cell))
    if sum(len(match[0]) for match in matches) < len(cell):
        raise ValidationError(
            gettext("Enter each shop with a web address: Our shop https://example.org/1.")
        )
    urls = {snippets.find(Bookseller, match["name"]): match["url"] for match in matches}
    if len(urls) < len(matches):
        raise ValidationError(gettext("A shop is listed twice."))
    edition.places_to_buy = _reconcile_rows(
        edition.places_to_buy.all(),
        list(urls),
        lambda row: row.seller,
        lambda seller: PlaceToBuy(seller=seller),
    )
    for row in edition.places_to_buy.all():
        row.url = urls[row.seller]


BOOK_RELATIONS = [
    Column("Contributors", "contributions", _get_credits, _set_credits),
    _publisher_column("Imprint", PublisherRole.IMPRINT),
    _publisher_column("Co-publishers", PublisherRole.CO_PUBLISHER),
    Column("Series", "series", _get_series, _set_series),
    Column("Topics", "topic_assignments", _get_topics, _set_topics),
]
FORMAT_RELATIONS = [
    Column("Prices", "prices", _get_prices, _set_prices),
    Column("Places to buy", "places_to_buy", _get_places, _set_places),
]

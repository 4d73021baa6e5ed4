"""What is wrong with the formats of a book, for those who enter them without the form.

The form asks each row itself, and shows what is wrong beside it. A shell and a file of the
catalogue have no rows: they ask here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model

TWICE = "Another format of this book has this ISBN already. Each format has its own."


@dataclass(frozen=True)
class FormatError:
    """Something that is wrong with a format, in a sentence for the editor."""

    edition: Model
    field: str  # of the format; “prices” or “places_to_buy” for what is wrong with one of these
    text: str

    def __str__(self) -> str:
        """Return it with the name of the format."""
        return f"{self.edition}: {self.text}"


def format_faults(book: Model) -> Iterator[FormatError]:
    """Yield what is wrong with each format of a book; their ISBNs are made compact by it."""
    seen = set()
    for edition in book.formats.all():
        yield from (FormatError(edition, field, text) for field, text in _errors(edition, "page"))
        for name, own in (("prices", "currency"), ("places_to_buy", "seller_id")):
            rows = getattr(edition, name).all()
            for row in rows:
                yield from (FormatError(edition, name, text) for _, text in _errors(row, "format"))
            if len({getattr(row, own) for row in rows}) < len(rows):
                yield FormatError(edition, name, SECOND[name])
        if edition.isbn and edition.isbn in seen:
            yield FormatError(edition, "isbn", TWICE)
        seen.add(edition.isbn)


SECOND = {
    "prices": "There are two prices in one currency.",
    "places_to_buy": "One shop is named twice.",
}


def unstored(row: Model) -> list[str]:
    """Return the relations of a row that lead to what is not in the database yet."""
    cached = (field for field in row._meta.fields if field.is_relation and field.is_cached(row))
    found = ((field.name, field.get_cached_value(row)) for field in cached)
    return [name for name, related in found if related is not None and related._state.adding]


def _errors(row: Model, parent: str) -> Iterator[tuple[str, str]]:
    """Yield each field of a row with what is wrong with it."""
    try:
        row.full_clean(exclude=[parent, *unstored(row)])
    except ValidationError as error:
        for field, texts in error.message_dict.items():
            yield from ((field, text) for text in texts)

"""Validate the formats of a book outside the page form.

The page form validates each format in its formset and shows errors at the fields. The command line
and the spreadsheet import have no formset, and call `format_errors()` instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

DUPLICATE_ISBN = _("Another format of this book has this ISBN already. Each format needs its own.")
# The child relations of a format: the field that is unique among the rows, and the message.
UNIQUE_FIELDS = {
    "prices": ("currency", _("There are two prices in one currency.")),
    "places_to_buy": ("seller_id", _("A shop is listed twice.")),
}


@dataclass(frozen=True)
class FormatError:
    """A validation error of a format, with a message for the editor."""

    edition: Model
    field: str  # of the format; “prices” or “places_to_buy” for errors of these rows
    text: str

    def __str__(self) -> str:
        return f"{self.edition}: {self.text}"


def format_errors(book: Model) -> Iterator[FormatError]:
    """Yield the errors of all formats of a book, and normalise their ISBNs."""
    seen = set()
    for edition in book.formats.all():
        yield from (FormatError(edition, field, text) for field, text in _errors(edition, "page"))
        for name, (unique, message) in UNIQUE_FIELDS.items():
            rows = getattr(edition, name).all()
            for row in rows:
                yield from (
                    FormatError(edition, name, text) for _field, text in _errors(row, "format")
                )
            if len({getattr(row, unique) for row in rows}) < len(rows):
                yield FormatError(edition, name, str(message))
        if edition.isbn and edition.isbn in seen:
            yield FormatError(edition, "isbn", str(DUPLICATE_ISBN))
        seen.add(edition.isbn)


def unsaved_relations(row: Model) -> list[str]:
    """Return the names of the foreign keys of a row to objects that are not saved yet."""
    cached = (field for field in row._meta.fields if field.is_relation and field.is_cached(row))
    found = ((field.name, field.get_cached_value(row)) for field in cached)
    return [name for name, related in found if related is not None and related._state.adding]


def _errors(row: Model, parent: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of field name and message; `parent` is the foreign key to the parent row."""
    try:
        row.full_clean(exclude=[parent, *unsaved_relations(row)])
    except ValidationError as error:
        for field, texts in error.message_dict.items():
            yield from ((field, text) for text in texts)

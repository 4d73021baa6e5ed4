"""The columns of the spreadsheet: how a cell is read from and written to a field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext

from books.choices import Availability, FormatKind
from books.spreadsheet.lookups import SnippetLookup
from core.values import partial_dates
from core.values.isbn import hyphenated
from core.values.languages import language_choices

MAX_LISTED_CHOICES = 12


@dataclass(frozen=True)
class Column:
    """A column of a book or a format: `get` returns the text of its cell, `set` stores one.

    `set` raises ValidationError, with a message for the editor, if the cell is invalid.
    """

    heading: str
    field: str  # Validation errors of this field are reported for the column.
    get: Callable[[Model, SnippetLookup], str]
    set: Callable[[Model, str, SnippetLookup], None]


def text(heading: str, field: str) -> Column:
    """Return a column for a text field."""
    return _field_column(heading, field, normalise_newlines, str)


def date(heading: str, field: str) -> Column:
    """Return a column for a partial date."""
    return _field_column(heading, field, str, partial_dates.parse)


def number(heading: str, field: str) -> Column:
    """Return a column for a whole number."""
    return _field_column(heading, field, lambda value: "" if value is None else str(value), _number)


def isbn(heading: str, field: str) -> Column:
    """Return a column for an ISBN, hyphenated so that spreadsheets do not treat it as a number."""
    return _field_column(heading, field, hyphenated, _isbn)


def choice(heading: str, field: str, choices: Iterable[tuple[str, str]]) -> Column:
    """Return a column for a field with choices; its cells may contain values or labels."""
    choices = list(choices)

    def read(cell: str) -> str:
        # Labels depend on the language of the user.
        values = {str(label).casefold(): value for value, label in choices}
        found = values.get(cell.casefold()) or (cell if cell in dict(choices) else None)
        if cell and found is None:
            some = ", ".join(list(dict(choices))[:MAX_LISTED_CHOICES])
            if len(choices) > MAX_LISTED_CHOICES:
                some += "…"
            error = gettext("“%(value)s” is not one of: %(choices)s")
            raise ValidationError(error % {"value": cell[:40], "choices": some})
        return found or ""

    return _field_column(heading, field, str, read)


def normalise_newlines(text: str) -> str:
    """Return the text with LF line breaks: browsers submit CRLF."""
    return text.replace("\r\n", "\n")


def _field_column(heading: str, field: str, write: Callable, read: Callable) -> Column:
    def set_value(obj: Model, cell: str, _snippets: SnippetLookup) -> None:
        setattr(obj, field, read(cell))

    return Column(heading, field, lambda obj, _snippets: write(getattr(obj, field)), set_value)


def _number(cell: str) -> int | None:
    try:
        return int(cell) if cell else None
    except ValueError as error:
        text = gettext("“%(value)s” is not a whole number.") % {"value": cell[:40]}
        raise ValidationError(text) from error


def _isbn(cell: str) -> str:
    if "e+" in cell.casefold():
        raise ValidationError(
            gettext(
                "A spreadsheet has rounded this ISBN. Enter it again with hyphens, or format the "
                "cell as text."
            )
        )
    return cell


ADDRESS = text("Address", "slug")
BOOK_FACTS = [
    ADDRESS,
    text("Title", "title"),
    text("Subtitle", "subtitle"),
    text("Summary", "summary"),
    date("Publication date", "publication_date"),
    text("Edition", "edition"),
    text("Number in the series", "series_number"),
    choice("Language", "language", language_choices()),
    text("Original title", "original_title"),
    choice("Original language", "original_language", language_choices()),
]
FORMAT_FACTS = [
    choice("Format", "kind", FormatKind.choices),
    text("Name of the format", "name"),
    isbn("ISBN", "isbn"),
    choice("Availability", "availability", Availability.choices),
    date("Date of the format", "publication_date"),
    number("Pages", "pages"),
    number("Height in mm", "height_mm"),
    number("Width in mm", "width_mm"),
    number("Weight in g", "weight_g"),
]

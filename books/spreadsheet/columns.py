"""What stands in the columns of the table, and how it gets there and back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model

from books.choices import Availability, FormatKind
from books.spreadsheet.lookups import SnippetLookup
from core.values import partial_dates
from core.values.isbn import hyphenated
from core.values.languages import language_choices

MOST_NAMED = 12


@dataclass(frozen=True)
class Column:
    """A column: what it writes of a book or a format, and what it does with a cell.

    `put` raises ValidationError, with a sentence for the editor, where it cannot be read.
    """

    heading: str
    field: str  # that it fills; what is wrong with this field is said at its cells
    write: Callable[[Model, SnippetLookup], str]
    put: Callable[[Model, str, SnippetLookup], None]


def text(heading: str, field: str) -> Column:
    """Return a column for a field of text."""
    return _simple(heading, field, one_kind_of_lines, str)


def date(heading: str, field: str) -> Column:
    """Return a column for a date, as exactly as it is known."""
    return _simple(heading, field, str, partial_dates.parse)


def number(heading: str, field: str) -> Column:
    """Return a column for a whole number."""
    return _simple(heading, field, lambda value: "" if value is None else str(value), _number)


def isbn(heading: str, field: str) -> Column:
    """Return a column for an ISBN, with the hyphens that keep spreadsheets from counting it."""
    return _simple(heading, field, hyphenated, _isbn)


def choice(heading: str, field: str, choices: Iterable[tuple[str, str]]) -> Column:
    """Return a column for one of some words, or for their names in the database."""
    choices = list(choices)
    words = {str(word).casefold(): value for value, word in choices}

    def read(cell: str) -> str:
        found = words.get(cell.casefold()) or (cell if cell in dict(choices) else None)
        if cell and found is None:
            some = ", ".join(list(dict(choices))[:MOST_NAMED])
            more = " and others" if len(choices) > MOST_NAMED else ""
            raise ValidationError(f"“{cell[:40]}” is none of: {some}{more}.")
        return found or ""

    return _simple(heading, field, str, read)


def one_kind_of_lines(text: str) -> str:
    """Return a text whose lines end in one way: browsers and spreadsheets do it differently."""
    return text.replace("\r\n", "\n")


def _simple(heading: str, field: str, write: Callable, read: Callable) -> Column:
    def put(obj: Model, cell: str, _entries: SnippetLookup) -> None:
        setattr(obj, field, read(cell))

    return Column(heading, field, lambda obj, _entries: write(getattr(obj, field)), put)


def _number(cell: str) -> int | None:
    try:
        return int(cell) if cell else None
    except ValueError as error:
        raise ValidationError(f"“{cell[:40]}” is no whole number.") from error


def _isbn(cell: str) -> str:
    if "e+" in cell.casefold():
        raise ValidationError(
            "A spreadsheet has rounded this ISBN. Type it anew, with hyphens or as a text."
        )
    return cell


ADDRESS = text("Address", "slug")
TITLE = text("Title", "title")
FORMAT = choice("Format", "kind", FormatKind.choices)
ISBN = isbn("ISBN", "isbn")
BOOK_FACTS = [
    ADDRESS,
    TITLE,
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
    FORMAT,
    ISBN,
    choice("Availability", "availability", Availability.choices),
    date("Date of the format", "publication_date"),
    number("Pages", "pages"),
    number("Height in mm", "height_mm"),
    number("Width in mm", "width_mm"),
    number("Weight in g", "weight_g"),
]

"""The books of a catalogue as rows of a table."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model, prefetch_related_objects

from books.models import BookFormat, BookPage, BookPageQuerySet
from books.spreadsheet.columns import BOOK_FACTS, FORMAT_FACTS
from books.spreadsheet.csv_files import write_file
from books.spreadsheet.lookups import SnippetLookup
from books.spreadsheet.relations import BOOK_RELATIONS, FORMAT_RELATIONS

BOOK_COLUMNS = {column.heading: column for column in (*BOOK_FACTS, *BOOK_RELATIONS)}
FORMAT_COLUMNS = {column.heading: column for column in (*FORMAT_FACTS, *FORMAT_RELATIONS)}
HEADINGS = [*BOOK_COLUMNS, *FORMAT_COLUMNS]
# The relations that stand in cells, and what each of their rows names.
NAMED = {"contributions": "contributor", "topic_assignments": "topic", "imprints": "imprint"}


def latest(
    books: BookPageQuerySet, sees_draft: Callable[[BookPage], bool] = lambda _book: True
) -> list[BookPage]:
    """Return books as somebody sees them: with what is not public yet, where they may know it.

    To be read, not to be saved: drafts among them do not know where they stand in the tree.
    """
    found = books.select_related("latest_revision", "series").prefetch_related(
        *NAMED, "formats__prices", "formats__places_to_buy"
    )
    pages = [_draft(page) if sees_draft(page) else page for page in found.order_by("title", "pk")]
    for relation, name in NAMED.items():
        _name_rows(pages, relation, name)
    _name_rows(
        [edition for page in pages for edition in page.formats.all()], "places_to_buy", "seller"
    )
    prefetch_related_objects(pages, "series")
    return pages


def _draft(page: BookPage) -> BookPage:
    """Return the newest version; Wagtail's own way takes some twenty queries for each."""
    revision = page.latest_revision
    is_newer = revision and (page.has_unpublished_changes or not page.live)
    return BookPage.from_serializable_data(revision.content, check_fks=False) if is_newer else page


def _name_rows(parents: list[Model], relation: str, name: str) -> None:
    """Give rows what they name, with one query, and drop those that name what is gone."""
    rows = [row for parent in parents for row in getattr(parent, relation).all()]
    keys = {getattr(row, f"{name}_id") for row in rows}
    known = type(rows[0])._meta.get_field(name).related_model.objects.in_bulk(keys) if rows else {}
    for parent in parents:
        own = list(getattr(parent, relation).all())
        kept = [row for row in own if getattr(row, f"{name}_id") in known]
        for row in kept:
            setattr(row, name, known[getattr(row, f"{name}_id")])
        if len(kept) < len(own):
            setattr(parent, relation, kept)


def book_cells(book: BookPage, entries: SnippetLookup) -> dict[str, str]:
    """Return the cells of a book that are the same in each of its rows."""
    return {heading: column.write(book, entries) for heading, column in BOOK_COLUMNS.items()}


def format_cells(edition: BookFormat | None, entries: SnippetLookup) -> dict[str, str]:
    """Return the cells of a format, or empty ones of none."""
    if edition is None:
        return dict.fromkeys(FORMAT_COLUMNS, "")
    return {heading: column.write(edition, entries) for heading, column in FORMAT_COLUMNS.items()}


def rows_of(books: Iterable[BookPage]) -> Iterator[dict[str, str]]:
    """Yield a row for each format of each book, and one for a book without."""
    entries = SnippetLookup()
    for book in books:
        cells = book_cells(book, entries)
        for edition in list(book.formats.all()) or [None]:
            yield cells | format_cells(edition, entries)


def catalogue_file(
    books: BookPageQuerySet, sees_draft: Callable[[BookPage], bool] = lambda _book: True
) -> bytes:
    """Return the file of books, which can be brought in again as it is."""
    return write_file(HEADINGS, rows_of(latest(books, sees_draft)))

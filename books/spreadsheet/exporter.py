"""Export the books of a catalogue as a spreadsheet, one row for each format."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model, prefetch_related_objects

from books.models import BookFormat, BookPage, BookPageQuerySet
from books.spreadsheet.columns import BOOK_FACTS, FORMAT_FACTS
from books.spreadsheet.csv_files import write_file
from books.spreadsheet.lookups import SnippetLookup
from books.spreadsheet.relations import BOOK_RELATIONS, FORMAT_RELATIONS
from books.spreadsheet.xlsx_files import write_workbook

BOOK_COLUMNS = {column.heading: column for column in (*BOOK_FACTS, *BOOK_RELATIONS)}
FORMAT_COLUMNS = {column.heading: column for column in (*FORMAT_FACTS, *FORMAT_RELATIONS)}
HEADINGS = [*BOOK_COLUMNS, *FORMAT_COLUMNS]
# The child relations of a book that have columns, with the foreign key to the snippet of a row.
SNIPPET_RELATIONS = {
    "contributions": "contributor",
    "topic_assignments": "topic",
    "imprints": "imprint",
}


def latest_drafts(
    books: BookPageQuerySet, sees_draft: Callable[[BookPage], bool] = lambda _book: True
) -> list[BookPage]:
    """Return the latest drafts of the books, or the live version if a draft may not be seen.

    Do not save the pages: drafts made from a revision have no position in the page tree.
    """
    found = books.select_related("latest_revision", "series").prefetch_related(
        *SNIPPET_RELATIONS, "formats__prices", "formats__places_to_buy"
    )
    pages = [_draft(page) if sees_draft(page) else page for page in found.order_by("title", "pk")]
    for relation, name in SNIPPET_RELATIONS.items():
        _prefetch_snippets(pages, relation, name)
    formats = [edition for page in pages for edition in page.formats.all()]
    _prefetch_snippets(formats, "places_to_buy", "seller")
    prefetch_related_objects(pages, "series")
    return pages


def _draft(page: BookPage) -> BookPage:
    # get_latest_revision_as_object() takes some twenty queries for each page.
    revision = page.latest_revision
    is_newer = revision and (page.has_unpublished_changes or not page.live)
    return BookPage.from_serializable_data(revision.content, check_fks=False) if is_newer else page


def _prefetch_snippets(parents: list[Model], relation: str, name: str) -> None:
    """Set the foreign key `name` of all child rows with one query, and drop dangling rows."""
    rows = [row for parent in parents for row in getattr(parent, relation).all()]
    keys = {getattr(row, f"{name}_id") for row in rows}
    model = type(rows[0])._meta.get_field(name).related_model if rows else None
    snippets = model.objects.in_bulk(keys) if model else {}
    for parent in parents:
        own = list(getattr(parent, relation).all())
        valid = [row for row in own if getattr(row, f"{name}_id") in snippets]
        for row in valid:
            setattr(row, name, snippets[getattr(row, f"{name}_id")])
        if len(valid) < len(own):
            setattr(parent, relation, valid)


def book_cells(book: BookPage, snippets: SnippetLookup) -> dict[str, str]:
    """Return the cells of a book, by heading: the same in each of its rows."""
    return {heading: column.get(book, snippets) for heading, column in BOOK_COLUMNS.items()}


def format_cells(edition: BookFormat | None, snippets: SnippetLookup) -> dict[str, str]:
    """Return the cells of a format by heading, or empty ones for None."""
    if edition is None:
        return dict.fromkeys(FORMAT_COLUMNS, "")
    return {heading: column.get(edition, snippets) for heading, column in FORMAT_COLUMNS.items()}


def iter_rows(books: Iterable[BookPage]) -> Iterator[dict[str, str]]:
    """Yield one row for each format, and one for each book without formats."""
    snippets = SnippetLookup()
    for book in books:
        cells = book_cells(book, snippets)
        for edition in list(book.formats.all()) or [None]:
            yield cells | format_cells(edition, snippets)


def catalogue_file(
    books: BookPageQuerySet,
    sees_draft: Callable[[BookPage], bool] = lambda _book: True,
    *,
    workbook: bool = False,
) -> bytes:
    """Return a CSV file or a workbook of the books, which can be imported again."""
    write = write_workbook if workbook else write_file
    return write(HEADINGS, iter_rows(latest_drafts(books, sees_draft)))

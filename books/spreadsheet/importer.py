"""Bring a table into the catalogue: all of it as drafts, or nothing where a cell is wrong."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from books.models import BookIndexPage, BookPage
from books.spreadsheet.book_rows import BookRows, isbn_of
from books.spreadsheet.csv_files import SheetRow, UnreadableError, read_file
from books.spreadsheet.exporter import HEADINGS, latest
from books.spreadsheet.lookups import SnippetLookup
from books.spreadsheet.result import BookChange, ImportResult
from core.forms import reserved_slug_error


@dataclass(frozen=True)
class ImportActor:
    """Who brings a table in: somebody with an account, or from a shell, where all is allowed."""

    user: AbstractBaseUser | None = None
    may_add: Callable[[type[Model]], bool] = lambda _model: True
    sees_draft: Callable[[BookPage], bool] = lambda _book: True
    # After so long somebody wants to see how far it is.
    seconds: float | None = None


FROM_SHELL = ImportActor()


def import_sheet(
    catalogue: BookIndexPage,
    content: bytes,
    clerk: ImportActor = FROM_SHELL,
    *,
    store: bool,
    seen: str = "",
) -> ImportResult:
    """Return what a file changes in a catalogue, and change it if that is asked.

    What is public stays as it is: changes are drafts, which somebody publishes. `seen` is the mark
    of the outcome that somebody looked at: where there is another by now, nothing is stored. Each
    book is stored by itself, so that nobody else waits for all of them.
    """
    outcome = ImportResult()
    try:
        headings, rows = read_file(content)
    except UnreadableError as error:
        outcome.add_error(error.row, "", error.messages)
        return outcome
    headings, rows = _known_headings(headings, rows)
    _check_headings(headings, outcome)
    entries = SnippetLookup(clerk.may_add, store=False)
    if not outcome.faults:
        _Import(catalogue, clerk, entries, outcome).read(rows)
        outcome.created = entries.created
    outcome.is_stale = bool(seen) and seen != outcome.mark
    if store and not outcome.faults and not outcome.is_stale:
        _store(catalogue, clerk, SnippetLookup(clerk.may_add), outcome)
    return outcome


def _known_headings(headings: list[str], rows: list[SheetRow]) -> tuple[list[str], list[SheetRow]]:
    """Return the headings as they are known here, however they are written, and the rows."""
    known = {heading.casefold(): heading for heading in HEADINGS}
    names = {heading: known.get(heading.casefold(), heading) for heading in headings}
    renamed = [
        SheetRow(row.number, {names[heading]: cell for heading, cell in row.cells.items()})
        for row in rows
    ]
    return [names[heading] for heading in headings], renamed


def _check_headings(headings: list[str], outcome: ImportResult) -> None:
    unknown = [heading for heading in headings if heading not in HEADINGS]
    if len(unknown) > len(headings) / 2:
        text = "These are not the headings of the catalogue’s own table. Begin with that file."
        outcome.add_error(1, "", [text])
        return
    for heading in unknown:
        outcome.add_error(1, heading, ["There is no such column. Leave it out, or mend its name."])
    if len(set(headings)) < len(headings):
        outcome.add_error(1, "", ["Two columns have the same heading."])
    if not outcome.faults and not {"Address", "Title", "ISBN"} & set(headings):
        outcome.add_error(1, "", ["There is no column by which a book is known: Address or ISBN."])


class _Import:
    """Reads rows into books, each of which is looked at once."""

    def __init__(
        self,
        catalogue: BookIndexPage,
        clerk: ImportActor,
        entries: SnippetLookup,
        outcome: ImportResult,
    ) -> None:
        self.user = clerk.user
        self.entries = entries
        self.outcome = outcome
        self.catalogue = catalogue
        found = latest(BookPage.objects.child_of(catalogue), clerk.sees_draft)
        books = [book for book in found if book.live or clerk.sees_draft(book)]
        self.by_slug = {book.slug: book for book in books}
        self.by_isbn = {
            edition.isbn: book for book in books for edition in book.formats.all() if edition.isbn
        }
        self.by_title: dict[str, list[BookPage]] = {}
        for book in books:
            self.by_title.setdefault(book.title.casefold(), []).append(book)
        # The addresses of new books of the table, by their titles, and the book of the row before.
        self.new_by_title: dict[str, object] = {}
        self.before: object = None
        self.isbn_rows: dict[str, tuple[int, BookPage]] = {}

    def read(self, rows: list[SheetRow]) -> None:
        """Note what the rows of each book change."""
        groups: dict[object, list[SheetRow]] = {}
        for row in rows:
            self.before = self._key(row)
            groups.setdefault(self.before, []).append(row)
        for key, own in groups.items():
            is_known = isinstance(key, BookPage)
            self._take(key if is_known else BookPage(slug=own[0].cells.get("Address", "")), own)

    def _take(self, book: BookPage, rows: list[SheetRow]) -> None:
        """Note what the rows of one book change."""
        read = BookRows(book, rows, self.entries, ImportResult())
        change = read.change()
        if not change:
            self.outcome.unchanged += 1
        elif refusal := self._refusal(book):
            self.outcome.add_error(rows[0].number, "", [refusal])
        else:
            self.outcome.changes.append(change)
            self.outcome.faults += read.outcome.faults
            if change.is_new and not read.outcome.faults:
                self._check_address(book, rows[0])
        self._note_isbns(book, read.isbns())

    def _check_address(self, book: BookPage, row: SheetRow) -> None:
        """Refuse a new book that can have no address, or one that the catalogue has for itself."""
        slug = book.slug or slugify(book.title, allow_unicode=True)
        text = "No address can be made of this title. Give one here, such as “a-book”."
        if slug:
            text = reserved_slug_error(slug, self.catalogue)
        if text:
            self.outcome.add_error(row.number, "Address", [text])

    def _key(self, row: SheetRow) -> object:
        """Return the book that a row is about, or what the rows of a new one have in common."""
        title = row.cells.get("Title", "").casefold()
        if address := row.cells.get("Address"):
            found = self.by_slug.get(address, address)
            self.new_by_title.setdefault(title, found)
            return found
        if known := self.by_isbn.get(isbn_of(row)):
            return known
        if not title:  # A row that names no book is about that of the row before.
            return self.before or ("row", row.number)
        same = self.by_title.get(title, [])
        if len(same) > 1 and title not in self.new_by_title:
            text = f"There are {len(same)} books of this title. Give the address of one of them."
            self.outcome.add_error(row.number, "Title", [text])
        return self.new_by_title.get(title) or (same[0] if len(same) == 1 else ("title", title))

    def _refusal(self, book: BookPage) -> str:
        """Return why this person may not change a book, or add a new one, in a sentence."""
        if self.user is None:
            return ""
        if book.pk is None:
            may_add = self.catalogue.permissions_for_user(self.user).can_add_subpage()
            return "" if may_add else "You may not add a book here."
        stored = BookPage.objects.get(pk=book.pk)
        rights = stored.permissions_for_user(self.user)
        if not rights.can_edit():
            return "You may not change this book."
        if stored.workflow_in_progress:
            return f"“{stored.title}” waits for a review. Change it once that is over."
        return f"“{stored.title}” is locked by somebody." if rights.page_locked() else ""

    def _note_isbns(self, book: BookPage, isbns: Iterable[tuple[int, str]]) -> None:
        """Refuse an ISBN that stands in two books of the table."""
        for number, isbn in isbns:
            first, other = self.isbn_rows.setdefault(isbn, (number, book))
            if other is not book:
                self.outcome.add_error(number, "ISBN", [f"Row {first} has this ISBN already."])


def _store(
    catalogue: BookIndexPage, clerk: ImportActor, entries: SnippetLookup, outcome: ImportResult
) -> None:
    """Save every change as a draft, each by itself; stop where somebody else was faster."""
    begun = time.monotonic()
    for change in outcome.changes:
        if clerk.seconds is not None and time.monotonic() - begun > clerk.seconds:
            return
        try:
            with transaction.atomic():
                book = _changed(change, catalogue, clerk.user, entries)
                book.save_revision(user=clerk.user, log_action=True, changed=True)
        except ValidationError as error:
            outcome.add_error(change.rows[0].number, "", error.messages)
            return
        outcome.stored += 1
    outcome.is_stored = True


def _changed(
    change: BookChange,
    catalogue: BookIndexPage,
    user: AbstractBaseUser | None,
    entries: SnippetLookup,
) -> BookPage:
    """Return a book as it is to be; one that is no more than a draft is stored as such, too."""
    if change.is_new:
        book = BookPage(slug=change.rows[0].cells.get("Address", ""), live=False, owner=user)
        BookRows(book, change.rows, entries, ImportResult()).change()
        return catalogue.add_child(instance=book)
    stored = BookPage.objects.get(pk=change.book.pk).get_latest_revision_as_object()
    # Its formats are held in memory from here on: else each look at them brings fresh ones.
    book = stored.with_content_json(stored.serializable_data())
    BookRows(book, change.rows, entries, ImportResult()).change()
    if not book.live:
        book.save()
    return book

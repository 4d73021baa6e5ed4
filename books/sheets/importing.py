"""Bring a table into the catalogue: all of it as drafts, or nothing where a cell is wrong."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from books.models import BookIndexPage, BookPage
from books.sheets.books import BookRows
from books.sheets.entries import Entries
from books.sheets.files import Row, UnreadableError, read_file
from books.sheets.outcome import BookChange, Outcome
from books.sheets.table import HEADINGS, latest
from core.forms import taken_by_list
from core.isbn import compact


def bring_in(
    catalogue: BookIndexPage,
    content: bytes,
    user: AbstractBaseUser | None = None,
    *,
    store: bool,
    may_add: Callable[[type[Model]], bool] = lambda _model: True,
) -> Outcome:
    """Return what a file changes in a catalogue, and change it if that is asked.

    Without a person, as from a shell, everything is allowed. What is public stays as it is:
    changes are drafts, which somebody publishes.
    """
    outcome = Outcome()
    with transaction.atomic():
        try:
            headings, rows = read_file(content)
        except UnreadableError as error:
            outcome.blame(error.row, "", error.messages)
        else:
            headings, rows = _known_headings(headings, rows)
            _check_headings(headings, outcome)
        entries = Entries(may_add)
        if not outcome.faults:
            _Import(catalogue, user, entries, outcome).read(rows)
            outcome.created = entries.created
        if store and not outcome.faults:
            _store(catalogue, user, entries, outcome)
        if not outcome.is_stored:
            transaction.set_rollback(True)
    return outcome


def _known_headings(headings: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Return the headings as they are known here, however they are written, and the rows."""
    known = {heading.casefold(): heading for heading in HEADINGS}
    names = {heading: known.get(heading.casefold(), heading) for heading in headings}
    renamed = [
        Row(row.number, {names[heading]: cell for heading, cell in row.cells.items()})
        for row in rows
    ]
    return [names[heading] for heading in headings], renamed


def _check_headings(headings: list[str], outcome: Outcome) -> None:
    unknown = [heading for heading in headings if heading not in HEADINGS]
    if len(unknown) > len(headings) / 2:
        text = "These are not the headings of the catalogue’s own table. Begin with that file."
        outcome.blame(1, "", [text])
        return
    for heading in unknown:
        outcome.blame(1, heading, ["There is no such column. Leave it out, or mend its name."])
    if len(set(headings)) < len(headings):
        outcome.blame(1, "", ["Two columns have the same heading."])
    if not outcome.faults and not {"Address", "Title", "ISBN"} & set(headings):
        outcome.blame(1, "", ["There is no column by which a book is known: Address or ISBN."])


class _Import:
    """Reads rows into books, each of which is looked at once."""

    def __init__(
        self,
        catalogue: BookIndexPage,
        user: AbstractBaseUser | None,
        entries: Entries,
        outcome: Outcome,
    ) -> None:
        self.user = user
        self.entries = entries
        self.outcome = outcome
        self.catalogue = catalogue
        books = latest(BookPage.objects.child_of(catalogue))
        self.by_slug = {book.slug: book for book in books}
        self.by_isbn = {
            edition.isbn: book for book in books for edition in book.formats.all() if edition.isbn
        }
        self.by_title: dict[str, list[BookPage]] = {}
        for book in books:
            self.by_title.setdefault(book.title.casefold(), []).append(book)
        self.isbn_rows: dict[str, tuple[int, BookPage]] = {}

    def read(self, rows: list[Row]) -> None:
        """Note what the rows of each book change."""
        groups: dict[object, list[Row]] = {}
        for row in rows:
            groups.setdefault(self._key(row), []).append(row)
        for key, own in groups.items():
            is_known = isinstance(key, BookPage)
            self._take(key if is_known else BookPage(slug=own[0].cells.get("Address", "")), own)

    def _take(self, book: BookPage, rows: list[Row]) -> None:
        """Note what the rows of one book change."""
        read = BookRows(book, rows, self.entries, Outcome())
        change = read.change()
        if not change:
            self.outcome.unchanged += 1
        elif refusal := self._refusal(book):
            self.outcome.blame(rows[0].number, "", [refusal])
        else:
            self.outcome.changes.append(change)
            self.outcome.faults += read.outcome.faults
            if change.is_new and not read.outcome.faults:
                self._check_address(book, rows[0])
        self._note_isbns(book, read.isbns())

    def _check_address(self, book: BookPage, row: Row) -> None:
        """Refuse a new book that can have no address, or one that the catalogue has for itself."""
        slug = book.slug or slugify(book.title, allow_unicode=True)
        text = "No address can be made of this title. Give one here, such as “a-book”."
        if slug:
            text = taken_by_list(slug, self.catalogue)
        if text:
            self.outcome.blame(row.number, "Address", [text])

    def _key(self, row: Row) -> object:
        """Return the book that a row is about, or what the rows of a new one have in common."""
        if address := row.cells.get("Address"):
            return self.by_slug.get(address, address)
        title = row.cells.get("Title", "").casefold()
        same = self.by_title.get(title, [])
        try:
            isbn = compact(row.cells.get("ISBN") or "")
        except ValidationError:
            isbn = ""
        known = self.by_isbn.get(isbn) or (same[0] if len(same) == 1 else None)
        return known or ("title", title)

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
                self.outcome.blame(number, "ISBN", [f"Row {first} has this ISBN already."])


def _store(
    catalogue: BookIndexPage, user: AbstractBaseUser | None, entries: Entries, outcome: Outcome
) -> None:
    """Save every change as a draft, or nothing where one cannot be saved after all."""
    for change in outcome.changes:
        try:
            with transaction.atomic():
                if change.is_new:
                    change.book.live, change.book.owner = False, user
                    catalogue.add_child(instance=change.book)
                book = _changed(change, entries)
                book.save_revision(user=user, log_action=True, changed=True)
        except ValidationError as error:
            outcome.blame(change.rows[0].number, "", error.messages)
    outcome.is_stored = not outcome.faults


def _changed(change: BookChange, entries: Entries) -> BookPage:
    """Return a book as it is to be; one that is no more than a draft is stored as such, too."""
    if change.is_new:
        return change.book
    stored = BookPage.objects.get(pk=change.book.pk).get_latest_revision_as_object()
    # Its formats are held in memory from here on: else each look at them brings fresh ones.
    book = stored.with_content_json(stored.serializable_data())
    BookRows(book, change.rows, entries, Outcome()).change()
    if not book.live:
        book.save()
    return book

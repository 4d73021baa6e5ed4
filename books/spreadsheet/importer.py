"""Import a spreadsheet into a catalogue: as drafts, and only if it has no error."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext

from books.models import BookIndexPage, BookPage
from books.spreadsheet.book_rows import BookRows, isbn_of
from books.spreadsheet.csv_files import SheetRow, read_file
from books.spreadsheet.errors import UnreadableError
from books.spreadsheet.exporter import HEADINGS, latest_drafts
from books.spreadsheet.lookups import SnippetLookup
from books.spreadsheet.result import BookChange, ImportResult
from core.forms import reserved_slug_error


@dataclass(frozen=True)
class ImportActor:
    """The user of an import and their permissions; on the command line everything is allowed."""

    user: AbstractBaseUser | None = None
    may_add: Callable[[type[Model]], bool] = lambda _model: True
    sees_draft: Callable[[BookPage], bool] = lambda _book: True
    seconds: float | None = None  # Stop after this time, to show the user some progress.


FROM_SHELL = ImportActor()


def import_sheet(
    catalogue: BookIndexPage,
    content: bytes,
    actor: ImportActor = FROM_SHELL,
    *,
    store: bool,
    fingerprint: str = "",
) -> ImportResult:
    """Return the changes that a CSV file makes, and with `store` save them as drafts.

    `fingerprint` is that of the result that the user has confirmed: nothing is stored if the
    changes are different by now. Each book is saved in a transaction of its own, so that no other
    request has to wait for all of them.
    """
    result = ImportResult()
    try:
        headings, rows = read_file(content)
    except UnreadableError as error:
        result.add_error(error.row, "", error.messages)
        return result
    headings, rows = _normalise_headings(headings, rows)
    _check_headings(headings, result)
    snippets = SnippetLookup(actor.may_add, store=False)
    if not result.errors:
        _Preview(catalogue, actor, snippets, result).read(rows)
        result.created = snippets.created
    result.is_stale = bool(fingerprint) and fingerprint != result.fingerprint
    if store and not result.errors and not result.is_stale:
        _store(catalogue, actor, SnippetLookup(actor.may_add), result)
    return result


def _normalise_headings(
    headings: list[str], rows: list[SheetRow]
) -> tuple[list[str], list[SheetRow]]:
    """Return headings and rows with the headings spelled as in HEADINGS."""
    known = {heading.casefold(): heading for heading in HEADINGS}
    names = {heading: known.get(heading.casefold(), heading) for heading in headings}
    renamed = [
        SheetRow(row.number, {names[heading]: cell for heading, cell in row.cells.items()})
        for row in rows
    ]
    return [names[heading] for heading in headings], renamed


def _check_headings(headings: list[str], result: ImportResult) -> None:
    unknown = [heading for heading in headings if heading not in HEADINGS]
    if len(unknown) > len(headings) / 2:
        text = gettext(
            "These are not the headings of the catalogue. Start with the download on this page."
        )
        result.add_error(1, "", [text])
        return
    for heading in unknown:
        text = gettext("There is no such column. Correct its name or leave it out.")
        result.add_error(1, heading, [text])
    if len(set(headings)) < len(headings):
        result.add_error(1, "", [gettext("Two columns have the same heading.")])
    if not result.errors and not {"Address", "Title", "ISBN"} & set(headings):
        text = gettext("No column identifies the books: add “Address”, “Title” or “ISBN”.")
        result.add_error(1, "", [text])


class _Preview:
    """Group rows by book, and add the changes and errors of each book to the result."""

    def __init__(
        self,
        catalogue: BookIndexPage,
        actor: ImportActor,
        snippets: SnippetLookup,
        result: ImportResult,
    ) -> None:
        self.user = actor.user
        self.snippets = snippets
        self.result = result
        self.catalogue = catalogue
        found = latest_drafts(BookPage.objects.child_of(catalogue), actor.sees_draft)
        books = [book for book in found if book.live or actor.sees_draft(book)]
        self.by_slug = {book.slug: book for book in books}
        self.by_isbn = {
            edition.isbn: book for book in books for edition in book.formats.all() if edition.isbn
        }
        self.by_title: dict[str, list[BookPage]] = {}
        for book in books:
            self.by_title.setdefault(book.title.casefold(), []).append(book)
        # The keys (see `_key()`) of rows with a slug, by title, and the key of the previous row.
        self.key_by_title: dict[str, object] = {}
        self.previous_key: object = None
        self.isbn_rows: dict[str, tuple[int, BookPage]] = {}

    def read(self, rows: list[SheetRow]) -> None:
        """Add the changes of all rows to the result."""
        groups: dict[object, list[SheetRow]] = {}
        for row in rows:
            self.previous_key = self._key(row)
            groups.setdefault(self.previous_key, []).append(row)
        for key, own in groups.items():
            is_known = isinstance(key, BookPage)
            book = key if is_known else BookPage(slug=own[0].cells.get("Address", ""))
            self._read_book(book, own)

    def _read_book(self, book: BookPage, rows: list[SheetRow]) -> None:
        book_rows = BookRows(book, rows, self.snippets, ImportResult())
        change = book_rows.apply()
        if not change:
            self.result.unchanged += 1
        elif error := self._permission_error(book):
            self.result.add_error(rows[0].number, "", [error])
        else:
            self.result.changes.append(change)
            self.result.errors += book_rows.result.errors
            if change.is_new and not book_rows.result.errors:
                self._check_slug(book, rows[0])
        self._check_isbns(book, book_rows.isbns())

    def _check_slug(self, book: BookPage, row: SheetRow) -> None:
        """Require a slug for a new book that no route of the catalogue uses."""
        slug = book.slug or slugify(book.title, allow_unicode=True)
        if slug:
            text = reserved_slug_error(slug, self.catalogue)
        else:
            text = gettext("This title yields no address. Enter one, such as “a-book”.")
        if text:
            self.result.add_error(row.number, "Address", [text])

    def _key(self, row: SheetRow) -> object:
        """Return the existing book of a row, or a key that the rows of a new book share."""
        title = row.cells.get("Title", "").casefold()
        if slug := row.cells.get("Address"):
            found = self.by_slug.get(slug, slug)
            self.key_by_title.setdefault(title, found)
            return found
        if found := self.by_isbn.get(isbn_of(row)):
            return found
        if not title:  # A row that identifies no book belongs to the book of the previous row.
            return self.previous_key or ("row", row.number)
        same = self.by_title.get(title, [])
        if len(same) > 1 and title not in self.key_by_title:
            text = gettext("%(count)d books have this title. Enter the address of one of them.")
            self.result.add_error(row.number, "Title", [text % {"count": len(same)}])
        return self.key_by_title.get(title) or (same[0] if len(same) == 1 else ("title", title))

    def _permission_error(self, book: BookPage) -> str:
        """Return why the user may not edit or add the book, or "" if they may."""
        if self.user is None:
            return ""
        if book.pk is None:
            may_add = self.catalogue.permissions_for_user(self.user).can_add_subpage()
            return "" if may_add else gettext("You may not add a book here.")
        stored = BookPage.objects.get(pk=book.pk)
        permissions = stored.permissions_for_user(self.user)
        if not permissions.can_edit():
            return gettext("You may not change this book.")
        text = ""
        if stored.workflow_in_progress:
            text = gettext("“%(title)s” is in review. Change it after the review.")
        elif permissions.page_locked():
            text = gettext("“%(title)s” is locked.")
        return text and text % {"title": stored.title}

    def _check_isbns(self, book: BookPage, isbns: Iterable[tuple[int, str]]) -> None:
        """Require that no two books of the file have the same ISBN."""
        for number, isbn in isbns:
            first, other = self.isbn_rows.setdefault(isbn, (number, book))
            if other is not book:
                text = gettext("Row %(number)d has this ISBN already.") % {"number": first}
                self.result.add_error(number, "ISBN", [text])


def _store(
    catalogue: BookIndexPage, actor: ImportActor, snippets: SnippetLookup, result: ImportResult
) -> None:
    """Save each change as a draft; stop at the first that is no longer valid."""
    start = time.monotonic()
    for change in result.changes:
        if actor.seconds is not None and time.monotonic() - start > actor.seconds:
            return
        try:
            with transaction.atomic():
                book = _apply_change(change, catalogue, actor.user, snippets)
                book.save_revision(user=actor.user, log_action=True, changed=True)
        except ValidationError as error:
            result.add_error(change.rows[0].number, "", error.messages)
            return
        result.stored += 1
    result.is_stored = True


def _apply_change(
    change: BookChange,
    catalogue: BookIndexPage,
    user: AbstractBaseUser | None,
    snippets: SnippetLookup,
) -> BookPage:
    """Return the changed book; one that is not live is saved as well."""
    if change.is_new:
        book = BookPage(slug=change.rows[0].cells.get("Address", ""), live=False, owner=user)
        BookRows(book, change.rows, snippets, ImportResult()).apply()
        return catalogue.add_child(instance=book)
    stored = BookPage.objects.get(pk=change.book.pk).get_latest_revision_as_object()
    # Keep its formats in memory: otherwise each `formats.all()` would return new instances.
    book = stored.with_content_json(stored.serializable_data())
    BookRows(book, change.rows, snippets, ImportResult()).apply()
    if not book.live:
        book.save()
    return book

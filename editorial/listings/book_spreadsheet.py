"""The catalogue as a file: taken out, and brought in again once it was looked at."""

import base64
import zlib

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from wagtail.admin.widgets import Button
from wagtail.models import Page

from books.models import BookIndexPage, BookPage
from books.spreadsheet.csv_files import MAX_BYTES
from books.spreadsheet.exporter import catalogue_file
from books.spreadsheet.importer import ImportActor, import_sheet
from books.spreadsheet.result import ImportResult
from editorial.draft_visibility import hide_drafts_of_others, sees_draft

SECONDS = 15.0  # After so long an editor sees how far it is.
UNREADABLE = "The file did not come back whole. Choose it again."


class SheetForm(forms.Form):
    """Takes a file, or the one that was looked at before."""

    file = forms.FileField(
        label="A table of books",
        required=False,
        help_text="A CSV file with the headings of the one above. Cells that you leave out stay "
        "as they are, and so do books and formats.",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )
    # The previewed file is part of the form, so that it need not be chosen again.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # The mark of what it would have changed.
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """Ask for a file."""
        values = super().clean()
        if not (values.get("file") or values.get("seen")) and not self.errors:
            self.add_error("file", "Choose a file.")
        return values

    def clean_seen(self) -> bytes:
        """Return the file that was looked at."""
        if not self.cleaned_data["seen"]:
            return b""
        unpacking = zlib.decompressobj()
        try:
            packed = base64.b64decode(self.cleaned_data["seen"], validate=True)
            content = unpacking.decompress(packed, MAX_BYTES + 1)
        except (ValueError, zlib.error) as error:
            raise forms.ValidationError(UNREADABLE) from error
        if not unpacking.eof:
            raise forms.ValidationError(UNREADABLE)
        return content

    @property
    def content(self) -> bytes:
        """The file."""
        file = self.cleaned_data.get("file")
        return file.read(MAX_BYTES + 1) if file else self.cleaned_data["seen"]


def pack(content: bytes) -> str:
    """Return a file as the form carries it."""
    return base64.b64encode(zlib.compress(content)).decode()


def catalogue_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file would change, and take it over when that was seen."""
    catalogue = _catalogue(request, pk)
    form, result = SheetForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        content = form.content
        is_seen = "store" in request.POST and not request.FILES
        actor = ImportActor(
            request.user,
            lambda model: _may_add(request.user, model),
            lambda book: sees_draft(request.user, book),
            SECONDS,
        )
        mark = form.cleaned_data["mark"]
        result = import_sheet(catalogue, content, actor, store=is_seen, fingerprint=mark)
        if result.is_stored:
            messages.success(request, _told(result))
            return redirect("wagtailadmin_explore", catalogue.pk)
        if result.stored:  # What is left has another mark.
            left = import_sheet(catalogue, content, actor, store=False)
            left.stored = result.stored
            result = left if not result.errors else result
        form = SheetForm(initial={"seen": pack(content), "mark": result.fingerprint})
    context = {"catalogue": catalogue, "form": form, "result": result}
    return render(request, "editorial/book_spreadsheet.html", context)


def catalogue_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the books of a catalogue, with the drafts that this person sees."""
    catalogue = _catalogue(request, pk)
    books = hide_drafts_of_others(BookPage.objects.child_of(catalogue), request)
    name = slugify(catalogue.title) or "books"
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    content = catalogue_file(books, lambda book: sees_draft(request.user, book))
    return HttpResponse(content, content_type="text/csv", headers=headers)


def sheet_buttons(user: AbstractBaseUser, page: Page | None = None) -> list[Button]:
    """Return what leads to the table of a page, if it is a catalogue; of all by default."""
    found = BookIndexPage.objects.filter(pk=page.pk) if page else BookIndexPage.objects.all()
    return [
        Button(
            f"{catalogue.title} as a table (CSV)",
            reverse("catalogue_sheet", args=[catalogue.pk]),
            icon_name="table",
            priority=80,
        )
        for catalogue in found
        if catalogue.permissions_for_user(user).can_add_subpage()
    ]


def _catalogue(request: HttpRequest, pk: int) -> BookIndexPage:
    """Return a catalogue; raises PermissionDenied for those who may not add to it."""
    catalogue = get_object_or_404(BookIndexPage, pk=pk)
    if not catalogue.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return catalogue


def _may_add(user: AbstractBaseUser, model: type[Model]) -> bool:
    codename = get_permission_codename("add", model._meta)
    return user.has_perm(f"{model._meta.app_label}.{codename}")


def _told(result: ImportResult) -> str:
    number = len(result.changes)
    return (
        "One book was saved as a draft." if number == 1 else f"{number} books were saved as drafts."
    )

"""Export a catalogue as a spreadsheet, and import it after a preview of the changes."""

import base64
import zlib

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from books.models import BookIndexPage, BookPage
from books.spreadsheet.csv_files import MAX_BYTES
from books.spreadsheet.exporter import catalogue_file
from books.spreadsheet.importer import ImportActor, import_sheet
from books.spreadsheet.result import ImportResult
from editorial.draft_visibility import hide_drafts_of_others, sees_draft

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_SECONDS = 15.0  # Stop an import after this time, and display its progress.
TOO_LARGE = _("The file is too large to be previewed. Split it, and import each part.")
UNREADABLE = _("The file was not received completely. Please choose it again.")


class SheetForm(forms.Form):
    """An uploaded file, or the one of the last preview."""

    file = forms.FileField(
        label=_("Table of books, as CSV or .xlsx"),
        required=False,
        help_text=_(
            "Use the column headings of the download above. Columns, books and formats that you "
            "leave out stay as they are."
        ),
        widget=forms.FileInput({"accept": f".csv,text/csv,.xlsx,{XLSX}"}),
    )
    # The previewed file, compressed, so that it need not be chosen again.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # The fingerprint of the previewed changes.
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """Require a file."""
        values = super().clean()
        if not (values.get("file") or values.get("seen")) and not self.errors:
            self.add_error("file", gettext("Choose a file."))
        return values

    def clean_file(self) -> UploadedFile | None:
        """Return the file. Raise ValidationError if the preview could not send it back."""
        file = self.cleaned_data["file"]
        if file and len(pack(file.read(MAX_BYTES + 1))) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise forms.ValidationError(TOO_LARGE)
        if file:
            file.seek(0)
        return file

    def clean_seen(self) -> bytes:
        """Return the content of the previewed file, at most MAX_BYTES + 1."""
        if not self.cleaned_data["seen"]:
            return b""
        decompressor = zlib.decompressobj()
        try:
            packed = base64.b64decode(self.cleaned_data["seen"], validate=True)
            content = decompressor.decompress(packed, MAX_BYTES + 1)
        except (ValueError, zlib.error) as error:
            raise forms.ValidationError(UNREADABLE) from error
        if not decompressor.eof:
            raise forms.ValidationError(UNREADABLE)
        return content

    @property
    def content(self) -> bytes:
        """The content of the file."""
        file = self.cleaned_data.get("file")
        return file.read(MAX_BYTES + 1) if file else self.cleaned_data["seen"]


def pack(content: bytes) -> str:
    """Return the content of a file as the value of the hidden field."""
    return base64.b64encode(zlib.compress(content)).decode()


def catalogue_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Display what a file would change, and save it once the user has confirmed that."""
    catalogue = _catalogue(request, pk)
    form, result = SheetForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        content = form.content
        is_confirmed = "store" in request.POST and not request.FILES
        actor = ImportActor(
            request.user,
            lambda model: _may_add(request.user, model),
            lambda book: sees_draft(request.user, book),
            MAX_SECONDS,
        )
        mark = form.cleaned_data["mark"]
        result = import_sheet(catalogue, content, actor, store=is_confirmed, fingerprint=mark)
        if result.is_stored:
            messages.success(request, _saved_message(result))
            return redirect("wagtailadmin_explore", catalogue.pk)
        if result.stored and not result.errors:  # The rest has another fingerprint.
            stored = result.stored
            result = import_sheet(catalogue, content, actor, store=False)
            result.stored = stored
        form = SheetForm(initial={"seen": pack(content), "mark": result.fingerprint})
    context = {"catalogue": catalogue, "form": form, "result": result}
    return render(request, "editorial/book_spreadsheet.html", context)


def catalogue_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the books of a catalogue as CSV or .xlsx, with the drafts that the user may see."""
    catalogue = _catalogue(request, pk)
    books = hide_drafts_of_others(BookPage.objects.child_of(catalogue), request)
    name = slugify(catalogue.title) or "books"
    is_workbook = request.GET.get("format") == "xlsx"
    suffix, content_type = ("xlsx", XLSX) if is_workbook else ("csv", "text/csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    content = catalogue_file(
        books, lambda book: sees_draft(request.user, book), workbook=is_workbook
    )
    return HttpResponse(content, content_type=content_type, headers=headers)


def spreadsheet_buttons(user: AbstractBaseUser, page: Page | None = None) -> list[Button]:
    """Return the buttons of all catalogues, or of the page if it is one."""
    catalogues = BookIndexPage.objects.all()
    if page:
        catalogues = catalogues.filter(pk=page.pk)
    return [
        Button(
            gettext("%(title)s as a table") % {"title": catalogue.title},
            reverse("catalogue_sheet", args=[catalogue.pk]),
            icon_name="table",
            priority=80,
        )
        for catalogue in catalogues
        if catalogue.permissions_for_user(user).can_add_subpage()
    ]


def _catalogue(request: HttpRequest, pk: int) -> BookIndexPage:
    """Return a catalogue. Raise PermissionDenied if the user may not add books to it."""
    catalogue = get_object_or_404(BookIndexPage, pk=pk)
    if not catalogue.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return catalogue


def _may_add(user: AbstractBaseUser, model: type[Model]) -> bool:
    codename = get_permission_codename("add", model._meta)
    return user.has_perm(f"{model._meta.app_label}.{codename}")


def _saved_message(result: ImportResult) -> str:
    count = len(result.changes)
    message = ngettext(
        "One book was saved as a draft. Open it to submit it for review.",
        "%(count)s books were saved as drafts. Open them to submit them for review.",
        count,
    )
    return message % {"count": count}

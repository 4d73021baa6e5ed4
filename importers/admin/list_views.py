"""The long lists of a run: entries of the report, the table of terms, and what to look at next."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from contributors.roles import Role
from importers.admin import outcome, term_table
from importers.admin.bilingual_titles import bilingual_titles, split_title
from importers.admin.bylines import add_to_byline, proposals
from importers.admin.imported_pages import empty_pages, form_urls
from importers.admin.names import name_of_kind, name_of_outcome
from importers.admin.term_table import TermRow
from importers.admin.views import (
    ImportPageView,
    ImportPermissionMixin,
    page_of_list,
)
from importers.models import ImportRun, RunStage
from importers.taxonomy_map import FORMAT, NOTHING, SECTION, TOPIC
from news.choices import Format

TARGET_NAMES = [
    (SECTION, _("section")),
    (FORMAT, _("format")),
    (TOPIC, _("topic")),
    (NOTHING, _("nothing")),
]
CHANGED_MEANWHILE = _(
    "Somebody else changed the table meanwhile, so nothing was saved. Check the rows: "
    "those below are as you chose, all others as they are now. Then save again."
)


class RunListView(ImportPageView):
    """A long list of one run."""

    heading = ""

    def get_page_title(self) -> str:
        """Return the heading of the list."""
        return str(self.heading)

    def trail(self) -> list[dict[str, str]]:
        """Return the run, and the list."""
        return [self.run_crumb(self.found), {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Fetch the run, after the permission was checked."""
        if self.has_permission():
            self.found = self.run
        return super().dispatch(request, *args, **kwargs)

    def items(self) -> Iterable[object]:
        """Return what is listed."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the page of the list that was asked for."""
        kwargs.setdefault("listed", page_of_list(self.request, self.items()))
        return super().get_context_data(**kwargs, run=self.found, carried=self._carried())

    def _carried(self) -> str:
        """Return the other parameters of the address, for the links to other pages."""
        values = self.request.GET.copy()
        values.pop("p", None)
        return f"&{values.urlencode()}" if values else ""


class EntriesView(RunListView):
    """The entries of the report: all, those of an outcome, or those with warnings of a kind."""

    heading = _("Report")
    template_name = "importers/entries.html"

    def items(self) -> list[dict]:
        """Return the entries."""
        found, wanted = outcome.entries(self.found), self.request.GET
        if kind := wanted.get("warning"):
            return outcome.with_warnings(found, [kind])
        if name := wanted.get("outcome"):
            return outcome.with_outcome(found, name)
        return found

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the addresses of the forms of the pages."""
        context = super().get_context_data(**kwargs)
        wanted = self.request.GET
        name = name_of_outcome(self.found, wanted.get("outcome", ""))
        return context | {
            "rows": [
                (self._named(entry), url) for entry, url in form_urls(self.found, context["listed"])
            ],
            "filter": wanted.get("warning") or name,
        }

    def _named(self, entry: dict) -> dict:
        """Return an entry with the names of its type and its outcome."""
        outcome_name = name_of_outcome(self.found, entry["outcome"])
        return entry | {"kind": name_of_kind(entry["kind"]), "outcome": outcome_name}


class PicturesView(EntriesView):
    """The items whose images or files are missing."""

    heading = _("Missing images and files")

    def items(self) -> list[dict]:
        """Return the entries with such warnings."""
        return outcome.with_warnings(outcome.entries(self.found), outcome.PICTURES)


class EmptyPagesView(RunListView):
    """The imported pages without a text."""

    heading = _("Pages without a text")
    template_name = "importers/empty.html"

    def items(self) -> Iterable[object]:
        """Return the pages."""
        return empty_pages(self.found)


class ChangeView(RunListView):
    """A list with a button for each row, which changes a page."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Change the page of a row, if it is still in the list."""
        try:
            self._change(request)
        except PermissionDenied:
            messages.error(request, gettext("You may not edit this page, or it is locked."))
        except ValidationError as error:
            text = gettext("It was not saved: %(reasons)s Open the page to correct it.")
            messages.error(request, text % {"reasons": " ".join(error.messages)})
        return redirect(request.get_full_path())

    def _change(self, request: HttpRequest) -> None:
        row = next((row for row in self.items() if self.is_meant(row, request.POST)), None)
        if row is None:
            messages.info(request, gettext("This was done already, or the page has changed."))
            return
        is_public = self.change(row, request)
        text = (
            gettext("“%(title)s” was changed, and published.")
            if is_public
            else gettext("“%(title)s” was changed. The draft waits for its publication.")
        )
        messages.success(request, text % {"title": row.title})

    def is_meant(self, row: object, posted: dict) -> bool:
        """Return whether a button belongs to a row."""
        raise NotImplementedError

    def change(self, row: object, request: HttpRequest) -> bool:
        """Change the page of a row, and return whether readers see it."""
        raise NotImplementedError


class BylinesView(ChangeView):
    """The names in standfirsts."""

    heading = _("Names in standfirsts")
    template_name = "importers/bylines.html"

    def items(self) -> Iterable[object]:
        """Return the names that are not in the byline yet."""
        return proposals(self.found)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the roles."""
        return super().get_context_data(**kwargs, roles=Role.choices)

    def is_meant(self, row: object, posted: dict) -> bool:
        """Return whether page and name are those of the row."""
        return (str(row.page_id), row.name) == (posted.get("page"), posted.get("name"))

    def change(self, row: object, request: HttpRequest) -> bool:
        """Add the name to the byline."""
        role = request.POST.get("role", "")
        if role not in Role.values:
            raise ValidationError(gettext("There is no such role."))
        return add_to_byline(row, Role(role), request.user)


class TitlesView(ChangeView):
    """The titles in two languages."""

    heading = _("Titles in two languages")
    template_name = "importers/titles.html"

    def items(self) -> Iterable[object]:
        """Return the events."""
        return bilingual_titles(self.found)

    def is_meant(self, row: object, posted: dict) -> bool:
        """Return whether page and title are those of the row."""
        return (str(row.page_id), row.title) == (posted.get("page"), posted.get("name"))

    def change(self, row: object, request: HttpRequest) -> bool:
        """Write the title into both fields."""
        return split_title(row, request.user)


class TableView(RunListView):
    """What categories and tags become."""

    heading = _("Categories and tags")
    template_name = "importers/table.html"

    def items(self) -> list[tuple[int, TermRow]]:
        """Return the rows with their numbers."""
        return list(enumerate(term_table.rows_of(self.found)))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the choices, and the version of the table."""
        return super().get_context_data(
            **kwargs,
            targets=TARGET_NAMES,
            formats=Format.choices,
            version=term_table.version_of(self.found),
            can_change=can_change_table(self.found),
        )

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Save the rows of a page, or an uploaded table."""
        if not can_change_table(self.found):
            messages.error(request, gettext("The table cannot be changed while the import runs."))
            return redirect(request.get_full_path())
        if "upload" in request.POST:
            return self._upload(request)
        page = page_of_list(request, self.items())
        rows = term_table.posted_rows(page, request.POST)
        errors = sum(bool(row.error) for row in rows)
        changed = dict(zip((number for number, _row in page), rows, strict=True))
        if errors:
            messages.error(request, gettext("Nothing was saved. Correct the marked rows."))
            page.object_list = list(changed.items())
            return self.render_to_response(self.get_context_data(listed=page))
        if self._save(request, changed):
            return redirect(request.get_full_path())
        self.found = self.run
        page.object_list = list(changed.items())
        return self.render_to_response(self.get_context_data(listed=page))

    def _upload(self, request: HttpRequest) -> HttpResponse:
        file = request.FILES.get("table")
        if not file:
            messages.error(request, gettext("Choose the table, as CSV."))
            return redirect(request.get_full_path())
        rows, errors = term_table.read_csv(self.found, file)
        errors += [f"{row.name}: {row.error}" for row in rows if row.error][:10]
        if errors:
            for text in errors:
                messages.error(request, gettext("Nothing was saved. %(error)s") % {"error": text})
            return redirect(request.get_full_path())
        self._save(request, dict(enumerate(rows)))
        return redirect(request.get_full_path())

    def _save(self, request: HttpRequest, changed: dict[int, TermRow]) -> bool:
        """Save rows, and return False if the table has changed meanwhile."""
        is_saved = term_table.save_rows(self.found, changed, request.POST.get("version", ""))
        if is_saved:
            messages.success(request, gettext("The choices were saved. The import uses them."))
        else:
            messages.warning(request, CHANGED_MEANWHILE)
        return is_saved


class TableDownloadView(ImportPermissionMixin, View):
    """Download the table of categories and tags."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Return the table as CSV, which a spreadsheet reads as UTF-8."""
        run = self.run
        headers = {"Content-Disposition": f'attachment; filename="import-{run.pk}-table.csv"'}
        text = term_table.to_csv(run.table)
        return HttpResponse(
            text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers
        )


def can_change_table(run: ImportRun) -> bool:
    """Return whether the table of a run can be changed now."""
    return bool(run.table) and not (run.is_active and run.stage == RunStage.IMPORT)

"""The pages on which administrators import a site: start, state, actions and downloads."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from importers.admin import files, outcome
from importers.admin.alerts import alerts
from importers.admin.forms import ImportForm
from importers.admin.names import name_of_kind
from importers.admin.next_steps import next_steps
from importers.admin.process import RunBusyError, ask_to_stop, at_work, claim, launch
from importers.admin.software import SOFTWARE
from importers.admin.worker import FINISHING, READING, sentence_for
from importers.models import ImportRun, RunStage, RunState
from importers.source.errors import SourceError

PER_PAGE = 50
REFRESH_SECONDS = 5
# The states after which a run goes on where it stopped.
CONTINUED = (RunState.STOPPED, RunState.INTERRUPTED, RunState.FAILED)
BUSY = _("Another import is running. Only one can run at a time: wait for its end, or stop it.")
ACTIVITIES = {
    "": _("The import begins."),
    READING: _("Reads the files."),
    FINISHING: _("Writes the report."),
}


class ImportPermissionMixin(PermissionRequiredMixin):
    """A view for people who manage accounts, as the state of the site is."""

    permission_required = "users.change_user"
    raise_exception = True

    @property
    def run(self) -> ImportRun:
        """The run of the address."""
        return get_object_or_404(ImportRun.objects.select_related("started_by"), pk=self.run_id)

    @property
    def run_id(self) -> int:
        """The number of the run in the address; too large ones are in no database."""
        number = self.kwargs["run_id"]
        if number >= 2**63:
            raise Http404
        return number


class ImportPageView(ImportPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the imports."""

    page_title = _("Import")
    header_icon = "download"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Add the list of imports, and the page."""
        start = {"url": reverse("import_list"), "label": gettext("Import")}
        return [*super().get_breadcrumbs_items(), start, *self.trail()]

    def trail(self) -> list[dict[str, str]]:
        """Return what comes after the list of imports."""
        return [{"url": "", "label": self.get_page_title()}]

    def run_crumb(self, run: ImportRun) -> dict[str, str]:
        """Return the link to a run."""
        return {"url": reverse("import_run", args=[run.pk]), "label": str(run)}


class ImportListView(ImportPageView):
    """All imports, the newest first."""

    template_name = "importers/list.html"

    def trail(self) -> list[dict[str, str]]:
        """Return nothing: this is the list."""
        return []

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the runs."""
        runs = ImportRun.objects.select_related("started_by").defer("table", "proposals")
        found = page_of_list(self.request, runs)
        names = [each.name for each in SOFTWARE.values()]
        return super().get_context_data(**kwargs, runs=found, software=names)


class NewImportView(ImportPageView):
    """Choose what is imported; the dry run begins."""

    page_title = _("New import")
    template_name = "importers/new.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the form."""
        kwargs.setdefault("form", ImportForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the files, and start the dry run."""
        form = ImportForm(request.POST, request.FILES)
        run = self._store(form) if form.is_valid() else None
        if run is None:
            return self.render_to_response(self.get_context_data(form=form))
        start(request, run, RunStage.CHECK)
        return redirect("import_run", run.pk)

    def _store(self, form: ImportForm) -> ImportRun | None:
        """Return the run with its files; None, with an error in the form, if that fails."""
        run = ImportRun.objects.create(
            software=form.cleaned_data["software"],
            files=form.export_files,
            options=form.options,
            started_by=self.request.user,
        )
        try:
            for number, upload in enumerate(form.cleaned_data["uploads"]):
                files.store_upload(run, number, form.export_files[number]["name"], upload)
        except OSError as error:
            files.delete_folder(run)
            run.delete()
            form.add_error("uploads", sentence_for(error))
            return None
        return run


def start(request: HttpRequest, run: ImportRun, stage: RunStage) -> None:
    """Start a stage of a run, or say why it does not start."""
    try:
        files.export_files(run)
        claim(run, stage)
        launch(run)
    except SourceError as error:
        messages.error(request, str(error))
    except RunBusyError:
        messages.warning(request, BUSY)
    except OSError as error:
        values = {"lock": None, "state": RunState.FAILED, "error": sentence_for(error)}
        ImportRun.objects.filter(pk=run.pk, token="").update(**values)


class RunView(ImportPageView):
    """The state of a run: its progress, or what came of it."""

    template_name = "importers/run.html"

    def get_page_title(self) -> str:
        """Return the title of the source site, or the names of the files."""
        return str(self.found)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the run."""
        self.found = self.run
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the progress or the outcome; each further step after an import is one of `steps`."""
        run = self.found
        context = {"run": run, "progress": progress_of(run), "refresh": REFRESH_SECONDS}
        if not run.is_active:
            context |= {
                "software": SOFTWARE.get(run.software),
                "rows": outcome.named_rows(run),
                "problems": outcome.problem_counts(run),
                "warnings": outcome.warning_counts(run),
                "alerts": list(alerts(run)),
                "steps": next_steps(run) if run.is_import else [],
                "downloads": files.downloads(run),
                "was_checked": bool(run.summary.get("rows")) and not run.is_import,
                "other": at_work(),
                "has_server_files": any(not file["uploaded"] for file in run.files),
            }
        return super().get_context_data(**kwargs, **context)


def progress_of(run: ImportRun) -> dict[str, object]:
    """Return how far a run is, as the page and its script show it."""
    done = min(run.done, run.total)
    numbers = {"done": done, "total": run.total}
    activity = ACTIVITIES.get(run.activity)
    if activity is None:
        activity = gettext("Works on: %(kind)s.") % {"kind": name_of_kind(run.activity)}
    if run.status == RunState.STOPPING:
        activity = gettext("Stops after the present item.")
    count = gettext("%(done)s of %(total)s items") % numbers if run.total else ""
    return {
        **numbers,
        "is_active": run.is_active,
        "status": str(run.status),
        "activity": str(activity),
        "count": count,
    }


class RunProgressView(ImportPermissionMixin, View):
    """The progress of a run as JSON, for the script of its page."""

    def get(self, request: HttpRequest, **kwargs: object) -> JsonResponse:
        """Return the progress."""
        return JsonResponse(progress_of(self.run), headers={"Cache-Control": "no-store"})


class RunActionView(ImportPermissionMixin, View):
    """Something that a button of a run does."""

    http_method_names = ["post"]
    action = ""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Do it, and go back to the run."""
        return getattr(self, f"_{self.action}")(request, self.run)

    def _begin(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        """Begin the import after the dry run, or import again with the same files."""
        if not run.summary or (run.stage == RunStage.CHECK and run.status != RunState.DONE):
            messages.error(request, gettext("The dry run has to end before the import begins."))
        else:
            start(request, run, RunStage.IMPORT)
        return redirect("import_run", run.pk)

    def _continue(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        """Go on after a stop; what is done is done, and only `_begin` begins it again."""
        if run.status in CONTINUED:
            start(request, run, run.stage)
        return redirect("import_run", run.pk)

    def _stop(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        if not ask_to_stop(run):
            messages.info(request, gettext("This import does not run any more."))
        return redirect("import_run", run.pk)

    def _delete(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        """Delete the run and its files; what was imported stays."""
        if run.is_active:
            messages.error(request, gettext("Stop the import before you delete it."))
            return redirect("import_run", run.pk)
        rows = ImportRun.objects.filter(pk=run.pk)
        # Another process may have taken it at this moment.
        deleted, _by_model = rows.filter(token=run.token, lock=run.lock).delete()
        if deleted:
            files.delete_folder(run)
            messages.success(
                request, gettext("The import was deleted with its files. What it imported stays.")
            )
        return redirect("import_list")


class DownloadView(ImportPermissionMixin, View):
    """Download a file of the run. Never shown in the page: titles are hostile."""

    def get(self, request: HttpRequest, *, name: str, **kwargs: object) -> FileResponse:
        """Return a file of the run."""
        run = self.run
        if name not in files.downloads(run):
            raise Http404
        file = files.report_file(run, name).open("rb")
        return FileResponse(file, as_attachment=True, filename=f"import-{run.pk}-{name}")


def page_of_list(request: HttpRequest, items: object) -> PageOfList:
    """Return the page of a long list that the request asks for; the nearest if there is none."""
    return Paginator(items, PER_PAGE).get_page(request.GET.get("p"))

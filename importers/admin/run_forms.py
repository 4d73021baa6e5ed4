"""The forms of a run: its options, and the front page that it builds."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from importers.admin.forms import OptionsForm
from importers.admin.front_page_form import FrontPageForm, builds_front_page
from importers.admin.list_views import RunListView
from importers.admin.views import start
from importers.models import RunStage


class RunFormView(RunListView):
    """A form of one run."""

    def items(self) -> list[object]:
        """Return nothing: this page has a form."""
        return []


class OptionsView(RunFormView):
    """The options of a run, for its next dry run or import."""

    heading = _("Options")
    template_name = "importers/options.html"

    def form(self, data: Mapping | None = None) -> OptionsForm:
        """Return the form; the address names a site that was imported, so it stays."""
        form = OptionsForm(data, software=self.found.software, initial=self.found.options)
        if self.found.is_import:
            form.fields.pop("url", None)
        return form

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the form."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Save the options; before the import, try them at once."""
        form = self.form(request.POST)
        if self.found.is_active:
            messages.error(request, gettext("Stop the import before you change its options."))
        elif not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        else:
            self.found.options |= form.options
            self.found.save(update_fields=["options"])
            if self.found.is_import:
                messages.success(request, gettext("The options were saved for the next import."))
            else:
                start(request, self.found, RunStage.CHECK)
        return redirect("import_run", self.found.pk)


class FrontPageView(RunFormView):
    """The front page that the export suggests, to be confirmed or changed before the import."""

    heading = _("Front page")
    template_name = "importers/front_page.html"

    @property
    def can_change(self) -> bool:
        """Whether the import has not begun yet, and would build a front page."""
        run = self.found
        return run.stage == RunStage.CHECK and not run.is_active and builds_front_page(run)

    def form(self, data: Mapping | None = None) -> FrontPageForm:
        """Return the form of the proposal; Http404 before the dry run is done."""
        if not self.found.options.get("front_page"):
            raise Http404
        return FrontPageForm(self.found, data)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the form."""
        kwargs.setdefault("form", self.form())
        home = Site.objects.get(is_default_site=True).root_page_id
        return super().get_context_data(**kwargs, can_change=self.can_change, home=home)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Save the changed proposal."""
        form = self.form(request.POST)
        if not self.can_change:
            messages.error(request, gettext("Change the front page itself: no import builds it."))
        elif not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        else:
            self.found.options |= {
                "front_page": form.changed_proposal().as_dict(),
                "has_front_page": form.cleaned_data["is_wanted"],
            }
            self.found.save(update_fields=["options"])
            messages.success(request, gettext("The front page was saved for the import."))
        return redirect("import_run", self.found.pk)

"""The list of what readers sent, its export, and its deletion."""

from datetime import datetime

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.forms.views import (
    DeleteSubmissionsView,
    SubmissionsListFilterSet,
    SubmissionsListView,
)
from wagtail.log_actions import log

from core.values.csv_cells import escape_cell
from core.values.xml import xml_text
from form_pages.answers import answer_text
from form_pages.permissions import DELETE

DELETED = "form_pages.delete_submissions"  # the log action


class SubmissionFilterSet(SubmissionsListFilterSet):
    """Filters by time and by the email address of the sender."""

    sender = django_filters.CharFilter(lookup_expr="icontains", label=_("Email address"))


class SubmissionsView(SubmissionsListView):
    """Wagtail's list of submissions, whose export is safe to open in a spreadsheet."""

    filterset_class = SubmissionFilterSet
    results_template_name = "form_pages/admin/answers.html"
    page_title = _("Answers")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Return the context, with whether the user may delete answers."""
        context = super().get_context_data(**kwargs)
        return context | {"can_delete": self.request.user.has_perm(DELETE)}

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        """Return the export, with columns for fields that were removed since."""
        columns = dict(self.form_page.get_data_fields())
        for labels in queryset.order_by().values_list("labels", flat=True).distinct():
            columns |= {name: label for name, label in labels.items() if name not in columns}
        columns |= {"consent": gettext("Consent"), "delete_after": gettext("Delete after")}
        self.list_export = list(columns)
        self.export_headings = {name: _cell(str(label)) for name, label in columns.items()}
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item: object) -> dict[str, str]:
        """Return the cells of a submission, none of which is a formula."""
        data = item.get_data()
        return {name: _cell(_plain(data.get(name))) for name in self.list_export}


def _plain(value: object) -> str:
    """Return an answer as a spreadsheet sorts it: times as in ISO 8601."""
    if isinstance(value, datetime):
        return localtime(value).isoformat(" ", "minutes")
    return answer_text(value)


def _cell(text: str) -> str:
    return escape_cell(xml_text(text))


class DeleteAnswersView(DeleteSubmissionsView):
    """Wagtail's deletion, for those who may delete, with an entry in the history of the page."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse who may only read the answers."""
        if not request.user.has_perm(DELETE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def handle_delete(self, submissions: QuerySet) -> None:
        """Delete the answers, and note how many."""
        count = submissions.count()
        super().handle_delete(submissions)
        log(self.page, DELETED, user=self.request.user, data={"count": count})


delete_answers = require_admin_access(DeleteAnswersView.as_view())

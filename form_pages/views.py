"""The list of what readers sent, its export, and its deletion."""

import csv
from collections.abc import Iterator
from datetime import date, datetime

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.mixins import Echo
from wagtail.contrib.forms.views import (
    DeleteSubmissionsView,
    SubmissionsListFilterSet,
    SubmissionsListView,
)
from wagtail.log_actions import log

from core.rich_text import is_primary_key
from core.spreadsheets import csv_cell
from form_pages.answers import answer_text
from form_pages.permissions import DELETE

MAX_COLUMNS = 500  # of an export
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
        totals = self.form_page.count_choices(self.get_queryset())
        return context | {"can_delete": self.request.user.has_perm(DELETE), "totals": totals}

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        """Return the export, with columns for fields that were removed since."""
        columns = dict(self.form_page.get_data_fields())
        for submission in queryset.order_by().only("form_data", "labels").iterator():
            columns |= {k: v for k, v in submission.known_labels.items() if k not in columns}
        columns = dict(list(columns.items())[:MAX_COLUMNS])
        columns |= {"consent": gettext("Consent"), "delete_after": gettext("Delete after")}
        self.list_export = list(columns)
        self.export_headings = {name: csv_cell(label) for name, label in columns.items()}
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def stream_csv(self, queryset: QuerySet) -> Iterator[str]:
        """Yield the lines, with all cells quoted: a semicolon in one would begin another."""
        writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
        yield writer.writerow(self.get_heading(queryset, name) for name in self.list_export)
        for item in queryset:
            yield writer.writerow(self.to_row_dict(item).values())

    def to_row_dict(self, item: object) -> dict[str, str]:
        """Return the cells of a submission, none of which is a formula."""
        data = item.get_data()
        return {name: csv_cell(_plain(data.get(name))) for name in self.list_export}


def _plain(value: object) -> str:
    """Return an answer as a spreadsheet sorts it: times as in ISO 8601."""
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else answer_text(value)


class DeleteAnswersView(DeleteSubmissionsView):
    """Wagtail's deletion, for those who may delete, with an entry in the history of the page."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse who may only read the answers."""
        if not request.user.has_perm(DELETE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        """Return the chosen answers of this form."""
        keys = filter(is_primary_key, self.request.GET.getlist("selected-submissions"))
        return self.page.get_submissions().filter(pk__in=list(keys))

    def handle_delete(self, submissions: QuerySet) -> None:
        """Delete the answers, and note how many."""
        if not (count := submissions.count()):
            return
        super().handle_delete(submissions)
        log(self.page, DELETED, user=self.request.user, data={"count": count})


delete_answers = require_admin_access(DeleteAnswersView.as_view())

"""Custom log actions and their messages, and a page history that folds saved drafts."""

import django_filters
from django.db.models import BigIntegerField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, PageLogEntry
from wagtail.models.pages import PageLogEntryQuerySet

from editorial.moderation.self_approval import APPROVAL_REVOKED, APPROVED, SELF_PUBLISHED
from editorial.review.checklist import OVERRIDDEN


class OverrideFormatter(LogFormatter):
    """The message of an approval despite warnings."""

    label = _("Approve despite the warnings")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return the warnings."""
        return gettext("Approved despite the warnings. %(warnings)s") % {
            "warnings": " ".join(log_entry.data.get("texts", []))
        }

    def format_comment(self, log_entry: BaseLogEntry) -> str:
        """Return the reason."""
        return log_entry.data.get("reason", "")


MESSAGES = {
    SELF_PUBLISHED: (
        _("Publish own page"),
        _("Published by its own author: the site is set to a publication of one person"),
    ),
    APPROVED: (
        _("Approve for publication"),
        _("Approved: users who may edit it may publish exactly this version"),
    ),
    APPROVAL_REVOKED: (
        _("Revoke approval"),
        _("Approval revoked: the page was changed after it was approved"),
    ),
}


def register_actions(actions: LogActionRegistry) -> None:
    """Register the log actions of the editorial app."""
    actions.register_action(OVERRIDDEN)(OverrideFormatter)
    for action, (label, message) in MESSAGES.items():
        actions.register_action(action, label, message)


SAVED = "wagtail.edit"


class FoldedHistoryFilterSet(PageHistoryFilterSet):
    """Adds a filter to display every saved draft."""

    every = django_filters.BooleanFilter(
        label=_("Every saved draft"), method="filter_every", widget=BooleanRadioSelect
    )

    def filter_queryset(self, queryset: PageLogEntryQuerySet) -> PageLogEntryQuerySet:
        """Return the entries; of consecutive drafts of one user, the last one."""
        entries = super().filter_queryset(queryset)
        return entries if self.form.cleaned_data.get("every") else fold(entries)

    def filter_every(
        self, queryset: PageLogEntryQuerySet, name: str, value: bool | None
    ) -> PageLogEntryQuerySet:
        """Do nothing: `filter_queryset` handles this filter, also if it is not set."""
        return queryset


def fold(entries: PageLogEntryQuerySet) -> PageLogEntryQuerySet:
    """Exclude each saved draft that is followed by another one of the same user."""
    later = PageLogEntry.objects.filter(
        page=OuterRef("page"), timestamp__gt=OuterRef("timestamp")
    ).order_by("timestamp")
    entries = entries.annotate(
        next_action=Coalesce(Subquery(later.values("action")[:1]), Value("")),
        next_user=Coalesce(Subquery(later.values("user")[:1], BigIntegerField()), Value(0)),
    )
    return entries.exclude(action=SAVED, next_action=SAVED, next_user=F("user"))


class FoldedHistoryView(PageHistoryView):
    """Wagtail's history view, with folded drafts."""

    filterset_class = FoldedHistoryFilterSet


history = require_admin_access(FoldedHistoryView.as_view())
history_results = require_admin_access(FoldedHistoryView.as_view(results_only=True))

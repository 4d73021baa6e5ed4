"""The history of a page, in which the drafts that somebody saved on the way are folded."""

import django_filters
from django.db.models import BigIntegerField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import PageLogEntry
from wagtail.models.pages import PageLogEntryQuerySet

SAVED = "wagtail.edit"


class FoldedHistoryFilterSet(PageHistoryFilterSet):
    """Lets somebody see every draft that was saved."""

    every = django_filters.BooleanFilter(
        label="Every saved draft", method="filter_every", widget=BooleanRadioSelect
    )

    def filter_queryset(self, queryset: PageLogEntryQuerySet) -> PageLogEntryQuerySet:
        """Return the entries; of the drafts that one person saved in a row, the last one."""
        entries = super().filter_queryset(queryset)
        return entries if self.form.cleaned_data.get("every") else fold(entries)

    def filter_every(
        self, queryset: PageLogEntryQuerySet, name: str, value: bool | None
    ) -> PageLogEntryQuerySet:
        """Leave the work to `filter_queryset`, which also knows when nothing was chosen."""
        return queryset


def fold(entries: PageLogEntryQuerySet) -> PageLogEntryQuerySet:
    """Leave out each draft that the same person saved anew before anything else happened."""
    later = PageLogEntry.objects.filter(
        page=OuterRef("page"), timestamp__gt=OuterRef("timestamp")
    ).order_by("timestamp")
    entries = entries.annotate(
        next_action=Coalesce(Subquery(later.values("action")[:1]), Value("")),
        next_user=Coalesce(Subquery(later.values("user")[:1], BigIntegerField()), Value(0)),
    )
    return entries.exclude(action=SAVED, next_action=SAVED, next_user=F("user"))


class FoldedHistoryView(PageHistoryView):
    """Wagtail's history, folded."""

    filterset_class = FoldedHistoryFilterSet


history = require_admin_access(FoldedHistoryView.as_view())
history_results = require_admin_access(FoldedHistoryView.as_view(results_only=True))

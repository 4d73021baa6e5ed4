"""Filters of the listings of pages.

All of them filter by primary keys, because a listing can be searched as well, and the search
backend supports only indexed fields.
"""

from collections.abc import Callable

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (
    CharFilter,
    ChoiceFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Page, Revision, WorkflowState
from wagtail.query import PageQuerySet

from books.choices import Availability, FormatKind
from books.models import BookFormat, BookPage, BookSeries
from core.index_pages import IndexPage
from editorial.content_gaps import RECORDED_CHECKS
from editorial.draft_visibility import hide_drafts_of_others
from events.choices import Status
from events.models import EventPage, Occurrence
from news.choices import Format
from news.models import ArticlePage


def _scheduled() -> PageQuerySet:
    scheduled = Revision.page_revisions.exclude(approved_go_live_at=None).values("object_id")
    return _with_string_keys().filter(key__in=scheduled)


def _in_review() -> PageQuerySet:
    return _in_workflow(WorkflowState.STATUS_IN_PROGRESS)


def _sent_back() -> PageQuerySet:
    return _in_workflow(WorkflowState.STATUS_NEEDS_CHANGES)


def _in_workflow(status: str) -> PageQuerySet:
    states = WorkflowState.objects.filter(status=status)
    return _with_string_keys().filter(key__in=states.values("object_id"))


def _with_string_keys() -> PageQuerySet:
    return Page.objects.annotate(key=Cast("pk", CharField()))


def _live_with_draft() -> PageQuerySet:
    return Page.objects.live().filter(has_unpublished_changes=True)


STATES: dict[str, tuple[str, Callable[[], PageQuerySet]]] = {
    "public": (_("Live"), Page.objects.live),
    "changed": (_("Live, with a draft"), _live_with_draft),
    "draft": (_("Not published"), Page.objects.not_live),
    "moderation": (_("In review"), _in_review),
    "back": (_("Sent back"), _sent_back),
    "scheduled": (_("Scheduled"), _scheduled),
}


def sections(request: HttpRequest) -> PageQuerySet:
    """Return the index pages that the user may see."""
    return hide_drafts_of_others(Page.objects.type(IndexPage).order_by("title"), request)


class SectionFilter(ModelMultipleChoiceFilter):
    """Filters pages by the sections that they are in."""

    def filter(self, queryset: PageQuerySet, value: list[Page]) -> PageQuerySet:
        """Filter by the paths of the sections."""
        descendants = Q()
        for section in value:
            descendants |= Q(path__startswith=section.path, depth__gt=section.depth)
        if not value:
            return queryset
        return queryset.filter(pk__in=Page.objects.filter(descendants).values("pk"))


class EditorialFilterSet(PageFilterSet):
    """The filters of all listings."""

    state = ChoiceFilter(
        label=_("State"),
        choices=[(key, label) for key, (label, _get_pages) in STATES.items()],
        empty_label=_("Any"),
        widget=RadioSelect,
        method="filter_state",
    )
    section = SectionFilter(label=_("Section"), queryset=sections, widget=CheckboxSelectMultiple)
    contributor = CharFilter(label=_("Contributor"), method="filter_contributor")
    topic = CharFilter(label=_("Topic"), method="filter_topic")
    missing = MultipleChoiceFilter(
        label=_("Live pages that are missing"),
        choices=list(RECORDED_CHECKS.items()),
        widget=CheckboxSelectMultiple,
        method="filter_missing",
    )
    # The listed types have no child pages, and most publications have one site.
    has_child_pages = None
    site = None

    def filter_state(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Filter by state."""
        return queryset.filter(pk__in=STATES[value][1]().values("pk"))

    def filter_contributor(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Filter by the name of a contributor."""
        matching = Page.objects.filter(contributions__contributor__name__icontains=value)
        return queryset.filter(pk__in=matching.values("pk"))

    def filter_topic(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Filter by the name of a topic."""
        matching = Page.objects.filter(topic_assignments__topic__name__icontains=value)
        return queryset.filter(pk__in=matching.values("pk"))

    def filter_missing(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Filter live pages by the stored findings of page checks."""
        matching = Page.objects.filter(content_gaps__check_name__in=value)
        return queryset.filter(pk__in=matching.values("pk")) if value else queryset


class ArticleFilterSet(EditorialFilterSet):
    """The filters of the listing of articles."""

    format = MultipleChoiceFilter(
        label=_("Format"),
        choices=Format.choices,
        widget=CheckboxSelectMultiple,
        method="filter_format",
    )

    def filter_format(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Filter by format."""
        matching = ArticlePage.objects.filter(format__in=value)
        return queryset.filter(pk__in=matching.values("pk")) if value else queryset


class EventFilterSet(EditorialFilterSet):
    """The filters of the listing of events."""

    when = ChoiceFilter(
        label=_("When"),
        choices=[("coming", _("Upcoming")), ("past", _("Past"))],
        empty_label=_("Any"),
        widget=RadioSelect,
        method="filter_when",
    )
    status = MultipleChoiceFilter(
        label=_("Status"),
        choices=Status.choices,
        widget=CheckboxSelectMultiple,
        method="filter_status",
    )

    def filter_when(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Filter events by whether any occurrence is in the future; drafts included."""
        upcoming = Occurrence.objects.upcoming().order_by().values("page")
        if value == "coming":
            return queryset.filter(pk__in=upcoming)
        return queryset.filter(pk__in=Occurrence.objects.values("page")).exclude(pk__in=upcoming)

    def filter_status(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Filter by status."""
        matching = EventPage.objects.filter(status__in=value)
        return queryset.filter(pk__in=matching.values("pk")) if value else queryset


class BookFilterSet(EditorialFilterSet):
    """The filters of the listing of books."""

    format = MultipleChoiceFilter(
        label=_("Format"),
        choices=FormatKind.choices,
        widget=CheckboxSelectMultiple,
        method="filter_format",
    )
    availability = MultipleChoiceFilter(
        label=_("Availability"),
        choices=Availability.choices,
        widget=CheckboxSelectMultiple,
        method="filter_availability",
    )
    series = ModelMultipleChoiceFilter(
        label=_("Series"),
        queryset=BookSeries.objects.all(),
        widget=CheckboxSelectMultiple,
        method="filter_series",
    )

    def filter_format(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Filter books by their formats."""
        matching = BookFormat.objects.filter(kind__in=value)
        return queryset.filter(pk__in=matching.values("page")) if value else queryset

    def filter_availability(
        self, queryset: PageQuerySet, name: str, value: list[str]
    ) -> PageQuerySet:
        """Filter books by the availability of any format."""
        matching = BookFormat.objects.filter(availability__in=value)
        return queryset.filter(pk__in=matching.values("page")) if value else queryset

    def filter_series(
        self, queryset: PageQuerySet, name: str, value: list[BookSeries]
    ) -> PageQuerySet:
        """Filter books by series."""
        matching = BookPage.objects.filter(series__in=value)
        return queryset.filter(pk__in=matching.values("pk")) if value else queryset

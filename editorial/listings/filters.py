"""What the lists of pages are narrowed by.

Every filter asks for keys: the search within a list knows no other relation of a page.
"""

from collections.abc import Callable

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
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
from events.choices import Status
from events.models import EventPage, Occurrence
from news.choices import Format
from news.models import ArticlePage


def _scheduled() -> PageQuerySet:
    due = Revision.page_revisions.exclude(approved_go_live_at=None).values("object_id")
    return _keyed().filter(key__in=due)


def _in_moderation() -> PageQuerySet:
    return _keyed().filter(key__in=WorkflowState.objects.active().values("object_id"))


def _keyed() -> PageQuerySet:
    return Page.objects.annotate(key=Cast("pk", CharField()))


def _changed() -> PageQuerySet:
    return Page.objects.live().filter(has_unpublished_changes=True)


STATES: dict[str, tuple[str, Callable[[], PageQuerySet]]] = {
    "public": ("Public", Page.objects.live),
    "changed": ("Public, with a draft", _changed),
    "draft": ("Draft", Page.objects.not_live),
    "moderation": ("In moderation", _in_moderation),
    "scheduled": ("Scheduled", _scheduled),
}


def sections(request: HttpRequest) -> PageQuerySet:
    """Return the pages below which others are listed."""
    return Page.objects.type(IndexPage).order_by("title")


class SectionFilter(ModelMultipleChoiceFilter):
    """Keeps the pages below any of the chosen ones."""

    def filter(self, queryset: PageQuerySet, value: list[Page]) -> PageQuerySet:
        """Compare the places in the tree."""
        below = Q()
        for section in value:
            below |= Q(path__startswith=section.path, depth__gt=section.depth)
        return (
            queryset.filter(pk__in=Page.objects.filter(below).values("pk")) if value else queryset
        )


class DeskFilterSet(PageFilterSet):
    """What every list is narrowed by."""

    state = ChoiceFilter(
        label="State",
        choices=[(key, words) for key, (words, _pages) in STATES.items()],
        empty_label="Any",
        widget=RadioSelect,
        method="filter_state",
    )
    section = SectionFilter(label="Section", queryset=sections, widget=CheckboxSelectMultiple)
    contributor = CharFilter(label="Contributor", method="filter_contributor")
    topic = CharFilter(label="Topic", method="filter_topic")
    missing = MultipleChoiceFilter(
        label="Public, and lacks",
        choices=list(RECORDED_CHECKS.items()),
        widget=CheckboxSelectMultiple,
        method="filter_missing",
    )
    # These pages have none, and few publications have two sites.
    has_child_pages = None
    site = None

    def filter_state(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Keep the pages in one state."""
        return queryset.filter(pk__in=STATES[value][1]().values("pk"))

    def filter_contributor(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Filter by the name of a contributor."""
        found = Page.objects.filter(contributions__contributor__name__icontains=value)
        return queryset.filter(pk__in=found.values("pk"))

    def filter_topic(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Filter by the name of a topic."""
        found = Page.objects.filter(topic_assignments__topic__name__icontains=value)
        return queryset.filter(pk__in=found.values("pk"))

    def filter_missing(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Keep public pages that lack any of these."""
        found = Page.objects.filter(content_gaps__check_name__in=value)
        return queryset.filter(pk__in=found.values("pk")) if value else queryset


class ArticleFilterSet(DeskFilterSet):
    """What the list of articles is narrowed by, besides."""

    format = MultipleChoiceFilter(
        label="Format",
        choices=Format.choices,
        widget=CheckboxSelectMultiple,
        method="filter_format",
    )

    def filter_format(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Keep articles of any of these formats."""
        found = ArticlePage.objects.filter(format__in=value)
        return queryset.filter(pk__in=found.values("pk")) if value else queryset


class EventFilterSet(DeskFilterSet):
    """What the list of events is narrowed by, besides."""

    when = ChoiceFilter(
        label="When",
        choices=[("coming", "Still to come"), ("past", "Over")],
        empty_label="Any",
        widget=RadioSelect,
        method="filter_when",
    )
    status = MultipleChoiceFilter(
        label="Status",
        choices=Status.choices,
        widget=CheckboxSelectMultiple,
        method="filter_status",
    )

    def filter_when(self, queryset: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Keep events with a date to come, drafts too, or those without one."""
        coming = Occurrence.objects.upcoming().order_by().values("page")
        if value == "coming":
            return queryset.filter(pk__in=coming)
        return queryset.filter(pk__in=Occurrence.objects.values("page")).exclude(pk__in=coming)

    def filter_status(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Keep events of which any of these became."""
        found = EventPage.objects.filter(status__in=value)
        return queryset.filter(pk__in=found.values("pk")) if value else queryset


class BookFilterSet(DeskFilterSet):
    """What the list of books is narrowed by, besides."""

    format = MultipleChoiceFilter(
        label="Format",
        choices=FormatKind.choices,
        widget=CheckboxSelectMultiple,
        method="filter_format",
    )
    availability = MultipleChoiceFilter(
        label="To be had",
        choices=Availability.choices,
        widget=CheckboxSelectMultiple,
        method="filter_availability",
    )
    series = ModelMultipleChoiceFilter(
        label="Series",
        queryset=BookSeries.objects.all(),
        widget=CheckboxSelectMultiple,
        method="filter_series",
    )

    def filter_format(self, queryset: PageQuerySet, name: str, value: list[str]) -> PageQuerySet:
        """Keep books in any of these formats."""
        found = BookFormat.objects.filter(kind__in=value)
        return queryset.filter(pk__in=found.values("page")) if value else queryset

    def filter_availability(
        self, queryset: PageQuerySet, name: str, value: list[str]
    ) -> PageQuerySet:
        """Keep books with a format of which any of these is true."""
        found = BookFormat.objects.filter(availability__in=value)
        return queryset.filter(pk__in=found.values("page")) if value else queryset

    def filter_series(
        self, queryset: PageQuerySet, name: str, value: list[BookSeries]
    ) -> PageQuerySet:
        """Keep books of any of these series."""
        found = BookPage.objects.filter(series__in=value)
        return queryset.filter(pk__in=found.values("pk")) if value else queryset

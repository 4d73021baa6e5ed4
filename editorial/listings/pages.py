"""Listings of all articles, events and books, regardless of their place in the tree."""

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.query import PageQuerySet

from books.models import BookPage
from core.models import BasePage
from editorial.content_gaps import gap_cell, gap_labels
from editorial.draft_visibility import hide_drafts_of_others
from editorial.listings.book_spreadsheet import spreadsheet_buttons
from editorial.listings.filters import (
    ArticleFilterSet,
    BookFilterSet,
    EditorialFilterSet,
    EventFilterSet,
)
from events.models import EventPage
from news.models import ArticlePage


def columns(date: Column) -> list[Column]:
    """Return the columns of a listing; `date` is the column of the date of its page type."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Section")),
        Column("contributors", label=_("Contributors"), accessor="credit_line", width="16%"),
        date,
        Column(
            "missing",
            label=_("Missing"),
            accessor=gap_cell,
            width="11%",
            classname="desk-missing",
        ),
        DateColumn(
            "latest_revision_created_at",
            label=_("Changed"),
            sort_key="latest_revision_created_at",
            width="11%",
            classname="desk-changed",
        ),
        PageStatusColumn("status", label=_("State"), sort_key="live", width="11%"),
    ]


class EditorialListView(IndexView):
    """All pages of a type, with the columns and filters that editors need."""

    # The columns of an exported file: headings, and functions that return a value.
    export_cells: ClassVar[dict[str, Callable[[BasePage], object]]] = {
        "Title": lambda page: page.title,
        "State": lambda page: str(page.status_string),
        "Section": lambda page: page._parent_page.title,
        "Contributors": lambda page: page.credit_line,
        "Standfirst": lambda page: page.summary,
        "Missing": gap_labels,
        "Published": lambda page: page.published_time,
        "Changed": lambda page: page.latest_revision_created_at,
        "URL": lambda page: page.full_url or "",
    }
    list_export = list(export_cells)

    def get_base_queryset(self) -> PageQuerySet:
        """Exclude hidden drafts, and prefetch the relations of the columns."""
        pages = hide_drafts_of_others(super().get_base_queryset(), self.request)
        return pages.prefetch_related("contributions", "content_gaps")

    def to_row_dict(self, item: BasePage) -> OrderedDict[str, object]:
        """Return the exported row of a page."""
        return OrderedDict((heading, value(item)) for heading, value in self.export_cells.items())

    def as_spreadsheet(self, queryset: PageQuerySet, spreadsheet_format: str) -> object:
        """Fetch the sections of all rows with one query."""
        pages = list(queryset)
        Page.objects.annotate_parent_page(pages)
        return super().as_spreadsheet(pages, spreadsheet_format)

    def get_heading(self, queryset: object, field: str) -> str:
        """Return the heading of an exported column, which is its name."""
        return field


class BookListView(EditorialListView):
    """The listing of books, with links to the spreadsheet of each catalogue.

    Wagtail's downloads are left out: they cannot be imported, and have fewer columns.
    """

    show_export_buttons = False

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the spreadsheets to Wagtail's buttons."""
        return [*super().header_more_buttons, *spreadsheet_buttons(self.request.user)]


class EditorialListViewSet(PageListingViewSet):
    """A listing with an entry in the main menu."""

    index_view_class = EditorialListView
    filterset_class = EditorialFilterSet
    add_to_admin_menu = True
    export_filename = "pages"


class ArticleViewSet(EditorialListViewSet):
    """The listing of articles."""

    model = ArticlePage
    name = "articles"
    menu_label = _("Articles")
    icon = "doc-full"
    menu_order = 110
    columns = columns(
        DateColumn("published_at", label=_("Published"), sort_key="published_at", width="11%")
    )
    filterset_class = ArticleFilterSet
    export_filename = "articles"


class EventViewSet(EditorialListViewSet):
    """The listing of events."""

    model = EventPage
    name = "events"
    menu_label = _("Events")
    icon = "calendar-alt"
    menu_order = 120
    columns = columns(DateColumn("starts_at", label=_("Starts"), sort_key="starts_at", width="11%"))
    filterset_class = EventFilterSet
    export_filename = "events"


class BookViewSet(EditorialListViewSet):
    """The listing of books."""

    index_view_class = BookListView
    model = BookPage
    name = "books"
    menu_label = _("Books")
    icon = "openquote"
    menu_order = 130
    columns = columns(
        Column(
            "publication_date",
            label=_("Publication date"),
            accessor="date_line",
            sort_key="publication_date",
            width="11%",
        )
    )
    filterset_class = BookFilterSet
    export_filename = "books"


LISTINGS = [ArticleViewSet(), EventViewSet(), BookViewSet()]

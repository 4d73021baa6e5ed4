"""Every article, event and book as a flat list, wherever it stands in the tree."""

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import ClassVar

from wagtail.admin.ui.tables import Column
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
from core.values.csv_cells import escape_cell
from editorial.columns import TimeColumn
from editorial.content_gaps import gap_labels
from editorial.draft_visibility import hide_drafts_of_others
from editorial.listings.book_spreadsheet import sheet_buttons
from editorial.listings.filters import (
    ArticleFilterSet,
    BookFilterSet,
    DeskFilterSet,
    EventFilterSet,
)
from events.models import EventPage
from news.models import ArticlePage


def columns(date: Column) -> list[Column]:
    """Return the columns of a list, with that of the date that matters."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        ParentPageColumn("parent", label="Section"),
        Column("contributors", label="Contributors", accessor="credit_line", width="16%"),
        date,
        Column("missing", label="Missing", accessor=gap_labels, width="11%"),
        TimeColumn(
            "latest_revision_created_at",
            label="Changed",
            sort_key="latest_revision_created_at",
            width="11%",
        ),
        PageStatusColumn("status", label="State", sort_key="live", width="11%"),
    ]


class DeskListView(IndexView):
    """A list of all pages of a type, with what editors look for."""

    # What a spreadsheet gets: the heading, and what stands below it.
    export_cells: ClassVar[dict[str, Callable[[BasePage], object]]] = {
        "Title": lambda page: page.title,
        "State": lambda page: str(page.status_string),
        "Section": lambda page: page._parent_page.title,
        "Contributors": lambda page: page.credit_line,
        "Standfirst": lambda page: page.summary,
        "Missing": gap_labels,
        "Published": lambda page: page.published_time,
        "Changed": lambda page: page.latest_revision_created_at,
        "Address": lambda page: page.full_url or "",
    }
    list_export = list(export_cells)

    def get_base_queryset(self) -> PageQuerySet:
        """Leave out what this person does not see, and fetch what the columns show."""
        pages = hide_drafts_of_others(super().get_base_queryset(), self.request)
        return pages.prefetch_related("contributions", "content_gaps")

    def to_row_dict(self, item: BasePage) -> OrderedDict[str, object]:
        """Return the row of a page in a spreadsheet."""
        cells = ((heading, value(item)) for heading, value in self.export_cells.items())
        return OrderedDict(
            (heading, escape_cell(value) if isinstance(value, str) else value)
            for heading, value in cells
        )

    def as_spreadsheet(self, queryset: PageQuerySet, spreadsheet_format: str) -> object:
        """Fetch the sections of all rows at once."""
        pages = list(queryset)
        Page.objects.annotate_parent_page(pages)
        return super().as_spreadsheet(pages, spreadsheet_format)

    def get_heading(self, queryset: object, field: str) -> str:
        """Return the heading of a column of a spreadsheet, which is its name."""
        return field


class BookListView(DeskListView):
    """The list of books, which leads to the table of each catalogue."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer the tables beside what Wagtail offers."""
        return [*super().header_more_buttons, *sheet_buttons(self.request.user)]


class DeskList(PageListingViewSet):
    """A list in the menu of the admin."""

    index_view_class = DeskListView
    filterset_class = DeskFilterSet
    add_to_admin_menu = True
    export_filename = "pages"


class ArticleList(DeskList):
    """Every article."""

    model = ArticlePage
    name = "articles"
    menu_label = "Articles"
    icon = "doc-full"
    menu_order = 110
    columns = columns(
        TimeColumn("published_at", label="Published", sort_key="published_at", width="11%")
    )
    filterset_class = ArticleFilterSet
    export_filename = "articles"


class EventList(DeskList):
    """Every event."""

    model = EventPage
    name = "events"
    menu_label = "Events"
    icon = "calendar-alt"
    menu_order = 120
    columns = columns(TimeColumn("starts_at", label="Begins", sort_key="starts_at", width="11%"))
    filterset_class = EventFilterSet
    export_filename = "events"


class BookList(DeskList):
    """Every book."""

    index_view_class = BookListView
    model = BookPage
    name = "books"
    menu_label = "Books"
    icon = "openquote"
    menu_order = 130
    columns = columns(
        Column(
            "publication_date",
            label="Appears",
            accessor="date_line",
            sort_key="publication_date",
            width="11%",
        )
    )
    filterset_class = BookFilterSet
    export_filename = "books"


LISTS = [ArticleList(), EventList(), BookList()]

"""The panels of the admin's first page."""

from collections.abc import Callable, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from editorial.columns import TimeColumn
from editorial.dashboard.drafts import draft_rows, drafts, returned, returned_rows
from editorial.dashboard.published import lacking_rows, scheduled, scheduled_rows, with_content_gaps
from editorial.dashboard.review_queue import waiting_for, waiting_rows
from editorial.dashboard.rows import PageRow
from editorial.models import UndeliveredMail

SHOWN = 15  # rows of each panel
REPLACED = (RecentEditsPanel, UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


def edit_address(row: PageRow) -> str:
    """Return where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[row.pk])


def review_address(row: PageRow) -> str:
    """Return where a page is reviewed."""
    return reverse("review", args=[row.pk])


def waiting_columns() -> list[Column]:
    """Return the columns of the texts that wait."""
    return [
        TitleColumn("title", label="Title", get_url=review_address),
        Column("section", label="Section", width="14%"),
        Column("byline", label="Contributors", width="20%"),
        Column("words", label="Words", width="8%"),
        TimeColumn("since", label="Waiting since", width="14%"),
        Column("claimed_by", label="Taken on by", width="14%"),
    ]


def page_columns(date: str, note: str) -> list[Column]:
    """Return the columns of a list of pages, with the words above the last two; none if empty."""
    columns = [
        TitleColumn("title", label="Title", get_url=edit_address),
        Column("section", label="Section", width="14%"),
        TimeColumn("since", label=date, width="14%"),
    ]
    return [*columns, Column("note", label=note, width="34%")] if note else columns


class DeskPanel(Component):
    """Some of what a query finds for whoever is signed in, as a table; nothing where it is none."""

    template_name = "editorial/dashboard/panel.html"

    def __init__(
        self,
        heading: str,
        find: Callable[[AbstractBaseUser], QuerySet],
        rows: Callable[[QuerySet], list],
        columns: list[Column],
        more: str = "",
    ) -> None:
        """Take what it shows, and the name of the address where all of it stands."""
        self.heading = heading
        self.find = find
        self.rows = rows
        self.columns = columns
        self.more = more

    def get_context_data(self, parent_context: Mapping[str, object]) -> dict[str, object]:
        """Return the table, and how many there are in all."""
        found = self.find(parent_context["request"].user)
        rows = self.rows(found[:SHOWN])
        count = found.count() if len(rows) == SHOWN else len(rows)
        return {
            "name": slugify(self.heading),
            "heading": self.heading,
            "count": count,
            "left_out": count - len(rows),
            "more": reverse(self.more) if self.more else "",
            "table": Table(self.columns, rows, classname="listing listing--dashboard"),
            "rows": rows,
            "request": parent_context["request"],
        }


def undelivered(user: AbstractBaseUser) -> QuerySet[UndeliveredMail]:
    """Return the mail that did not leave, for those who look after the accounts."""
    mail = UndeliveredMail.objects
    return mail.all() if user.has_perm("users.change_user") else mail.none()


class UndeliveredMailPanel(DeskPanel):
    """The mail that did not leave, with a button for what is settled."""

    template_name = "editorial/dashboard/undelivered.html"


def build_desk(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panels of the desk in place of those of Wagtail that show less."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    desk = [
        UndeliveredMailPanel(
            "Mail that could not be sent",
            undelivered,
            list,
            [
                Column("subject", label="Subject"),
                Column("recipients", label="To", width="20%"),
                Column("reason", label="Reason", width="30%"),
                TimeColumn("created_at", label="When", width="14%"),
            ],
        ),
        DeskPanel(
            "Waiting for your review", waiting_for, waiting_rows, waiting_columns(), "waiting"
        ),
        DeskPanel(
            "Came back to you",
            returned,
            returned_rows,
            page_columns("When", "What has to change"),
        ),
        DeskPanel("Your drafts", drafts, draft_rows, page_columns("Changed", "State")),
        DeskPanel(
            "Scheduled in the next fourteen days",
            scheduled,
            scheduled_rows,
            page_columns("Goes out", ""),
        ),
        DeskPanel(
            "Public, and lacking something",
            with_content_gaps,
            lacking_rows,
            page_columns("Published", "What is missing"),
        ),
    ]
    for order, panel in enumerate(desk):
        panel.order = order
    panels += desk

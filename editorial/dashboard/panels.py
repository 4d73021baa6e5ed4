"""The panels of the admin's dashboard."""

from collections.abc import Callable, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, Table, TitleColumn
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from editorial.dashboard.drafts import (
    draft_rows,
    drafts,
    sent_back,
    sent_back_rows,
    unfinished_letters,
)
from editorial.dashboard.published import (
    content_gap_rows,
    published_rows,
    recently_published,
    scheduled,
    scheduled_rows,
    with_content_gaps,
)
from editorial.dashboard.review_queue import waiting_for, waiting_rows
from editorial.dashboard.rows import PageRow
from editorial.dashboard.start import StartPanel
from editorial.models import UndeliveredMail
from topics.models import Topic

MAX_ROWS = 15  # of each panel
REPLACED = (RecentEditsPanel, UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


def edit_url(row: PageRow) -> str:
    """Return the URL of the edit view."""
    return reverse("wagtailadmin_pages:edit", args=[row.pk])


def review_url(row: PageRow) -> str:
    """Return the URL of the review."""
    return reverse("review", args=[row.pk])


def waiting_columns() -> list[Column]:
    """Return the columns of pages that wait for a review."""
    return [
        TitleColumn("title", label=_("Title"), get_url=review_url),
        Column("section", label=_("Section"), width="14%"),
        Column("submitted_by", label=_("Submitted by"), width="14%"),
        Column("byline", label=_("Contributors"), width="14%"),
        Column("length", label=_("Length"), width="9%"),
        DateColumn("since", label=_("Waiting since"), width="14%"),
        Column("claimed_by", label=_("Taken on by"), width="12%"),
    ]


def page_columns(date: str, note: str = "") -> list[Column]:
    """Return the columns of a list of pages, with the headings of the date and of the note."""
    columns = [
        TitleColumn("title", label=_("Title"), get_url=edit_url),
        Column("section", label=_("Section"), width="14%"),
        DateColumn("since", label=date, width="14%"),
    ]
    return [*columns, Column("note", label=note, width="34%")] if note else columns


class DashboardPanel(Component):
    """The first rows of a queryset as a table; nothing if there are none.

    `find` returns the queryset for a user, `rows` the table rows of a slice of it, and `more` is
    the name of the URL that lists all of them.
    """

    template_name = "editorial/dashboard/panel.html"

    def __init__(
        self,
        heading: str,
        find: Callable[[AbstractBaseUser], QuerySet],
        rows: Callable[[QuerySet], list],
        columns: list[Column],
        more: str = "",
    ) -> None:
        self.heading = heading
        self.find = find
        self.rows = rows
        self.columns = columns
        self.more = more

    def get_context_data(self, parent_context: Mapping[str, object]) -> dict[str, object]:
        """Return the table, and the total number of rows."""
        found = self.find(parent_context["request"].user)
        rows = self.rows(found[:MAX_ROWS])
        count = found.count() if len(rows) == MAX_ROWS else len(rows)
        return {
            "name": slugify(self.heading),
            "heading": self.heading,
            "count": count,
            "remaining": count - len(rows),
            "more": reverse(self.more) if self.more else "",
            "table": Table(self.columns, rows, classname="listing listing--dashboard"),
            "rows": rows,
            "request": parent_context["request"],
        }


def undelivered(user: AbstractBaseUser) -> QuerySet[UndeliveredMail]:
    """Return the mail that could not be sent so far, for users who manage accounts."""
    mail = UndeliveredMail.objects.filter(attempts__gt=0)
    return mail if user.has_perm("users.change_user") else mail.none()


def proposed_topics(user: AbstractBaseUser) -> QuerySet[Topic]:
    """Return the topics that wait to be accepted, for users who may change topics."""
    topics = Topic.objects.filter(is_proposed=True).annotate(uses=Count("assignments"))
    return topics if user.has_perm("topics.change_topic") else topics.none()


def count_of_pages(topic: Topic) -> str:
    """Return the number of pages with a topic, in words."""
    return ngettext("%(count)d page", "%(count)d pages", topic.uses) % {"count": topic.uses}


def topic_url(topic: Topic) -> str:
    """Return the URL of the form of a topic."""
    return reverse("topics_topic_modeladmin_edit", args=[topic.pk])


class UndeliveredMailPanel(DashboardPanel):
    """Mail that could not be sent, with a button that clears the list."""

    template_name = "editorial/dashboard/undelivered.html"


def build_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Replace Wagtail's panels of recent edits and workflows."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    ours = [
        StartPanel(),
        UndeliveredMailPanel(
            _("Mail that could not be sent"),
            undelivered,
            list,
            [
                Column("subject", label=_("Subject")),
                Column("recipients", label=_("To"), width="20%"),
                Column("reason", label=_("Reason"), width="30%"),
                DateColumn("created_at", label=_("When"), width="14%"),
            ],
        ),
        DashboardPanel(
            _("Waiting for your review"),
            waiting_for,
            waiting_rows,
            waiting_columns(),
            "waiting",
        ),
        DashboardPanel(
            _("Proposed topics"),
            proposed_topics,
            list,
            [
                TitleColumn("name", label=_("Topic"), get_url=topic_url),
                Column("kind", label=_("Kind"), accessor="get_kind_display", width="20%"),
                Column("uses", label=_("Pages"), accessor=count_of_pages, width="14%"),
            ],
        ),
        DashboardPanel(
            _("Letters that wait for an editor"),
            unfinished_letters,
            draft_rows,
            page_columns(_("Drafted"), _("State")),
        ),
        DashboardPanel(
            _("Came back to you"),
            sent_back,
            sent_back_rows,
            page_columns(_("When"), _("What has to change")),
        ),
        DashboardPanel(
            _("Your drafts"), drafts, draft_rows, page_columns(_("Changed"), _("State"))
        ),
        DashboardPanel(
            _("Scheduled in the next fourteen days"),
            scheduled,
            scheduled_rows,
            page_columns(_("Goes live")),
        ),
        DashboardPanel(
            _("Yours, published in the last seven days"),
            recently_published,
            published_rows,
            page_columns(_("Published")),
        ),
        DashboardPanel(
            _("Published, but incomplete"),
            with_content_gaps,
            content_gap_rows,
            page_columns(_("Published"), _("Missing")),
        ),
    ]
    for order, panel in enumerate(ours):
        panel.order = order
    panels += ours


def hide_summary(request: HttpRequest, items: list[Component]) -> None:
    """Remove the number of pages, images and documents from the dashboard: they ask for nothing."""
    items.clear()

"""Mail to authors and reviewers about workflow actions, sent after the transaction commits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry, WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from core.mail import compose
from core.models.publishing import REFUSED
from editorial.models import ReviewTask
from editorial.moderation.self_approval import APPROVAL_REVOKED, APPROVED
from users.models import User


@dataclass(frozen=True)
class Notice:
    """The template of a message.

    `url_name` is the admin view that it links to, `preference` the field of Wagtail's user profile
    that turns it off.
    """

    subject: str
    sentence: str
    url_name: str
    recipients: Callable[[PageLogEntry], Iterable[AbstractBaseUser]]
    preference: str


def authors(entry: PageLogEntry) -> Iterable[AbstractBaseUser]:
    """Return the owner of the page and the user who submitted it last."""
    last = WorkflowState.objects.for_instance(entry.page).order_by("created_at").last()
    keys = {entry.page.owner_id, last.requested_by_id if last else None}
    return User.objects.filter(pk__in=keys - {None})


def reviewers(entry: PageLogEntry) -> Iterable[AbstractBaseUser]:
    """Return the users who can do the current review of the page."""
    state = entry.page.current_workflow_task_state
    task = state.task.specific if state else None
    if not isinstance(task, ReviewTask):
        return []
    members = Q(is_superuser=True) | Q(groups__in=task.groups.all())
    return User.objects.filter(members).distinct()


EDIT = "wagtailadmin_pages:edit"
PUBLISHED = Notice(
    _("Published: %(title)s"),
    _("“%(title)s” was published."),
    EDIT,
    authors,
    "approved_notifications",
)
NOTICES = {
    "wagtail.workflow.start": Notice(
        _("To review: %(title)s"),
        _("%(user)s submitted “%(title)s” for review."),
        "review",
        reviewers,
        "submitted_notifications",
    ),
    "wagtail.workflow.reject": Notice(
        _("Sent back: %(title)s"),
        _("%(user)s sent “%(title)s” back."),
        EDIT,
        authors,
        "rejected_notifications",
    ),
    APPROVED: Notice(
        _("Approved: %(title)s"),
        _("%(user)s approved “%(title)s”. You can publish it now, as it is."),
        EDIT,
        authors,
        "approved_notifications",
    ),
    APPROVAL_REVOKED: Notice(
        _("No longer approved: %(title)s"),
        _("“%(title)s” was changed after it was approved. Please submit it again."),
        EDIT,
        authors,
        "approved_notifications",
    ),
    "wagtail.publish.schedule": Notice(
        _("Scheduled: %(title)s"),
        _("“%(title)s” will be published on %(time)s."),
        EDIT,
        authors,
        "approved_notifications",
    ),
    "wagtail.publish": PUBLISHED,
    "wagtail.publish.scheduled": PUBLISHED,
    REFUSED: Notice(
        _("Not published: %(title)s"),
        _("“%(title)s” could not be published at its scheduled time."),
        EDIT,
        authors,
        "rejected_notifications",
    ),
}
NOTICES["wagtail.workflow.resume"] = NOTICES["wagtail.workflow.start"]
STEP_APPROVED = "wagtail.workflow.approve"


def send_nothing(**_kwargs: object) -> None:
    """Take the place of a receiver of Wagtail."""


# Wagtail's own mail would duplicate this, and does not link to the review. A signal has one
# receiver for each `dispatch_uid`, so that the order in which both are connected is irrelevant.
for signal, name in (
    (workflow_submitted, "submitted"),
    (workflow_approved, "approved"),
    (workflow_rejected, "rejected"),
):
    replaced = {
        "sender": WorkflowState,
        "dispatch_uid": f"workflow_state_{name}_email_notification",
    }
    signal.disconnect(**replaced)
    signal.connect(send_nothing, **replaced)


def send_on_commit(instance: PageLogEntry, created: bool, **_kwargs: object) -> None:
    """Send the mail for a new log entry once its transaction is committed."""
    action = instance.action
    if action == STEP_APPROVED and (instance.data.get("workflow") or {}).get("next"):
        action = "wagtail.workflow.resume"  # Another review follows.
    if created and action in NOTICES:
        transaction.on_commit(lambda: send(instance.pk, NOTICES[action]), robust=True)


def send(entry_id: UUID, notice: Notice) -> None:
    """Send a notice to each recipient, except the user who caused the log entry."""
    entry = PageLogEntry.objects.select_related("page").get(pk=entry_id)
    values = _placeholder_values(entry)
    preferences = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account")
    for user in notice.recipients(entry):
        if user.pk != entry.user_id and _accepts(user, notice):
            greeting = gettext("Hello %(name)s,") % {
                "name": user.get_short_name() or user.get_username()
            }
            links = [(gettext("Open it"), _admin_url(notice.url_name, entry.page_id))]
            if entry.page.live:
                links.append((gettext("The published page"), entry.page.full_url))
            paragraphs = [greeting, notice.sentence % values, _note(entry)]
            compose(
                notice.subject % values,
                [user.email],
                {
                    "paragraphs": list(filter(None, paragraphs)),
                    "links": links,
                    "foot": [f"{gettext('Choose which mail you receive:')} {preferences}"],
                },
            ).send()


def _placeholder_values(entry: PageLogEntry) -> dict[str, str]:
    page = entry.page
    return {
        "title": page.draft_title or page.title,
        "user": entry.user_display_name or gettext("A user"),
        "time": _go_live_time(entry),
    }


def _go_live_time(entry: PageLogEntry) -> str:
    time = (entry.data.get("revision") or {}).get("go_live_at")
    return date_format(localtime(parse_datetime(time)), "j F Y, H:i") if time else ""


def _note(entry: PageLogEntry) -> str:
    """Return the comment of the user, or the messages of the page checks."""
    return entry.data.get("comment", "") or " ".join(entry.data.get("texts", []))


def _admin_url(url_name: str, page_id: int) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(url_name, args=[page_id])


def _accepts(user: AbstractBaseUser, notice: Notice) -> bool:
    profile = UserProfile.get_for_user(user)
    return user.is_active and bool(user.email) and getattr(profile, notice.preference)

"""Tells people by mail what happened to a text, once it is certain that it did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.mail import send_mail
from wagtail.models import PageLogEntry, WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from core.models.publishing import REFUSED
from editorial.models import ReviewTask
from editorial.moderation.self_approval import APPROVAL_REVOKED, APPROVED
from users.models import User


@dataclass(frozen=True)
class Notice:
    """A mail: what it says, where its link leads, and who gets it.

    `preference` is the field of Wagtail's profile with which users decline it.
    """

    subject: str
    sentence: str
    address: str
    recipients: Callable[[PageLogEntry], Iterable[AbstractBaseUser]]
    preference: str


def authors(entry: PageLogEntry) -> Iterable[AbstractBaseUser]:
    """Return whoever began the page, and whoever submitted it last."""
    last = WorkflowState.objects.for_instance(entry.page).order_by("created_at").last()
    keys = {entry.page.owner_id, last.requested_by_id if last else None}
    return User.objects.filter(pk__in=keys - {None})


def reviewers(entry: PageLogEntry) -> Iterable[AbstractBaseUser]:
    """Return everybody who can do the review that comes next."""
    state = entry.page.current_workflow_task_state
    task = state.task.specific if state else None
    if not isinstance(task, ReviewTask):
        return []
    asked = Q(is_superuser=True) | Q(groups__in=task.groups.all())
    return User.objects.filter(asked).distinct()


OWN = "wagtailadmin_pages:edit"
PUBLIC = Notice(
    "Published: {title}", "“{title}” is public now.", OWN, authors, "approved_notifications"
)
NOTICES = {
    "wagtail.workflow.start": Notice(
        "To review: {title}",
        "{who} submitted “{title}” and asks for a review.",
        "review",
        reviewers,
        "submitted_notifications",
    ),
    "wagtail.workflow.reject": Notice(
        "Sent back: {title}",
        "{who} sent “{title}” back.",
        OWN,
        authors,
        "rejected_notifications",
    ),
    APPROVED: Notice(
        "Approved: {title}",
        "{who} approved “{title}”. You can publish it now, as it is.",
        OWN,
        authors,
        "approved_notifications",
    ),
    APPROVAL_REVOKED: Notice(
        "No longer approved: {title}",
        "“{title}” was changed after it was approved. Submit it once more.",
        OWN,
        authors,
        "approved_notifications",
    ),
    "wagtail.publish.schedule": Notice(
        "Scheduled: {title}",
        "“{title}” goes out on {when}.",
        OWN,
        authors,
        "approved_notifications",
    ),
    "wagtail.publish": PUBLIC,
    "wagtail.publish.scheduled": PUBLIC,
    REFUSED: Notice(
        "Not published: {title}",
        "“{title}” could not be published at its time.",
        OWN,
        authors,
        "rejected_notifications",
    ),
}
NOTICES["wagtail.workflow.resume"] = NOTICES["wagtail.workflow.start"]
NEXT_STEP = "wagtail.workflow.approve"

# Wagtail's own mail on these would come beside ours, and its links do not lead to the review.
for signal, name in (
    (workflow_submitted, "submitted"),
    (workflow_approved, "approved"),
    (workflow_rejected, "rejected"),
):
    signal.disconnect(
        sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification"
    )


def announce(instance: PageLogEntry, created: bool, **_kwargs: object) -> None:
    """Send what there is to send, after all that belongs to it is stored."""
    action = instance.action
    if action == NEXT_STEP and (instance.data.get("workflow") or {}).get("next"):
        action = "wagtail.workflow.resume"  # The next reviewers are asked.
    if created and action in NOTICES:
        transaction.on_commit(lambda: send(instance.pk, NOTICES[action]), robust=True)


def send(key: UUID, notice: Notice) -> None:
    """Send one mail on an entry of the history to each recipient but the person who did it."""
    entry = PageLogEntry.objects.select_related("page").get(pk=key)
    words = _words(entry)
    for user in notice.recipients(entry):
        if user.pk != entry.user_id and _wants(user, notice):
            context = {
                "user": user,
                "sentence": notice.sentence.format(**words),
                "note": _note(entry),
                "link": _link(notice.address, entry.page_id),
                "page": entry.page,
                "preferences": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account"),
            }
            text = render_to_string("editorial/mail.txt", context)
            send_mail(notice.subject.format(**words), text, [user.email])


def _words(entry: PageLogEntry) -> dict[str, str]:
    page = entry.page
    return {
        "title": page.draft_title or page.title,
        "who": entry.user_display_name or "Somebody",
        "when": _time(entry),
    }


def _time(entry: PageLogEntry) -> str:
    moment = (entry.data.get("revision") or {}).get("go_live_at")
    return date_format(localtime(parse_datetime(moment)), "j F Y, H:i") if moment else ""


def _note(entry: PageLogEntry) -> str:
    """Return the comment of the user, or the messages of the page checks."""
    return entry.data.get("comment", "") or " ".join(entry.data.get("texts", []))


def _link(address: str, page_id: int) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(address, args=[page_id])


def _wants(user: AbstractBaseUser, notice: Notice) -> bool:
    profile = UserProfile.get_for_user(user)
    return user.is_active and bool(user.email) and getattr(profile, notice.preference)

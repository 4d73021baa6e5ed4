"""Dashboard panels of a user's own pages: drafts, and pages that were sent back."""

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Comment, Page, WorkflowState
from wagtail.query import PageQuerySet

from editorial.dashboard.rows import PageRow, sections
from editorial.models import ReviewState


def pages_of(user: AbstractBaseUser) -> PageQuerySet:
    """Return the pages that a user created or submitted."""
    submitted = WorkflowState.objects.active().filter(requested_by=user).values("object_id")
    return _pages().filter(Q(owner=user) | Q(key__in=submitted))


def drafts(user: AbstractBaseUser) -> PageQuerySet:
    """Return those of them that readers do not see as they are now, the last changed first.

    This includes pages of other users that this user changed last, unless they are in review.
    """
    reviewed = WorkflowState.objects.active().values("object_id")
    changed = _pages().filter(latest_revision__user=user).exclude(key__in=reviewed)
    return (
        (pages_of(user) | changed)
        .filter(has_unpublished_changes=True)
        .order_by("-latest_revision_created_at", "-pk")
    )


def _pages() -> PageQuerySet:
    """Return all pages, with their keys as workflows write them."""
    return Page.objects.filter(depth__gt=1).annotate(key=Cast("pk", CharField()))


def draft_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return what the desk tells of these drafts."""
    found = list(pages.prefetch_workflow_states().annotate_approved_schedule())
    above, awaits_publication = sections(found), _released(found)
    returned = set(_sent_back(found).values_list("object_id", flat=True))
    rows = []
    for page in found:
        note = str(page.status_string)
        if str(page.pk) in awaits_publication:
            note = "approved: you can publish it"
        elif str(page.pk) in returned:
            note = "sent back"
        since = page.latest_revision_created_at
        rows.append(PageRow(page, above[page.path], page.get_admin_display_title(), since, note))
    return rows


def returned(user: AbstractBaseUser) -> PageQuerySet:
    """Return the own pages that were sent back, or on which others left an open comment."""
    sent_back = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    commented = _open_comments().exclude(user=user).values("page")
    came_back = Q(key__in=sent_back.values("object_id")) | Q(pk__in=commented)
    return pages_of(user).filter(came_back).order_by("-latest_revision_created_at", "-pk")


def returned_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return what the desk tells of these: the word that came with them, and the comments."""
    found = list(pages)
    above = sections(found)
    states = _sent_back(found).select_related("current_task_state")
    words = {state.object_id: state.current_task_state for state in states}
    comments = Counter(_open_comments().filter(page__in=found).values_list("page", flat=True))
    rows = []
    for page in found:
        task_state = words.get(str(page.pk))
        note = [task_state.comment if task_state else "", _count(comments[page.pk])]
        since = task_state.finished_at if task_state else page.latest_revision_created_at
        note = " · ".join(filter(None, note))
        rows.append(PageRow(page, above[page.path], page.get_admin_display_title(), since, note))
    return rows


def _open_comments() -> QuerySet[Comment]:
    return Comment.objects.filter(resolved_at=None)


def _sent_back(pages: Iterable[Page]) -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, object_id__in=[str(page.pk) for page in pages]
    )


def _released(pages: Iterable[Page]) -> set[str]:
    found = ReviewState.objects.filter(
        awaits_publication=True, workflow_state__object_id__in=[str(page.pk) for page in pages]
    )
    return set(found.values_list("workflow_state__object_id", flat=True))


def _count(comments: int) -> str:
    return f"{comments} open comment{'' if comments == 1 else 's'}" if comments else ""

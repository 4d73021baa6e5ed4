"""Dashboard panels of a user's own pages: drafts, and pages that were sent back."""

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext, ngettext
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Comment, Page, TaskState, WorkflowState
from wagtail.query import PageQuerySet

from editorial.dashboard.published import scheduled
from editorial.dashboard.rows import PageRow, section_titles
from editorial.draft_visibility import sees_all
from editorial.models import ReviewState
from letters.models import LetterPage


def pages_of(user: AbstractBaseUser) -> PageQuerySet:
    """Return the pages that a user created or submitted."""
    submitted = WorkflowState.objects.active().filter(requested_by=user).values("object_id")
    return _pages().filter(Q(owner=user) | Q(key__in=submitted))


def drafts(user: AbstractBaseUser) -> PageQuerySet:
    """Return the pages of a user with an unpublished draft, the last changed first.

    This includes pages of other users that this user changed last, unless they are in review.
    Pages that came back to the user, and those that go live soon, are listed by themselves.
    """
    reviewed = WorkflowState.objects.active().values("object_id")
    changed = _pages().filter(latest_revision__user=user).exclude(key__in=reviewed)
    return (
        (pages_of(user) | changed)
        .filter(has_unpublished_changes=True)
        .exclude(pk__in=sent_back(user).order_by().values("pk"))
        .exclude(key__in=scheduled(user).order_by().values("object_id"))
        .order_by("-latest_revision_created_at", "-pk")
    )


def _pages() -> PageQuerySet:
    """Return all pages, with their keys as strings, to be compared with generic foreign keys."""
    return Page.objects.filter(depth__gt=1).annotate(key=Cast("pk", CharField()))


def draft_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return the rows of these drafts, with their state as the note."""
    found = list(pages.prefetch_workflow_states().annotate_approved_schedule())
    titles, approved = section_titles(found), _approved_ids(found)
    rows = []
    for page in found:
        note = str(page.status_string)
        if str(page.pk) in approved:
            note = gettext("approved: you can publish it")
        since = page.latest_revision_created_at
        rows.append(PageRow(page, titles[page.path], page.get_admin_display_title(), since, note))
    return rows


def unfinished_letters(user: AbstractBaseUser) -> PageQuerySet:
    """Return the letters that drafted themselves, until one is published or given to a reviewer."""
    reviewed = WorkflowState.objects.active().values("object_id")
    own = Page.objects.type(LetterPage).filter(live=False, owner=None, first_published_at=None)
    letters = own.annotate(key=Cast("pk", CharField())).exclude(key__in=reviewed)
    return letters.order_by("-pk") if sees_all(user) else letters.none()


def sent_back(user: AbstractBaseUser) -> PageQuerySet:
    """Return the user's drafts that were sent back, or have an open comment of another user."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    commented = _open_comments().exclude(user=user).values("page")
    needing_changes = Q(key__in=states.values("object_id")) | Q(pk__in=commented)
    unfinished = pages_of(user).filter(needing_changes, has_unpublished_changes=True)
    return unfinished.order_by("-latest_revision_created_at", "-pk")


def sent_back_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return the rows of these pages, with the reviewer's comment and the number of comments."""
    found = list(pages)
    titles = section_titles(found)
    states = _states_needing_changes(found).select_related("current_task_state__finished_by")
    task_states = {state.object_id: state.current_task_state for state in states}
    comments = Counter(_open_comments().filter(page__in=found).values_list("page", flat=True))
    rows = []
    for page in found:
        task_state = task_states.get(str(page.pk))
        notes = [_word_of_reviewer(task_state), _open_comments_label(comments[page.pk])]
        since = task_state.finished_at if task_state else page.latest_revision_created_at
        note = " · ".join(filter(None, notes))
        rows.append(PageRow(page, titles[page.path], page.get_admin_display_title(), since, note))
    return rows


def _open_comments() -> QuerySet[Comment]:
    return Comment.objects.filter(resolved_at=None)


def _states_needing_changes(pages: Iterable[Page]) -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, object_id__in=[str(page.pk) for page in pages]
    )


def _approved_ids(pages: Iterable[Page]) -> set[str]:
    approvals = ReviewState.objects.filter(
        awaits_publication=True, workflow_state__object_id__in=[str(page.pk) for page in pages]
    )
    return set(approvals.values_list("workflow_state__object_id", flat=True))


def _word_of_reviewer(state: TaskState | None) -> str:
    """Return who sent a page back, and what has to change."""
    if state is None:
        return ""
    name = get_user_display_name(state.finished_by) if state.finished_by else ""
    return ": ".join(filter(None, (name, state.comment)))


def _open_comments_label(count: int) -> str:
    label = ngettext("%(count)s open comment", "%(count)s open comments", count)
    return label % {"count": count} if count else ""

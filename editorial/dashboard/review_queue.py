"""The pages that wait for a review."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, TaskState

from editorial.dashboard.rows import PageRow, contributor_names, count_words, section_titles
from editorial.models import ModerationSettings


def waiting_for(user: AbstractBaseUser) -> QuerySet[TaskState]:
    """Return the reviews that a user can do, the oldest first.

    Pages that the user submitted wait for another reviewer.
    """
    states = TaskState.objects.filter(pk__in=TaskState.objects.reviewable_by(user).values("pk"))
    if not ModerationSettings.objects.filter(one_person=True).exists():
        states = states.exclude(revision__user=user)
    return states.order_by("started_at", "pk")


def waiting_rows(states: QuerySet[TaskState]) -> list[PageRow]:
    """Return the rows of these reviews."""
    found = list(
        states.select_related(
            "revision", "reviewstate__claimed_by", "workflow_state__requested_by"
        ).prefetch_related("revision__content_object")
    )
    found = [state for state in found if isinstance(state.revision.content_object, Page)]
    titles = section_titles(state.revision.content_object for state in found)
    contributors = contributor_names(state.revision for state in found)
    return [_row(state, titles, contributors) for state in found]


def _row(state: TaskState, titles: dict[str, str], contributors: dict[int, list[str]]) -> PageRow:
    page, revision = state.revision.content_object, state.revision
    return PageRow(
        page=page,
        title=revision.object_str,
        section=titles[page.path],
        since=state.started_at,
        words=count_words(revision),
        contributors=contributors[revision.pk],
        claimed_by=_name(getattr(getattr(state, "reviewstate", None), "claimed_by", None)),
        submitted_by=_name(state.workflow_state.requested_by),
    )


def _name(user: AbstractBaseUser | None) -> str:
    return get_user_display_name(user) if user else ""

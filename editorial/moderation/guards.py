"""Refuse requests to publish that Wagtail would silently turn into a saved draft.

Wagtail saves a draft if a user without permission to publish posts the publish action. To the user,
or to a script, that looks like a publication.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page, WorkflowState

from editorial.models import ModerationSettings
from editorial.moderation.edit_conflicts import is_based_on_latest
from editorial.moderation.self_approval import block_self_publication

PAGE_CHANGED = _(
    "The page was changed while you read it, so nothing was decided. This is its latest version."
)
ACTIONS = (
    *("action-save-draft", "approve", "override", "reject", "action-publish", "action-submit"),
)
REVIEW_ENDED = _(
    "The review had already ended, so nothing was decided. Your changes are saved as a draft."
)


def refuse_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Return a 403 if `request` publishes `page` and its user may not."""
    may_publish = page.permissions_for_user(request.user).can_publish
    return _refuse(request) if _publishes(request) and not may_publish() else None


def refuse_new_publication(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Return a 403 if `request` publishes a new page below `parent` and its user may not."""
    may_publish = parent.permissions_for_user(request.user).can_publish_subpage
    return _refuse(request) if _publishes(request) and not may_publish() else None


def refuse_outdated_approval(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Redirect to the review if `request` approves another revision than the latest one."""
    if "action-workflow-action" not in request.POST or is_based_on_latest(request.POST, page):
        return None
    messages.error(request, PAGE_CHANGED)
    return redirect("review", page.pk)


def drop_decision_after_review(request: HttpRequest, page: Page) -> None:
    """Save the changes of a user who decides on a review that has ended; Wagtail would crash."""
    if "action-workflow-action" not in request.POST:
        return
    if page.current_workflow_task is None or "workflow-action-name" not in request.POST:
        request.POST = request.POST.copy()
        del request.POST["action-workflow-action"]
        messages.warning(request, REVIEW_ENDED)


def hide_publication(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """Remove the “Publish” button for users whom it would refuse."""
    page = context.get("page")
    if context["view"] == "create":
        refused = not ModerationSettings.of_page(context["parent_page"]).one_person
    else:
        errors = block_self_publication(page, page.latest_revision, request.user)
        # During a review, “Approve” publishes.
        refused = bool(errors) or page.workflow_in_progress
    if refused:
        items[:] = [item for item in items if item.name != "action-publish"]


RESTART = "action-restart-workflow"
LABELS = {
    "action-cancel-workflow": _("Withdraw from the review"),
    RESTART: _("Begin with the first review again"),
}


def order_actions(items: list[ActionMenuItem], _request: HttpRequest, context: dict) -> None:
    """Move to the front what most users do next: the first three are visible as buttons.

    What Wagtail calls “workflow” is the review of a page for editors. Where there is a single
    review, to begin again is to submit again.
    """
    for item in items:
        item.label = LABELS.get(item.name, item.label)
    if _is_sent_back(context.get("page")):  # There is no review to withdraw it from.
        items[:] = [item for item in items if item.name != "action-cancel-workflow"]
    named = {item.name: item for item in reversed(items)}
    if RESTART in named:
        workflow = context["page"].get_workflow()
        if workflow and workflow.workflow_tasks.count() == 1:
            items.remove(named[RESTART])
    first = [named[name] for name in ACTIONS if name in named]
    items[:] = first + [item for item in items if item not in first]


def _is_sent_back(page: Page | None) -> bool:
    state = page.current_workflow_state if page else None
    return bool(state) and state.status == WorkflowState.STATUS_NEEDS_CHANGES


def _publishes(request: HttpRequest) -> bool:
    return "action-publish" in request.POST


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/cannot_publish.html", status=403)

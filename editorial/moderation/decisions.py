"""Decide on a review where the reviewer sees what changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.workflow import WorkflowAction


@require_admin_access
def decide(
    request: HttpRequest, page_id: int, action_name: str, task_state_id: int
) -> HttpResponse:
    """Send a page back as in Wagtail's dialog; for an approval, redirect to the review.

    The dialog approves the latest revision, which may have changed since the reviewer read the
    page. The review and the form of the page tell which revision was read.
    """
    if request.method == "POST" and action_name != "reject":
        messages.warning(request, gettext("Read the changes, and approve them here."))
        return redirect("review", page_id)
    view = WorkflowAction.as_view()
    return view(request, page_id=page_id, action_name=action_name, task_state_id=task_state_id)

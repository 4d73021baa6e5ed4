"""Refuse, and say so, what Wagtail would quietly turn into something less.

Wagtail saves a draft where somebody without the right to publish posts the publish action. To the
person, or the script, that looks like a publication.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from editorial.models import ModerationSettings
from editorial.moderation.edit_conflicts import is_based_on_latest
from editorial.moderation.self_approval import block_self_publication

CHANGED = (
    "The text was changed while you read it, so nothing was decided. What you see now is the last "
    "version."
)


def refuse_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Return a 403 where `request` publishes `page` and its user may not."""
    may_publish = page.permissions_for_user(request.user).can_publish
    return _refuse(request) if _publishes(request) and not may_publish() else None


def refuse_new_publication(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Return a 403 where `request` publishes a new page below `parent` and its user may not."""
    may_publish = parent.permissions_for_user(request.user).can_publish_subpage
    return _refuse(request) if _publishes(request) and not may_publish() else None


def refuse_unread(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead to the review where `request` approves of a version that is not the last one."""
    if "action-workflow-action" not in request.POST or is_based_on_latest(request.POST, page):
        return None
    messages.error(request, CHANGED)
    return redirect("review", page.pk)


def hide_publication(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """Offer no button “Publish” to those whom it would only refuse."""
    page = context.get("page")
    if context["view"] == "create":
        settings = ModerationSettings.of_page(context["parent_page"])
        refused = not settings.one_person
    else:
        own = block_self_publication(page, page.latest_revision, request.user)
        refused = bool(own) or page.workflow_in_progress  # It is approved, then.
    if refused:
        items[:] = [item for item in items if item.name != "action-publish"]


def _publishes(request: HttpRequest) -> bool:
    return "action-publish" in request.POST


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/cannot_publish.html", status=403)

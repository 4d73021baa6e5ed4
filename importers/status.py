"""Apply the status and visibility that an item has at the source, unless its page was edited."""

from datetime import datetime

from django.utils.timezone import now
from wagtail.models import Page, PageViewRestriction

from importers.html.result import Body
from importers.source.records import Item

PUBLISHED_STATUSES = ("publish", "private", "future")
# A custom field of items for signed-in readers, whatever their status.
MEMBERS_ONLY = "_members_only"


def is_public(item: Item) -> bool:
    """Return whether an item is published, possibly for some readers only."""
    return item.status in PUBLISHED_STATUSES and not is_scheduled(item)


def is_scheduled(item: Item) -> bool:
    """Return whether an item is to be published at a time in the future."""
    return item.status == "future" and bool(item.published_at) and item.published_at > now()


def update_page(page: Page, item: Item) -> None:
    """Save a page that was imported before, and publish or unpublish it as its item is now."""
    cancel_pending_publication(page)
    if page.live and not is_public(item):
        page.unpublish()
        return
    page.live = is_public(item)
    page.has_unpublished_changes = not page.live
    page.save()


def cancel_pending_publication(page: Page) -> None:
    """Cancel the workflow and the schedule, which would publish an outdated revision."""
    if page.workflow_in_progress:
        page.current_workflow_state.cancel()
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    page.latest_revision = page.go_live_at = None


def save_draft(page: Page, item: Item, body: Body) -> None:
    """Save a revision of a page that is not live; schedule it, or submit it for moderation."""
    moment: datetime | None = item.published_at if is_scheduled(item) else None
    page.go_live_at = moment
    revision = page.save_revision(approved_go_live_at=moment, log_action=False)
    if moment:
        type(page).objects.filter(pk=page.pk).update(go_live_at=moment)
    if item.status != "pending" or page.workflow_in_progress:
        return
    workflow = page.get_workflow()
    if workflow is None:
        body.warn("state", "It was pending review; there is no workflow here, so it is a draft.")
        return
    page.latest_revision = revision
    workflow.start(page, None)


def view_restriction(item: Item) -> tuple[str, str] | None:
    """Return the type and the password of an item's view restriction; None if it has none."""
    if item.status == "private" or item.get(MEMBERS_ONLY):
        return PageViewRestriction.LOGIN, ""
    return (PageViewRestriction.PASSWORD, item.password[:255]) if item.password else None


def restrict(page: Page, item: Item, *, is_new: bool) -> None:
    """Give a page the view restriction of its item."""
    if not is_new:
        PageViewRestriction.objects.filter(page=page).delete()
    if restriction := view_restriction(item):
        kind, password = restriction
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)

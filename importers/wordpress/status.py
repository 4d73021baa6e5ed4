"""Who may read what came in: as on the old site, until somebody decides anew here."""

from datetime import datetime

from django.utils.timezone import now
from wagtail.models import Page, PageViewRestriction

from importers.wordpress.html.result import Body
from importers.wordpress.wxr.records import Item

PUBLIC = ("publish", "private", "future")


def is_public(item: Item) -> bool:
    """Tell whether readers could read an item, all of them or some."""
    return item.status in PUBLIC and not is_to_come(item)


def is_to_come(item: Item) -> bool:
    """Tell whether an item is to be published at a time that has not come."""
    return item.status == "future" and bool(item.moment) and item.moment > now()


def save_again(page: Page, item: Item) -> None:
    """Save a page that nobody edited here, public or not as its item is now."""
    drop_draft(page)
    if page.live and not is_public(item):
        page.unpublish()
        return
    page.live = is_public(item)
    page.has_unpublished_changes = not page.live
    page.save()


def drop_draft(page: Page) -> None:
    """Let neither a moderator nor a set time publish what the old site has changed since."""
    if page.workflow_in_progress:
        page.current_workflow_state.cancel()
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    page.latest_revision = page.go_live_at = None


def save_draft(page: Page, item: Item, body: Body) -> None:
    """Keep a page that is not public as a draft: with its time, or for a moderator."""
    moment: datetime | None = item.moment if is_to_come(item) else None
    page.go_live_at = moment
    revision = page.save_revision(approved_go_live_at=moment, log_action=False)
    if moment:
        type(page).objects.filter(pk=page.pk).update(go_live_at=moment)
    if item.status != "pending" or page.workflow_in_progress:
        return
    workflow = page.get_workflow()
    if workflow is None:
        body.warn("state", "It waited for a review, and there is no workflow here: a draft now.")
        return
    page.latest_revision = revision
    workflow.start(page, None)


def view_restriction(item: Item) -> tuple[str, str] | None:
    """Return how a page is closed that not everybody could read on the old site: with what."""
    if item.status == "private":
        return PageViewRestriction.LOGIN, ""
    return (PageViewRestriction.PASSWORD, item.password[:255]) if item.password else None


def restrict(page: Page, item: Item, *, is_new: bool) -> None:
    """Close a page that not everybody could read on the old site."""
    if not is_new:
        PageViewRestriction.objects.filter(page=page).delete()
    if closed := view_restriction(item):
        kind, password = closed
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)

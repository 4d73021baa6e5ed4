"""Versions of a page that somebody acted on, and that therefore stay as they were."""

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page, PageLogEntry, Revision, TaskState


def milestones() -> Q:
    """Return the condition for revisions that were submitted, judged, published or scheduled."""
    this = OuterRef("pk")
    submitted = TaskState.objects.filter(revision=this)
    published = PageLogEntry.objects.filter(revision=this, action__startswith="wagtail.publish")
    public = Page.objects.filter(live_revision=this)
    scheduled = Q(approved_go_live_at__isnull=False)
    return scheduled | Exists(submitted) | Exists(published) | Exists(public)


def is_milestone(revision: Revision | None) -> bool:
    """Return whether somebody acted on this version."""
    return bool(revision) and Revision.objects.filter(milestones(), pk=revision.pk).exists()

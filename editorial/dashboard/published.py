"""What goes out soon, and what is out and lacks something."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from editorial.dashboard.rows import PageRow, sections
from editorial.draft_visibility import sees_all

AHEAD = timedelta(days=14)


def scheduled(user: AbstractBaseUser) -> QuerySet[Revision]:
    """Return the versions that go out in the next fourteen days, the next first."""
    found = Revision.page_revisions.filter(
        approved_go_live_at__gt=now(), approved_go_live_at__lte=now() + AHEAD
    )
    if not sees_all(user):
        own = Page.objects.filter(owner=user).values_list("pk", flat=True)
        found = found.filter(object_id__in=[str(pk) for pk in own])
    return found.order_by("approved_go_live_at", "pk")


def scheduled_rows(revisions: QuerySet[Revision]) -> list[PageRow]:
    """Return what the desk tells of these."""
    found = list(revisions.prefetch_related("content_object"))
    above = sections(revision.content_object for revision in found)
    return [
        PageRow(
            page=revision.content_object,
            section=above[revision.content_object.path],
            title=revision.object_str,
            since=revision.approved_go_live_at,
        )
        for revision in found
    ]


def with_content_gaps(user: AbstractBaseUser) -> PageQuerySet:
    """Return public pages that lack a credit, a standfirst or alternative text, the last first."""
    pages = Page.objects.live().exclude(content_gaps=None)
    if not sees_all(user):
        pages = pages.filter(Q(owner=user))
    return pages.distinct().order_by("-last_published_at", "-pk")


def lacking_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return what the desk tells of these: what each lacks."""
    found = list(pages.prefetch_related("content_gaps"))
    above = sections(found)
    return [
        PageRow(
            page=page,
            section=above[page.path],
            title=page.get_admin_display_title(),
            since=page.last_published_at,
            note=" ".join(finding.text for finding in page.content_gaps.all()),
        )
        for page in found
    ]

"""Dashboard panels of scheduled pages, and of live pages that are missing something."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.timezone import now
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from core.index_pages import ListPage
from editorial.dashboard.rows import PageRow, section_titles
from editorial.draft_visibility import sees_all

SCHEDULE_PERIOD = timedelta(days=14)
RECENT_PERIOD = timedelta(days=7)


def scheduled(user: AbstractBaseUser) -> QuerySet[Revision]:
    """Return the revisions that go live within SCHEDULE_PERIOD, the next first."""
    revisions = Revision.page_revisions.filter(
        approved_go_live_at__gt=now(), approved_go_live_at__lte=now() + SCHEDULE_PERIOD
    )
    if not sees_all(user):
        own = Page.objects.filter(owner=user).values_list("pk", flat=True)
        revisions = revisions.filter(object_id__in=[str(pk) for pk in own])
    return revisions.order_by("approved_go_live_at", "pk")


def scheduled_rows(revisions: QuerySet[Revision]) -> list[PageRow]:
    """Return the rows of these revisions."""
    found = list(revisions.prefetch_related("content_object"))
    titles = section_titles(revision.content_object for revision in found)
    return [
        PageRow(
            page=revision.content_object,
            section=titles[revision.content_object.path],
            title=revision.object_str,
            since=revision.approved_go_live_at,
        )
        for revision in found
    ]


def recently_published(user: AbstractBaseUser) -> PageQuerySet:
    """Return the user's own pages that were published within RECENT_PERIOD, the latest first."""
    pages = Page.objects.live().filter(owner=user, last_published_at__gt=now() - RECENT_PERIOD)
    return pages.order_by("-last_published_at", "-pk")


def published_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return the rows of these pages."""
    found = list(pages)
    titles = section_titles(found)
    return [
        PageRow(page, titles[page.path], page.get_admin_display_title(), page.last_published_at)
        for page in found
    ]


def with_content_gaps(user: AbstractBaseUser) -> PageQuerySet:
    """Return live pages with findings of page checks, the last published first.

    They are for users who may edit the pages of others. Index pages, which the set-up creates, need
    no standfirst: lists begin with their title.
    """
    pages = Page.objects.live().exclude(content_gaps=None)
    if not sees_all(user):
        return pages.none()
    return pages.not_type(ListPage).distinct().order_by("-last_published_at", "-pk")


def content_gap_rows(pages: PageQuerySet) -> list[PageRow]:
    """Return the rows of these pages, with their findings as the note."""
    rows = published_rows(pages.prefetch_related("content_gaps"))
    for row in rows:
        row.note = " ".join(gap.text for gap in row.page.content_gaps.all())
    return rows

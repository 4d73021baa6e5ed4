"""Who wrote what would become public.

A user is an author of a revision if its content differs from the revision before: saving a page
unchanged, or with a comment, makes no one its author. Restoring an old revision makes all who wrote
a revision of the page its authors, because its words are theirs.
"""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, PageLogEntry, Revision

from core.models.publishing import once
from core.revisions import content_fingerprint


def authors_since_live(page: Page, revision: Revision | None) -> set[int]:
    """Return the keys of the users whose changes would become public with the revision.

    These are the authors of all revisions since the one that is live, and for a page that was never
    live its owner.
    """
    stored = Page.objects.filter(pk=page.pk).select_related("live_revision").first()
    if revision is None or stored is None:
        return {page.owner_id} - {None}
    content = content_fingerprint(revision.content)
    return once(
        ("authors", stored.pk, stored.live, stored.live_revision_id, revision.pk, content),
        lambda: _authors_since_live(stored, revision),
    )


def _authors_since_live(stored: Page, revision: Revision) -> set[int]:
    before = _live_fingerprints(stored)
    if content_fingerprint(revision.content) in before:
        return set()
    authors = set() if before else {stored.owner_id}
    if _was_restored(stored):
        # Of the restored revision, and of those that it was made from.
        authors |= set(_revisions(stored).values_list("user", flat=True))
    for version in _revisions_since_live(stored, revision):
        fingerprint = content_fingerprint(version.content)
        if fingerprint not in before:
            authors.add(version.user_id)
        before = {fingerprint}
    return authors - {None}


def _live_fingerprints(stored: Page) -> set[str]:
    """Return the fingerprints of what readers see now; none for a page that is not live.

    Publishing fills in dates that the published revision lacks, so that there are two of them.
    """
    if not stored.live:
        return set()
    fingerprints = {content_fingerprint(stored.specific.serializable_data())}
    if stored.live_revision:
        fingerprints.add(content_fingerprint(stored.live_revision.content))
    return fingerprints


def _was_restored(stored: Page) -> bool:
    """Return whether an old revision was restored since the page was last published."""
    restored = PageLogEntry.objects.filter(page=stored.pk, action="wagtail.revert")
    if stored.live and stored.live_revision:
        restored = restored.filter(timestamp__gt=stored.live_revision.created_at)
    return restored.exists()


def _revisions(stored: Page) -> QuerySet[Revision]:
    return Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(stored.pk)
    )


def _revisions_since_live(stored: Page, revision: Revision) -> Iterator[Revision]:
    """Yield the revisions after the live one up to this one, the oldest first."""
    revisions = _revisions(stored).order_by("created_at", "pk")
    # Wagtail may name a live revision for a page that was unpublished.
    live_revision = stored.live_revision if stored.live else None
    if live_revision and live_revision.created_at < revision.created_at:
        revisions = revisions.filter(created_at__gt=live_revision.created_at)
    return revisions.filter(created_at__lte=revision.created_at).iterator(chunk_size=50)

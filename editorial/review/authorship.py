"""Who wrote what would become public.

A version counts as somebody's when its content differs from that of the version before: to save a
text as it was, or with a comment, does not make anybody its author.
"""

import hashlib
import json
import re
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

# What a revision holds besides what its author wrote.
STATE = {
    *("pk", "path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key"),
    *("live", "expired", "has_unpublished_changes", "draft_title", "owner", "alias_of"),
    *("locked", "locked_at", "locked_by", "latest_revision", "latest_revision_created_at"),
    *("live_revision", "first_published_at", "last_published_at", COMMENTS_RELATION_NAME),
}
TIMES = {"go_live_at", "expire_at"}
# The editor gives every paragraph a key of its own, which says nothing.
BLOCK_KEY = re.compile(r' data-block-key=\\?"[^"]*"')
EMPTY = (None, "", [], {}, False)


def fingerprint(content: dict, ignored: set[str] = STATE | TIMES) -> str:
    """Return a short mark that two revisions share when their authors wrote the same."""
    # As it is stored: dates are strings there.
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    written = {key: _canonical(value) for key, value in content.items() if key not in ignored}
    written = {key: value for key, value in written.items() if value not in EMPTY}
    text = BLOCK_KEY.sub("", json.dumps(written, sort_keys=True))
    return hashlib.sha256(text.encode()).hexdigest()


def approval_fingerprint(content: dict) -> str:
    """Return the mark of what somebody approves: the text, and the times at which it is public."""
    return fingerprint(content, STATE)


def authors_since_live(page: Page, revision: Revision | None) -> set[int]:
    """Return the keys of the people whose changes readers would see.

    That is everybody who changed the page since what is public now. A page that never was public
    belongs, besides, to whoever began it.
    """
    stored = Page.objects.filter(pk=page.pk).select_related("live_revision").first()
    if revision is None or stored is None:
        return {page.owner_id} - {None}
    before = _public_marks(stored)
    if fingerprint(revision.content) in before:
        return set()
    found = set() if before else {stored.owner_id}
    for version in _versions(stored, revision):
        mark = fingerprint(version.content)
        if mark not in before:
            found.add(version.user_id)
        before = {mark}
    return found - {None}


def _public_marks(stored: Page) -> set[str]:
    """Return the marks of what readers see now, none where they see nothing.

    The publication itself fills in a date or two, which the version that it published lacks.
    """
    if not stored.live:
        return set()
    marks = {fingerprint(stored.specific.serializable_data())}
    if stored.live_revision:
        marks.add(fingerprint(stored.live_revision.content))
    return marks


def _versions(stored: Page, revision: Revision) -> Iterator[Revision]:
    """Yield the versions from what is public up to this one, the oldest first."""
    versions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(stored.pk)
    ).order_by("created_at", "pk")
    if stored.live_revision and stored.live_revision.created_at < revision.created_at:
        versions = versions.filter(created_at__gt=stored.live_revision.created_at)
    return versions.filter(created_at__lte=revision.created_at).iterator(chunk_size=50)


def _canonical(value: object) -> object:
    """Return a value without keys of rows, and streams as what they hold."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list):
        return [_row(item) for item in value]
    return value


def _row(item: object) -> object:
    if not isinstance(item, dict):
        return item
    kept = {key: value for key, value in item.items() if key not in ("pk", "sort_order")}
    return {key: value for key, value in kept.items() if value not in EMPTY}

"""Fingerprints of what authors wrote: equal for revisions that differ in state only."""

import hashlib
import json
import re

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME

# The parts of a revision that are state of the page and not written by an author.
STATE = {
    *("pk", "path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key"),
    *("live", "expired", "has_unpublished_changes", "draft_title", "owner", "alias_of"),
    *("locked", "locked_at", "locked_by", "latest_revision", "latest_revision_created_at"),
    *("live_revision", "first_published_at", "last_published_at", COMMENTS_RELATION_NAME),
}
TIMES = {"go_live_at", "expire_at"}
# Draftail gives every paragraph a random key.
BLOCK_KEY = re.compile(r' data-block-key=\\?"[^"]*"')
EMPTY = (None, "", [], {}, False)


def content_fingerprint(content: dict, ignored: set[str] = STATE | TIMES) -> str:
    """Return the SHA-256 of the content of a revision without the fields in `ignored`."""
    # Serialised as stored, where dates are strings.
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    values = {key: _canonical(value) for key, value in content.items() if key not in ignored}
    values = {key: value for key, value in values.items() if value not in EMPTY}
    text = BLOCK_KEY.sub("", json.dumps(values, sort_keys=True))
    return hashlib.sha256(text.encode()).hexdigest()


def approval_fingerprint(content: dict) -> str:
    """Return the fingerprint of what a reviewer approves: content and publication times."""
    return content_fingerprint(content, STATE)


def _canonical(value: object) -> object:
    """Return child rows without their keys, and StreamField values parsed."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list):
        return [_canonical_row(item) for item in value]
    return value


def _canonical_row(item: object) -> object:
    if not isinstance(item, dict):
        return item
    values = {key: value for key, value in item.items() if key not in ("pk", "sort_order")}
    return {key: value for key, value in values.items() if value not in EMPTY}

"""Fingerprints of what authors wrote: equal for revisions that differ in state only."""

import hashlib
import json
from contextlib import suppress
from functools import lru_cache, partialmethod
from html.parser import HTMLParser

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from core.contentstate import BLOCK_KEY

# The parts of a revision that are state of the page and not written by an author.
STATE = {
    *("pk", "path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key"),
    *("live", "expired", "has_unpublished_changes", "draft_title", "owner", "alias_of"),
    *("locked", "locked_at", "locked_by", "latest_revision", "latest_revision_created_at"),
    *("live_revision", "first_published_at", "last_published_at", COMMENTS_RELATION_NAME),
}
TIMES = {"go_live_at", "expire_at"}


def content_fingerprint(content: dict, ignored: set[str] = STATE | TIMES) -> str:
    """Return the SHA-256 of the content of a page's revision without the fields in `ignored`.

    Values are normalized by the type of their field. A plain text that looks like JSON or HTML is
    compared as it is, or an author could hide changes from it.
    """
    # Serialised as stored, where dates are strings.
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    model = ContentType.objects.get_for_id(content["content_type"]).model_class()
    values = {name: value for name, value in content.items() if name not in ignored}
    text = json.dumps(_canonical_fields(model, values), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def approval_fingerprint(content: dict) -> str:
    """Return the fingerprint of what a reviewer approves: content and publication times."""
    return content_fingerprint(content, STATE)


def _canonical_fields(model: type[Model], values: dict) -> dict:
    """Return the values of an object and its child rows, without those that are empty."""
    rows = {each.get_accessor_name(): each.related_model for each in get_all_child_relations(model)}
    fields = {field.name: field for field in model._meta.get_fields()}
    canonical = {
        name: _canonical_rows(rows[name], value)
        if name in rows
        else _canonical_value(fields.get(name), value)
        for name, value in values.items()
    }
    return {name: value for name, value in canonical.items() if not _is_empty(value)}


def _canonical_rows(model: type[Model], rows: list[dict]) -> list[dict]:
    """Return child rows in the order in which readers see them, without their keys."""
    return [
        _canonical_fields(
            model, {name: row[name] for name in row if name not in ("pk", "sort_order")}
        )
        for row in sorted(rows, key=lambda row: row.get("sort_order") or 0)
    ]


def _canonical_value(field: object, value: object) -> object:
    if isinstance(field, RichTextField) and value:
        return _without_block_keys(value)
    if isinstance(field, StreamField) and isinstance(value, str):
        with suppress(ValueError):
            return _canonical_block(field.stream_block, json.loads(value))
    return value


def _canonical_block(block: blocks.Block, value: object) -> object:
    """Return the stored value of a block with all rich text in it normalized.

    Values that the block cannot have stored are returned as they are.
    """
    match block, value:
        case blocks.RichTextBlock(), str():
            return _without_block_keys(value)
        case blocks.BaseStructBlock(), dict():
            return {name: _canonical_child(block, name, each) for name, each in value.items()}
        case blocks.BaseStreamBlock(), list():
            return [_canonical_item(block, item) for item in value]
        case blocks.ListBlock(), list():
            return [_canonical_item(block, item) for item in value]
        case TypedTableBlock(), {"columns": list(columns), "rows": list(rows)}:
            names = [column.get("type") for column in columns if isinstance(column, dict)]
            return value | {"rows": [_canonical_cells(block, names, row) for row in rows]}
    return value


def _canonical_item(block: blocks.Block, item: object) -> object:
    """Return an item of a stream or list."""
    match block, item:
        case blocks.ListBlock(), {"value": value}:
            return item | {"value": _canonical_block(block.child_block, value)}
        case blocks.BaseStreamBlock(), {"type": str(name), "value": value}:
            return item | {"value": _canonical_child(block, name, value)}
    return item


def _canonical_cells(block: TypedTableBlock, names: list[str], row: object) -> object:
    match row:
        case {"values": list(values)} if len(values) == len(names):
            cells = zip(names, values, strict=True)
            return [_canonical_child(block, *cell) for cell in cells]
    return row


def _canonical_child(block: blocks.Block, name: str, value: object) -> object:
    child = block.child_blocks.get(name)
    return _canonical_block(child, value) if child else value


def _is_empty(value: object) -> bool:
    return value is None or value is False or value in ("", [], {})


class _RichTextParts(HTMLParser):
    """Collect the tags and texts of rich text, without the keys of its paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[tuple] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect an opening tag."""
        kept = [
            (name, value)
            for name, value in attrs
            if name != "data-block-key" or not BLOCK_KEY.fullmatch(value or "")
        ]
        self.parts.append(("tag", tag, kept))

    def _collect(self, kind: str, text: str) -> None:
        self.parts.append((kind, text))

    handle_endtag = partialmethod(_collect, "end")
    handle_data = partialmethod(_collect, "text")
    handle_entityref = partialmethod(_collect, "entity")
    handle_charref = partialmethod(_collect, "character")
    handle_comment = partialmethod(_collect, "comment")
    handle_decl = partialmethod(_collect, "declaration")
    handle_pi = partialmethod(_collect, "instruction")
    unknown_decl = partialmethod(_collect, "unknown")


@lru_cache(maxsize=2000)
def _without_block_keys(html: str) -> str:
    """Return a digest of rich text that does not depend on the keys of its paragraphs."""
    parser = _RichTextParts()
    parser.feed(html)
    parser.close()
    return hashlib.sha256(json.dumps(parser.parts).encode()).hexdigest()

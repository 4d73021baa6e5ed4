"""What a draft may leave empty and a publication may not.

Wagtail asks for required fields when a page is published with its form, and not when a draft of it
is approved, scheduled or published in bulk.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail import blocks
from wagtail.admin.panels import InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.panels import label_of, walk

# What Wagtail fills in when it is empty.
FILLED_IN = ("slug",)


def missing_fields(page: Page) -> list[str]:
    """Return what keeps a page from being complete, in sentences."""
    return list(dict.fromkeys(_missing_in(page.get_edit_handler(), page)))


def _missing_in(handler: object, instance: Model, before: str = "") -> Iterator[str]:
    for panel in walk(handler):
        label = before + label_of(panel)
        if isinstance(panel, InlinePanel):
            rows = getattr(instance, panel.relation_name).all()
            name = str(panel.label or panel.heading).capitalize()
            for number, row in enumerate(rows, start=1):
                yield from _missing_in(panel.child_edit_handler, row, f"{before}{name} {number}, ")
            continue
        field = panel.db_field
        value = getattr(instance, field.attname)
        if isinstance(field, StreamField):
            yield from _mistakes_in(value.stream_block, value, label)
        elif not field.blank and value in field.empty_values and field.name not in FILLED_IN:
            yield f"{label}: fill in this field."


def _mistakes_in(block: blocks.Block, value: object, label: str) -> Iterator[str]:
    try:
        block.clean(value)
    except ValidationError as error:
        yield from _sentences(error, block, value, label)


def _sentences(
    error: ValidationError, block: blocks.Block, value: object, label: str
) -> Iterator[str]:
    """Yield each mistake, after the names of the blocks that it is in."""
    inner = getattr(error, "block_errors", {})
    messages = list(getattr(error, "non_block_errors", ())) or ([] if inner else error.messages)
    yield from (f"{label}: {message}" for message in messages)
    for place, mistake in inner.items():
        child, child_value, name = _child(block, value, place)
        yield from _sentences(mistake, child, child_value, f"{label}, {name}")


def _child(
    block: blocks.Block, value: object, place: str | int
) -> tuple[blocks.Block, object, str]:
    """Return a block within another one, its value, and what an editor would call it."""
    if isinstance(block, blocks.BaseStreamBlock):
        child = value[place]
        return child.block, child.value, f"block {place + 1} ({child.block.label})"
    if isinstance(block, blocks.ListBlock):
        return block.child_block, value[place], f"number {place + 1}"
    child = block.child_blocks[place]
    return child, value.get(place) if isinstance(value, dict) else None, str(child.label)

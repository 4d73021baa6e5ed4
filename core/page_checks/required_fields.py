"""Required fields that a draft may leave empty and a published page may not.

Wagtail validates required fields when a page is published from its form, but not when a draft is
approved, scheduled or published in bulk.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.panels import InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.panels import iter_field_panels, label_of

# Wagtail fills in these fields when they are empty.
AUTOMATIC = ("slug",)


def missing_fields(page: Page) -> list[str]:
    """Return a sentence for each required field that is empty and each invalid block."""
    return list(dict.fromkeys(_missing_in(page.get_edit_handler(), page)))


def _missing_in(handler: object, instance: Model, before: str = "") -> Iterator[str]:
    for panel in iter_field_panels(handler):
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
            yield from _stream_errors(value.stream_block, value, label)
        elif not field.blank and value in field.empty_values and field.name not in AUTOMATIC:
            yield gettext("%(field)s: fill in this field.") % {"field": label}


def _stream_errors(block: blocks.Block, value: object, label: str) -> Iterator[str]:
    try:
        block.clean(value)
    except ValidationError as error:
        yield from _sentences(error, block, value, label)


def _sentences(
    error: ValidationError, block: blocks.Block, value: object, label: str
) -> Iterator[str]:
    """Yield each validation message, prefixed with the labels of the blocks that contain it."""
    inner = getattr(error, "block_errors", {})
    messages = list(getattr(error, "non_block_errors", ())) or ([] if inner else error.messages)
    yield from (f"{label}: {message}" for message in messages)
    for place, inner_error in inner.items():
        child, child_value, name = _child(block, value, place)
        yield from _sentences(inner_error, child, child_value, f"{label}, {name}")


def _child(
    block: blocks.Block, value: object, place: str | int
) -> tuple[blocks.Block, object, str]:
    """Return the child of a block at `place`, its value and its label for editors."""
    if isinstance(block, blocks.BaseStreamBlock):
        child = value[place]
        return child.block, child.value, _block_label(place, child.block)
    if isinstance(block, blocks.ListBlock):
        return block.child_block, value[place], gettext("number %(number)d") % {"number": place + 1}
    child = block.child_blocks[place]
    return child, value.get(place) if isinstance(value, dict) else None, str(child.label)


def _block_label(place: int, block: blocks.Block) -> str:
    return gettext("block %(number)d (%(label)s)") % {"number": place + 1, "label": block.label}

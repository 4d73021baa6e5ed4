"""Read stored values of StreamFields that no form of the editor would have stored.

Wagtail raises an error for them, in lists and on every page that shows one. What cannot be read is
left out: an item of a stream or list, or a field of a block, which gets its default.
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from urllib.parse import urlsplit
from uuid import uuid4

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

TEXTS = (
    *(blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.RawHTMLBlock),
    *(blocks.EmailBlock, blocks.RegexBlock),
)
MAX_KEY = 2**31 - 1
BLOCK_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
SCHEMES = {"", "http", "https", "ftp", "ftps", "mailto", "tel"}  # of links
UNREADABLE = object()


class CheckedStreamField(StreamField):
    """A StreamField that survives any value in the database."""

    def to_python(self, value: object) -> blocks.StreamValue:
        """Return the value of the stream, without what cannot be read.

        A stored value is JSON, or was parsed by the database; code assigns tuples.
        """
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except RecursionError:
                value = None
            except ValueError:  # Wagtail keeps the text of an earlier field.
                return super().to_python(value)
        is_assigned = isinstance(value, blocks.StreamValue) or (
            isinstance(value, (list, tuple)) and value and isinstance(value[0], tuple)
        )
        return super().to_python(value if is_assigned else readable(self.stream_block, value))

    def deconstruct(self) -> tuple:
        """Return Wagtail's path, because the database does not change."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", args, kwargs


def readable(block: blocks.Block, raw: object) -> object:
    """Return what the block can read of a stored value, or UNREADABLE."""
    return _reader(type(block))(block, raw)


@cache
def _reader(block_class: type[blocks.Block]) -> Callable[[blocks.Block, object], object]:
    return next((read for classes, read in READERS if issubclass(block_class, classes)), _parsed)


def _stream(block: blocks.BaseStreamBlock, raw: object) -> list[dict]:
    items = [
        _item(block.child_blocks[item["type"]], item)
        for item in (raw if isinstance(raw, list) else ())
        if isinstance(item, dict)
        and isinstance(item.get("type"), str)
        and item["type"] in block.child_blocks
        and "value" in item
    ]
    return [item for item in items if item["value"] is not UNREADABLE]


def _list(block: blocks.ListBlock, raw: object) -> list:
    """Return the items; early versions of Wagtail stored their values only."""
    items = [
        _item(block.child_block, item)
        if isinstance(item, dict) and item.get("type") == "item" and "value" in item
        else {"type": "item", "value": readable(block.child_block, item)}
        for item in (raw if isinstance(raw, list) else ())
    ]
    # Wagtail takes an item without an id for a value.
    return [{"id": str(uuid4())} | item for item in items if item["value"] is not UNREADABLE]


def _item(block: blocks.Block, item: dict) -> dict:
    """Return an item without an id that no editor makes: Wagtail's scripts write it into HTML."""
    key = item.get("id")
    item = {"type": item["type"], "value": readable(block, item["value"])}
    return item | {"id": key} if isinstance(key, str) and BLOCK_ID.fullmatch(key) else item


def _image(block: ImageBlock, raw: object) -> dict:
    """Return the fields of an image; it was a chooser in Wagtail before 6.3."""
    return _struct(block, raw if isinstance(raw, dict) else {"image": raw})


def _struct(block: blocks.BaseStructBlock, raw: object) -> dict:
    raw = raw if isinstance(raw, dict) else {}
    return {
        name: _value(child, raw.get(name, UNREADABLE)) for name, child in block.child_blocks.items()
    }


def _value(block: blocks.Block, raw: object) -> object:
    """Return what the block can read, or what it stores for its default."""
    value = UNREADABLE if raw is UNREADABLE else readable(block, raw)
    if value is not UNREADABLE:
        return value
    default = block.get_prep_value(block.get_default())
    return "" if default is None and isinstance(block, TEXTS) else default


def _table(block: TypedTableBlock, raw: object) -> dict | None:
    if not isinstance(raw, dict):
        return None
    columns, rows = raw.get("columns"), raw.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    kept = [at for at, column in enumerate(columns) if _is_column(block, column)]
    cells = [(block.child_blocks[columns[at]["type"]], at) for at in kept]
    rows = [
        {"values": [_value(child, row["values"][at]) for child, at in cells]}
        for row in rows
        if isinstance(row, dict)
        and isinstance(row.get("values"), list)
        and len(row["values"]) == len(columns)
    ]
    caption = raw.get("caption")
    return {
        "columns": [columns[at] for at in kept],
        "rows": rows if kept else [],
        "caption": caption if isinstance(caption, str) else "",
    }


def _is_column(block: TypedTableBlock, column: object) -> bool:
    match column:
        case {"type": str(name), "heading": str()}:
            return name in block.child_blocks
    return False


def _key(_block: blocks.Block, raw: object) -> int | None:
    """Return a primary key that can exist, or None."""
    if isinstance(raw, str) and raw.isascii() and raw.isdecimal() and len(raw) <= len(str(MAX_KEY)):
        raw = int(raw)
    return raw if type(raw) is int and 0 < raw <= MAX_KEY else None


def _text(_block: blocks.Block, raw: object) -> object:
    return raw if isinstance(raw, str) else UNREADABLE


def _whole_number(_block: blocks.Block, raw: object) -> object:
    return raw if raw is None or type(raw) is int else UNREADABLE


def _boolean(_block: blocks.Block, raw: object) -> object:
    return raw if isinstance(raw, bool) else UNREADABLE


def _choice(block: blocks.ChoiceBlock, raw: object) -> object:
    if raw is None or raw == "":
        return UNREADABLE if block.field.required else raw
    return raw if isinstance(raw, str) and raw in _choices(block) else UNREADABLE


def _several_choices(block: blocks.MultipleChoiceBlock, raw: object) -> object:
    choices = _choices(block)
    kept = [each for each in raw if each in choices] if isinstance(raw, list) else None
    return UNREADABLE if kept is None else kept


def _choices(block: blocks.ChoiceBlock | blocks.MultipleChoiceBlock) -> list:
    """Return the values of all choices, also of those in groups."""
    values = []
    for value, label in block.field.choices:
        values += [key for key, _label in label] if isinstance(label, (list, tuple)) else [value]
    return values


def _address(_block: blocks.Block, raw: object) -> object:
    try:
        parts = urlsplit(raw)
        parts.port  # noqa: B018 (raises ValueError)
    except (AttributeError, TypeError, ValueError):
        return UNREADABLE
    is_script = not isinstance(raw, str) or parts.scheme not in SCHEMES
    return UNREADABLE if is_script else raw


def _parsed(block: blocks.Block, raw: object) -> object:
    """Return the value of a number, date or time if the block can read it."""
    if raw is None or raw == "":
        return raw
    try:
        value = block.to_python(raw)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return UNREADABLE
    is_number = isinstance(value, (float, Decimal))
    return UNREADABLE if is_number and not Decimal(value).is_finite() else raw


# The first class that a block belongs to reads its values.
READERS = [
    (blocks.BaseStreamBlock, _stream),
    (blocks.ListBlock, _list),
    (ImageBlock, _image),
    (blocks.BaseStructBlock, _struct),
    (TypedTableBlock, _table),
    (blocks.ChooserBlock, _key),
    (blocks.MultipleChoiceBlock, _several_choices),
    (blocks.ChoiceBlock, _choice),
    (blocks.URLBlock, _address),
    (blocks.BooleanBlock, _boolean),
    (blocks.IntegerBlock, _whole_number),
    (TEXTS, _text),
]

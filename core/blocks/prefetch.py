"""Find values within a StreamField, and fetch its images and documents in few queries.

For public pages only: a chosen page stays an instance of which only the key is set.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from itertools import chain

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable

from core.blocks.choosers import deferred_choosers
from core.blocks.files import DocumentBlock, RecordingBlock
from core.blocks.media import FigureBlock, VideoBlock
from images.models import SiteImage
from images.rendition_cache import prefetch_pictures


def iter_block_values(stream: blocks.StreamValue, kind: type[blocks.Block]) -> Iterator[object]:
    """Yield the values of all blocks of a kind, also of those within other blocks."""
    for child in stream:
        yield from _within(child.block, child.value, kind)


def _within(block: blocks.Block, value: object, kind: type[blocks.Block]) -> Iterator[object]:
    if isinstance(block, kind):
        yield value
    else:
        for part, part_value in _parts(block, value):
            yield from _within(part, part_value, kind)


def _parts(block: blocks.Block, value: object) -> list[tuple[blocks.Block, object]]:
    """Return the blocks of which a value is made, each with its own value."""
    if isinstance(value, blocks.StructValue):
        return [(part, value[name]) for name, part in block.child_blocks.items()]
    bound: Iterable = ()
    if isinstance(value, ListValue):
        bound = value.bound_blocks
    elif isinstance(value, TypedTable):
        bound = chain.from_iterable(value.rows)
    elif isinstance(value, blocks.StreamValue):
        bound = value
    return [(child.block, child.value) for child in bound]


# Each kind of block with the name of its field, and what is fetched with each model.
FIELDS = {FigureBlock: "image", VideoBlock: "poster", DocumentBlock: "document"}
FIELDS |= {RecordingBlock: "file"}


def fetch_media(
    bodies: Iterable[blocks.StreamValue], fields: Iterable[tuple[Model, str]] = ()
) -> None:
    """Fill in the pictures and files of texts; what is gone leaves an empty field.

    `fields` are those of pages that name a picture or a file, too.
    """
    with deferred_choosers():
        slots = [slot for body in bodies for slot in _chosen(body)]
    stubs = [(block, name) for block, name in slots if block[name].get_deferred_fields()]
    named = [
        (page, page._meta.get_field(name), getattr(page, f"{name}_id")) for page, name in fields
    ]
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for block, name in stubs:
        wanted[type(block[name])].add(block[name].pk)
    for _page, field, key in named:
        wanted[field.related_model] |= {key} - {None}
    found = {model: model.objects.in_bulk(keys) for model, keys in wanted.items() if keys}
    prefetch_pictures([*found.get(SiteImage, {}).values(), *_pictures(slots)])
    for block, name in stubs:
        stub = block[name]
        block[name] = _in_place_of(stub, found[type(stub)].get(stub.pk))
    for page, field, key in named:
        if key:
            setattr(page, field.name, found[field.related_model].get(key))


def _chosen(body: blocks.StreamValue) -> Iterable[tuple[blocks.StructValue, str]]:
    for kind, name in FIELDS.items():
        for block in iter_block_values(body, kind):
            if block[name]:
                yield block, name


def _pictures(slots: Iterable[tuple[blocks.StructValue, str]]) -> Iterable[SiteImage]:
    """Yield the pictures of a text that was read before, such as a draft's in its preview."""
    values = (block[name] for block, name in slots)
    return (value for value in values if isinstance(value, SiteImage) and "file" in vars(value))


def _in_place_of(stub: Model, found: Model | None) -> Model | None:
    """Return a copy of what was found, with the words that this use of a picture has."""
    if found is None:
        return None
    own = copy(found)
    fields = {field.attname for field in found._meta.concrete_fields}
    words = {key: value for key, value in vars(stub).items() if key not in {*fields, "_state"}}
    own.__dict__.update(words)
    return own

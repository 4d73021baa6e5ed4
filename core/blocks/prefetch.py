"""Find values within StreamFields, and prefetch their images and documents.

For public pages only: chosen pages remain instances of which only the key is loaded.
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


def iter_block_values(
    stream: blocks.StreamValue, block_class: type[blocks.Block]
) -> Iterator[object]:
    """Yield the values of all blocks of a class, at any depth."""
    for child in stream:
        yield from _iter_values(child.block, child.value, block_class)


def _iter_values(
    block: blocks.Block, value: object, block_class: type[blocks.Block]
) -> Iterator[object]:
    if isinstance(block, block_class):
        yield value
    else:
        for child, child_value in _children(block, value):
            yield from _iter_values(child, child_value, block_class)


def _children(block: blocks.Block, value: object) -> list[tuple[blocks.Block, object]]:
    """Return the child blocks of a value, each with its own value."""
    if isinstance(value, blocks.StructValue):
        return [(child, value[name]) for name, child in block.child_blocks.items()]
    bound: Iterable = ()
    if isinstance(value, ListValue):
        bound = value.bound_blocks
    elif isinstance(value, TypedTable):
        bound = chain.from_iterable(value.rows)
    elif isinstance(value, blocks.StreamValue):
        bound = value
    return [(child.block, child.value) for child in bound]


# The name of the chooser in each class of block.
CHOOSERS = {
    FigureBlock: "image",
    VideoBlock: "poster",
    DocumentBlock: "document",
    RecordingBlock: "file",
}


def fetch_media(
    bodies: Iterable[blocks.StreamValue], fields: Iterable[tuple[Model, str]] = ()
) -> None:
    """Fetch the images and documents of bodies, and set those that were deleted to None.

    `fields` are foreign keys to images and documents, as pairs of page and field name.
    """
    with deferred_choosers():
        slots = [slot for body in bodies for slot in _filled_choosers(body)]
    stubs = [(block, name) for block, name in slots if block[name].get_deferred_fields()]
    keys = [
        (page, page._meta.get_field(name), getattr(page, f"{name}_id")) for page, name in fields
    ]
    ids: dict[type[Model], set[int]] = defaultdict(set)
    for block, name in stubs:
        ids[type(block[name])].add(block[name].pk)
    for _page, field, key in keys:
        ids[field.related_model] |= {key} - {None}
    fetched = {model: model.objects.in_bulk(pks) for model, pks in ids.items() if pks}
    prefetch_pictures([*fetched.get(SiteImage, {}).values(), *_loaded_images(slots)])
    for block, name in stubs:
        stub = block[name]
        block[name] = _replace_stub(stub, fetched[type(stub)].get(stub.pk))
    for page, field, key in keys:
        if key:
            setattr(page, field.name, fetched[field.related_model].get(key))


def _filled_choosers(body: blocks.StreamValue) -> Iterable[tuple[blocks.StructValue, str]]:
    for block_class, name in CHOOSERS.items():
        for block in iter_block_values(body, block_class):
            if block[name]:
                yield block, name


def _loaded_images(slots: Iterable[tuple[blocks.StructValue, str]]) -> Iterable[SiteImage]:
    """Yield the images that are loaded already, such as those of a draft in a preview."""
    values = (block[name] for block, name in slots)
    return (value for value in values if isinstance(value, SiteImage) and "file" in vars(value))


def _replace_stub(stub: Model, instance: Model | None) -> Model | None:
    """Return a copy of `instance` with the alternative text that Wagtail set on the stub."""
    if instance is None:
        return None
    fields = {field.attname for field in instance._meta.concrete_fields}
    contextual = {key: value for key, value in vars(stub).items() if key not in {*fields, "_state"}}
    replacement = copy(instance)
    replacement.__dict__.update(contextual)
    return replacement

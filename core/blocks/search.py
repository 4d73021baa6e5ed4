"""Find blocks of one kind wherever they stand within a text."""

from collections.abc import Iterable, Iterator
from itertools import chain

from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable


def find_values(stream: blocks.StreamValue, kind: type[blocks.Block]) -> Iterator[object]:
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

"""Find blocks of one kind wherever they stand within a text."""

from collections.abc import Iterator

from wagtail import blocks
from wagtail.blocks.list_block import ListValue


def find_values(stream: blocks.StreamValue, kind: type[blocks.Block]) -> Iterator[object]:
    """Yield the values of all blocks of a kind, also of those within other blocks."""
    for child in stream:
        yield from _within(child.block, child.value, kind)


def _within(block: blocks.Block, value: object, kind: type[blocks.Block]) -> Iterator[object]:
    if isinstance(block, kind):
        yield value
    elif isinstance(value, blocks.StructValue):
        for name, part in block.child_blocks.items():
            yield from _within(part, value[name], kind)
    elif isinstance(value, ListValue):
        for item in value.bound_blocks:
            yield from _within(item.block, item.value, kind)
    elif isinstance(value, blocks.StreamValue):
        yield from find_values(value, kind)

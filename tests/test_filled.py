"""The pages on which saving is tested hold every block and every kind of row that there is."""

import pytest
from wagtail import blocks

from tests.filled import PAGE_TYPES, row_relations, stream_fields, walk


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_page_holds_every_row(filled_tree, model):
    page = model.objects.first()
    for relation in row_relations(model):
        assert getattr(page, relation.related_name).exists(), relation.related_name


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_page_holds_every_block(filled_tree, model):
    page = model.objects.first()
    for field in stream_fields(model):
        stream = getattr(page, field.name)
        held = {path for item in stream.raw_data for path in paths(field.stream_block, item)}
        known = {path for path, block in walk(field.stream_block) if is_single(block)}
        assert known - held == set()


def is_single(block):
    return not isinstance(block, blocks.ListBlock) and not getattr(block, "child_blocks", None)


def paths(block, item):
    """Yield the paths of all single blocks of an item of a stream that hold something."""
    yield from values(block.child_blocks[item["type"]], item["value"], item["type"])


def values(block, value, path):
    if isinstance(block, blocks.ListBlock):
        children = [(block.child_block, item["value"], "item") for item in value]
    elif isinstance(block, blocks.StreamBlock):
        named = block.child_blocks
        children = [(named[item["type"]], item["value"], item["type"]) for item in value]
    elif isinstance(value, dict) and "columns" in value:
        yield from (f"{path}.{column['type']}" for column in value["columns"])
        return
    elif isinstance(value, dict):
        children = [(child, value.get(name), name) for name, child in block.child_blocks.items()]
    else:
        yield from [path] * (value not in (None, ""))
        return
    for child, held, name in children:
        yield from values(child, held, f"{path}.{name}")

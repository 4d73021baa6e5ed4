"""Stored values of StreamFields are read as by Wagtail, and unreadable ones are left out."""

import json

import pytest
from django.apps import apps
from django.test import RequestFactory
from wagtail import blocks
from wagtail.fields import StreamField

from core.blocks import BodyBlock
from core.blocks.stored import CheckedStreamField, readable
from tests.filled import Examples, stream_fields

FIELDS = [field for model in apps.get_models() for field in stream_fields(model)]


@pytest.fixture
def body():
    return CheckedStreamField(BodyBlock(), blank=True)


def test_every_stream_is_checked():
    assert FIELDS
    assert {type(field) for field in FIELDS} == {CheckedStreamField}


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_usual_values_are_read_as_by_wagtail(filled_tree, field):
    """For the values of every block, as JSON and as parsed by the database."""
    raw = json.loads(json.dumps(Examples(filled_tree).of(field.stream_block), default=str))
    for stored in (json.dumps(raw), raw):
        ours, theirs = field.to_python(stored), StreamField.to_python(field, stored)
        assert ours.get_prep_value() == theirs.get_prep_value()
        context = {"request": RequestFactory().get("/")}
        assert ours.render_as_block(context) == theirs.render_as_block(context)


@pytest.mark.parametrize("value", [None, "", [], "[]", "plain text"])
def test_empty_values_are_read_as_by_wagtail(body, value):
    ours, theirs = body.to_python(value), StreamField.to_python(body, value)
    assert list(ours) == list(theirs) == []
    assert ours.raw_text == theirs.raw_text


def test_values_assigned_by_code_are_left_alone(body):
    stream = body.to_python([("code", "x = 1")])
    assert [child.value for child in stream] == ["x = 1"]
    assert body.to_python(stream) is stream


@pytest.mark.parametrize(
    "raw",
    [True, 3, "[" * 5000, {"type": "code"}, ["x"], [[]], [None], [{"value": "x"}], [{"type": []}]],
)
def test_what_is_no_block_is_left_out(body, raw):
    stored = (
        raw
        if isinstance(raw, str)
        else json.dumps([*raw, good()] if isinstance(raw, list) else raw)
    )
    values = [child.value for child in body.to_python(stored)]
    assert values == (["kept"] if isinstance(raw, list) else [])


def good():
    return {"type": "code", "value": "kept", "id": "a"}


@pytest.mark.parametrize(
    ("block", "value", "read"),
    [
        ("heading", {"text": "A", "level": "hx"}, {"text": "A", "level": "h2"}),
        ("heading", {"text": ["A"]}, {"text": "", "level": "h2"}),
        ("heading", 1, {"text": "", "level": "h2"}),
        ("document", {"document": "abc", "title": "T"}, {"document": None, "title": "T"}),
        ("document", {"document": 10**30, "title": "T"}, {"document": None, "title": "T"}),
    ],
)
def test_field_that_cannot_be_read_has_its_default(body, block, value, read):
    [child] = body.to_python(json.dumps([{"type": block, "value": value}]))
    assert {name: child.value[name] for name in read} == read


def test_table_keeps_what_can_be_read(body):
    columns = [{"type": "text", "heading": "A"}, {"type": "unknown", "heading": "B"}, {}]
    rows = [{"values": ["x", "y", "z"]}, {"values": ["x"]}, {}, 3]
    table = {"columns": columns, "rows": rows, "caption": []}
    [child] = body.to_python(json.dumps([{"type": "table", "value": table}]))
    assert [column["heading"] for column in child.value.columns] == ["A"]
    assert [row["values"] for row in child.value.row_data] == [["x"]]


@pytest.mark.parametrize("key", ['"><img src=x onerror=alert(1)>', "a b", "", "x" * 65, 7, None])
def test_ids_that_no_editor_makes_are_left_out(body, key):
    """Wagtail's scripts write them into the HTML of the editor without escaping."""
    raw = [{"type": "code", "value": "x = 1", "id": key}]
    item = {"type": "item", "value": "x", "id": key}
    assert [child.id for child in body.to_python(raw)] == [None]
    assert readable(blocks.ListBlock(blocks.CharBlock()), [item])[0]["id"] != key


def test_ids_of_the_editor_are_kept(body):
    raw = [{"type": "code", "value": "x = 1", "id": "5a1f9c1e-7c0a-4b1e-9d5c-0f0e2f6f0a11"}]
    assert body.to_python(raw)[0].id == raw[0]["id"]

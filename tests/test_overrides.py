"""What we subclass of Wagtail's editor does what Wagtail's own class does."""

import json
import random

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.telepath import JSContext, registry
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from core.blocks.choosers import DeferredChooserMixin, deferred_choosers
from core.widgets import RichTextArea
from tests.filled import Examples, stream_fields, walk
from tests.form_data import block_data, rich_text


def is_wagtails(kind):
    return kind.__module__.startswith("wagtail.")


def own_blocks():
    """Return one block of each class of ours that a stream of any model holds."""
    streams = [field.stream_block for model in apps.get_models() for field in stream_fields(model)]
    found = {type(block): block for stream in streams for _path, block in walk(stream)}
    return [block for kind, block in found.items() if not is_wagtails(kind)]


OWN = own_blocks()


def wagtails(block):
    """Return the class of Wagtail that a block of ours is made of."""
    return next(kind for kind in type(block).__mro__ if is_wagtails(kind))


def with_the_same_keys(call):
    """Return what a call returns; the editor gives each paragraph a random key."""
    random.seed(0)
    return call()


def by_name(block):
    return type(block).__name__


def test_blocks_are_found():
    """Of any depth: a chooser within a list within a section of the front page."""
    names = {by_name(block) for block in OWN}
    assert {"BodyBlock", "CardChooserBlock", "PictureBlock", "SpeakerBlock", "PinBlock"} <= names


@pytest.mark.parametrize("block", OWN, ids=by_name)
def test_block_gives_the_form_what_wagtails_class_gives(block, filled_tree):
    kind = wagtails(block)
    raw = Examples(filled_tree).of(block)
    values = [block.to_python(raw), block.bulk_to_python([raw])[0], block.get_default()]
    if isinstance(block, (blocks.ChooserBlock, ImageBlock)):
        values.append(None)
    for value in values:
        ours = with_the_same_keys(lambda value=value: block.get_form_state(value))
        assert ours == with_the_same_keys(lambda value=value: kind.get_form_state(block, value))
        assert block.get_prep_value(value) == kind.get_prep_value(block, value)
    assert JSContext().pack(block)
    assert registry.find_adapter(type(block)) is registry.find_adapter(kind)


@pytest.mark.parametrize("block", OWN, ids=by_name)
def test_block_takes_from_the_form_what_wagtails_class_takes(block, filled_tree):
    kind = wagtails(block)
    raw = Examples(filled_tree).of(block)
    if by_name(block) == "SessionBlock":
        raw["start"], raw["end"] = "10:00:00", "11:00:00"
    data = block_data(block, raw, "x")
    ours = block.value_from_datadict(data, {}, "x")
    theirs = kind.value_from_datadict(block, data, {}, "x")
    assert prepared(block, ours) == prepared(block, theirs)
    assert prepared(block, block.clean(ours)) == prepared(block, kind.clean(block, theirs))


def prepared(block, value):
    """Return a value as it is stored, without the keys that every conversion makes new."""
    value = block.get_prep_value(value)
    if not isinstance(value, list):
        return value
    return [{**item, "id": ""} for item in value]


@pytest.mark.parametrize(
    "block", [one for one in OWN if isinstance(one, DeferredChooserMixin)], ids=by_name
)
def test_chooser_is_wagtails_where_nothing_is_deferred(block, filled_tree):
    key, gone = Examples(filled_tree).of(block), 10_000
    assert block.to_python(key) == wagtails(block).to_python(block, key)
    found = block.bulk_to_python([key, None, gone, key])
    assert found == wagtails(block).bulk_to_python(block, [key, None, gone, key])
    assert not found[0].get_deferred_fields()
    with deferred_choosers():
        stub = block.to_python(key)
    assert stub == found[0]
    assert stub.get_deferred_fields()


@pytest.mark.parametrize("html", ["<p>Words</p>", "<ul><li>One</li></ul>", "<p></p><p>A</p>"])
def test_text_is_stored_as_by_wagtails_editor(html):
    features = ["bold", "ul"]
    data = {"text": rich_text(html, features)}
    ours, theirs = (kind(features=features) for kind in (RichTextArea, DraftailRichTextArea))
    stored = ours.value_from_datadict(data, {}, "text")
    assert stored == theirs.value_from_datadict(data, {}, "text")
    assert RichText(stored)
    assert registry.find_adapter(RichTextArea) is registry.find_adapter(DraftailRichTextArea)


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> </p><p></p>"])
def test_text_without_words_is_stored_as_none(html):
    data = {"text": rich_text(html, ["bold"])}
    assert RichTextArea(features=["bold"]).value_from_datadict(data, {}, "text") == ""
    assert RichTextArea().value_from_datadict({}, {}, "text") is None


@pytest.mark.parametrize(
    "forged", ["", "x", "[]", "1", "{}", '{"blocks": 1}', '{"blocks": [{}], "entityMap": {}}']
)
def test_unreadable_text_is_stored_as_none(forged):
    assert not RichTextArea(features=["bold"]).value_from_datadict({"text": forged}, {}, "text")


@pytest.mark.parametrize("key", ["abc", "", "9" * 30, "²", "-1"])
def test_link_with_a_forged_key_is_stored_and_edited_as_text(key):
    forged = f'<p>A <a id="{key}" linktype="page">word</a></p>'
    data = {"text": rich_text(forged, ["link"])}
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": key, "parentId": 1}}
    content = json.loads(data["text"])
    content["entityMap"] = {"0": entity}
    content["blocks"][0]["entityRanges"] = [{"offset": 2, "length": 4, "key": 0}]
    data["text"] = json.dumps(content)
    stored = RichTextArea(features=["link"]).value_from_datadict(data, {}, "text")
    assert "word" in stored
    assert "linktype" not in stored
    assert rich_text(stored, ["link"])


def test_half_an_emoji_is_not_stored():
    data = {"text": rich_text("<p>Cut off</p>", []).replace("off", "off \\ud83d")}
    stored = RichTextArea(features=[]).value_from_datadict(data, {}, "text")
    assert "Cut off" in stored
    assert stored.encode()

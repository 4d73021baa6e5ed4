"""Attacks on the second pair of eyes: words that the fingerprint of a revision could miss.

Each test takes the shortest way that could work, and asks what readers see afterwards.
"""

import json

import pytest

from editorial.models import ModerationSettings
from tests import factories
from tests.editorial.moderation.four_eyes_desk import PUBLISH, SUBMIT, public_html
from tests.editorial.moderation.four_eyes_forms import contribution, link, note
from tests.editorial.moderation.four_eyes_ledger import content_of


def linked(words, *addresses):
    """Return the POST data of a paragraph in which each word links to an address."""
    text = "Go " + "".join(words)
    places = [3 + sum(map(len, words[:number])) for number in range(len(words))]
    ranges = [
        {"key": key, "offset": place, "length": len(word)}
        for key, (place, word) in enumerate(zip(places, words, strict=True))
    ]
    entities = {
        str(key): {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}
        for key, url in enumerate(addresses)
    }
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    blocks = [block | {"inlineStyleRanges": [], "entityRanges": ranges}]
    return {"body-0-value": json.dumps({"blocks": blocks, "entityMap": entities})}


def paragraph(text):
    """Return the POST data of a paragraph without links."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    blocks = [block | {"inlineStyleRanges": [], "entityRanges": []}]
    return {"body-0-value": json.dumps({"blocks": blocks, "entityMap": {}})}


# Words that look like what the fingerprint leaves out


def test_words_between_two_forged_links(public):
    forged = linked(["HIDDEN", "there"], "https://example.org/ data-block-key=", "")
    public.save("moderator", PUBLISH, **forged)
    assert "HIDDEN" not in public_html(public.page)


def test_editor_adds_words_between_forged_links_after_the_approval(public, site):
    ModerationSettings.objects.create(site=site, approve_only=True)
    public.save("editor", SUBMIT, standfirst="Approved")
    public.approve("moderator")
    forged = linked(["HIDDEN", "there"], "https://example.org/ data-block-key=", "")
    public.save("editor", PUBLISH, **forged)
    assert "HIDDEN" not in public_html(public.page)


@pytest.mark.parametrize("field", ["title", "standfirst", "seo_title", "search_description"])
def test_words_typed_like_a_block_key(public, field):
    before = public.draft[field]
    public.save("moderator", PUBLISH, **{field: f'{before} data-block-key="HIDDEN"'})
    assert "HIDDEN" not in public_html(public.page)


def test_editor_adds_words_like_a_block_key_after_the_approval(public, site):
    ModerationSettings.objects.create(site=site, approve_only=True)
    public.save("editor", SUBMIT, standfirst="Approved")
    public.approve("moderator")
    public.save("editor", PUBLISH, title='First data-block-key="HIDDEN"')
    assert "HIDDEN" not in public_html(public.page)


@pytest.mark.parametrize("block", ["code", "heading", "paragraph"])
def test_words_typed_like_a_block_key_in_a_block(public, block):
    write = {
        "code": lambda text: {"body-0-value": text},
        "heading": lambda text: {"body-0-value-text": text, "body-0-value-level": "h2"},
        "paragraph": paragraph,
    }[block]
    shared = {"paragraphs": ["x"], "body-0-type": block}
    public.save("editor", **shared, **write("Go there"))
    public.publish("second")
    assert "Go there" in public_html(public.page)
    public.save("moderator", PUBLISH, **shared, **write('Go data-block-key="HIDDEN" there'))
    assert "HIDDEN" in public.draft["body"]
    assert "HIDDEN" not in public_html(public.page)


LIKE_JSON = [
    ('{"a": "x"}', '{"a": "HIDDEN", "a": "x"}'),
    ("[1, 2]", "[1,  2]"),
    ("[1.0]", "[1.00]"),
    ('["a"]', r'["\u0061"]'),
]
EMPTY_JSON = [("", "{}"), ("", "[ ]")]


@pytest.mark.parametrize(
    ("field", "approved", "forged"),
    [
        *[("title", *texts) for texts in LIKE_JSON],
        *[("standfirst", *texts) for texts in LIKE_JSON + EMPTY_JSON],
    ],
)
def test_plain_text_that_looks_like_json(public, field, approved, forged):
    public.save("editor", None, **{field: approved})
    public.publish("second")
    assert getattr(public.page, field) == approved
    public.save("moderator", PUBLISH, **{field: forged})
    assert getattr(public.page, field) == approved


# The order of rows, and fields beside the text


@pytest.fixture
def rows(public):
    """Let the public article have two rows of each kind."""
    people = [factories.ContributorFactory().pk for _ in range(2)]
    section = public.page.get_parent()
    added = {
        "contributions": [contribution(pk) for pk in people],
        "related_links": [link(section.pk), link(section.get_parent().pk)],
        "footnotes": [note("One"), note("Two")],
    }
    public.save("editor", rows=added)
    public.publish("second")
    return public


@pytest.mark.parametrize("name", ["contributions", "related_links", "footnotes"])
def test_another_order_of_rows(rows, name):
    before = content_of(rows.page.serializable_data())[name]
    assert len(before) == 2
    rows.save("moderator", rows={name: rows.draft[name][::-1]})
    assert content_of(rows.draft)[name] == before[::-1]
    rows.publish("moderator")
    assert content_of(rows.page.serializable_data())[name] == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "hidden"),
        ("seo_title", "Hidden"),
        ("lead_image_alt", "Hidden"),
        ("lead_image_caption", "Hidden"),
        ("lead_image_decorative", "on"),
        ("title_language", "de"),
        ("published_at", "2020-01-01 10:00"),
        ("ai_use", "assisted"),
        ("series_part", "0"),
    ],
)
def test_fields_beside_the_text(public, field, value):
    before = public.page.serializable_data()[field]
    public.save("moderator", None, **{field: value})
    assert public.draft[field] != before, "The form has no such value."
    public.publish("moderator")
    assert public.page.serializable_data()[field] == before


def test_number_that_the_fingerprint_drops(public):
    public.save("moderator", PUBLISH, series_part="0")
    assert public.page.series_part is None

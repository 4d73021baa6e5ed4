"""What no editor sends is dropped from rich text, and its words are kept."""

import json

import pytest
from wagtail.rich_text import (
    expand_db_html,
    extract_references_from_rich_text,
    features,
)

from core.contentstate import quoted_address
from core.widgets import RichTextArea
from tests.form_data import rich_text

FEATURES = ["bold", "link", "document-link", "footnotes", "language", "ul"]
UUID = "3c7cbb39-0b5b-4f0c-8d2e-6f7f5a3b9c11"
INVALID_KEYS = ["abc", "", "-1", "9" * 30, "²", "９", None, [], {}, 1.5, True]


def stored(kind=None, data=None, **block):
    """Return what is stored of the words “A few words” with an entity on “few”."""
    block = {
        "key": "abcde",
        "type": "unstyled",
        "depth": 0,
        "text": "A few words",
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 2, "length": 3}] if kind else [],
    } | block
    entities = {"0": {"type": kind, "mutability": "MUTABLE", "data": data}} if kind else {}
    state = json.dumps({"blocks": [block], "entityMap": entities})
    return RichTextArea(features=FEATURES).value_from_datadict({"text": state}, {}, "text")


@pytest.mark.parametrize(
    ("kind", "data", "tag"),
    [
        ("LINK", {"id": 7}, '<a linktype="page" id="7">'),
        (
            "LINK",
            {"url": "https://example.org/a?b=c&d"},
            '<a href="https://example.org/a?b=c&amp;d">',
        ),
        ("LINK", {"url": "mailto:ada@example.org"}, '<a href="mailto:ada@example.org">'),
        ("LINK", {"url": "#notes"}, '<a href="#notes">'),
        ("DOCUMENT", {"id": "7"}, '<a linktype="document" id="7">'),
        ("LANGUAGE", {"lang": "pt-BR"}, '<span lang="pt-BR">'),
        ("FOOTNOTES", {"footnote": UUID}, f'<footnote id="{UUID}">'),
    ],
)
def test_what_an_editor_sends_is_stored(kind, data, tag):
    assert f"A {tag}few</" in stored(kind, data)


@pytest.mark.parametrize("key", INVALID_KEYS)
@pytest.mark.parametrize("kind", ["LINK", "DOCUMENT"])
def test_link_without_a_possible_target_is_stored_as_text(kind, key):
    assert stored(kind, {"id": key}) == '<p data-block-key="abcde">A few words</p>'


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        *[("LINK", data) for data in (None, [], {}, {"url": None}, {"url": ["https://a.example"]})],
        *[("LANGUAGE", {"lang": tag}) for tag in ("", None, 'en" onclick="', "english language")],
        *[("FOOTNOTES", {"footnote": key}) for key in ("", None, "abc", '"><script>', {})],
        ("IMAGE", {"id": "1"}),
        ("FALLBACK", {}),
        ([], {}),
        (None, {}),
    ],
)
def test_unreadable_entity_is_dropped(kind, data):
    assert stored(kind or 0, data) == '<p data-block-key="abcde">A few words</p>'


@pytest.mark.parametrize(
    "ranges",
    [
        None,
        [{}],
        [{"key": 0}],
        [{"key": 5, "offset": 0, "length": 1}],
        [{"key": 0, "offset": -1, "length": 1}],
        [{"key": 0, "offset": 0, "length": 0}],
        [{"key": 0, "offset": 99, "length": 1}],
        [{"key": 0, "offset": "0", "length": 1}],
        [{"key": [], "offset": 0, "length": 1}],
    ],
)
def test_unreadable_range_is_dropped(ranges):
    html = stored("LINK", {"id": 1}, entityRanges=ranges)
    assert html == '<p data-block-key="abcde">A few words</p>'


def test_range_ends_with_its_text():
    ranges = [{"key": 0, "offset": 6, "length": 10**9}]
    assert 'A few <a linktype="page" id="1">words</a>' in stored(
        "LINK", {"id": 1}, entityRanges=ranges
    )


def test_of_overlapping_links_the_first_is_kept():
    ranges = [
        {"key": 0, "offset": 4, "length": 4},
        {"key": 0, "offset": 2, "length": 4},
    ]
    html = stored("LINK", {"id": 1}, entityRanges=ranges)
    assert 'A <a linktype="page" id="1">few </a>words' in html


@pytest.mark.parametrize(
    "block",
    [
        {"key": None},
        {"key": '"><script>'},
        {"key": ["a"]},
        {"depth": 10**9, "type": "unordered-list-item"},
        {"depth": "deep"},
        {"type": "of no kind"},
        {"inlineStyleRanges": [{"style": 1, "offset": 0, "length": 1}]},
        {"inlineStyleRanges": [{"style": "SCRIPT", "offset": 0, "length": 1}]},
    ],
)
def test_words_of_a_forged_block_are_kept(block):
    html = stored(**block)
    assert "A few words" in html
    assert len(html) < 200
    assert "script" not in html


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/ data-block-key=", "https://example.org/%20data-block-key="),
        ('https://example.org/?q="a b"', "https://example.org/?q=%22a%20b%22"),
        ("https://example.org/\u00a0a", "https://example.org/%C2%A0a"),
        ("https://exa\nmple.org/", "https://example.org/"),
        (" https://example.org/ ", "https://example.org/"),
        ("tel:+44 20 7946 0000", "tel:+442079460000"),
        ("https://example.org/Hobson's_choice|{x}", "https://example.org/Hobson's_choice|{x}"),
    ],
)
def test_addresses_have_no_spaces_and_quotation_marks(url, address):
    assert quoted_address(url) == address


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x"]
)
def test_addresses_run_no_scripts(url):
    assert "href" not in stored("LINK", {"url": url})


@pytest.mark.django_db
@pytest.mark.parametrize("linktype", ["page", "document", "unknown", ""])
@pytest.mark.parametrize("attributes", ["", 'id="abc"', 'id=""', f'id="{"9" * 30}"', "id"])
def test_stored_link_with_an_invalid_key_is_survived(linktype, attributes):
    html = f'<p>A <a linktype="{linktype}" {attributes}>few</a> words</p>'
    assert "few" in expand_db_html(html)
    assert list(extract_references_from_rich_text(html)) == []
    assert "few" in rich_text(html, FEATURES)


EMBED_TYPES = sorted(features.get_embed_types())


@pytest.mark.django_db
@pytest.mark.parametrize("embedtype", [*EMBED_TYPES, "unknown", ""])
@pytest.mark.parametrize(
    "attributes", ["", 'id=""', 'id="abc"', 'id="1" format="no"', "url", 'url="javascript:x"']
)
def test_stored_embed_with_invalid_attributes_is_left_out(embedtype, attributes):
    html = f'<p>A</p><embed embedtype="{embedtype}" {attributes}/><p>few words</p>'
    assert expand_db_html(html) == "<p>A</p><p>few words</p>"
    assert "few words" in rich_text(html, FEATURES)


def test_stored_media_are_a_link():
    html = '<embed embedtype="media" url="https://video.example/?a=1&amp;b=&quot;"/>'
    address = "https://video.example/?a=1&amp;b=&quot;"
    assert expand_db_html(html) == f'<p><a href="{address}">{address}</a></p>'

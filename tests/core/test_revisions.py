"""Fingerprints change with everything that readers see, and with nothing else."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.revisions import content_fingerprint
from core.widgets import RichTextArea
from news.models import ArticlePage
from tests import factories
from tests.site_tree import raw_body

FEATURES = ["bold", "link", "document-link", "ul"]
# The addresses that hid the words between two links from an earlier fingerprint.
ADDRESSES = st.sampled_from(
    [
        'https://example.org/" data-block-key="',
        "https://example.org/ data-block-key=",
        "",
        "https://example.org/",
        '" data-block-key="',
    ]
)
WORDS = st.text(st.sampled_from('ab <>&"= -key/'), min_size=1, max_size=40)


@pytest.fixture
def content(site_tree):
    return site_tree.article.serializable_data()


def saved(text, links, key="abcde"):
    """Return what the editor stores of a paragraph with links at its start and end."""
    ranges = [(0, 1), (max(len(text) - 1, 1), 1)]
    state = {
        "blocks": [
            {
                "key": key,
                "type": "unstyled",
                "depth": 0,
                "text": text,
                "inlineStyleRanges": [],
                "entityRanges": [
                    {"key": number, "offset": start, "length": length}
                    for number, (start, length) in enumerate(ranges)
                    if start + length <= len(text)
                ],
            }
        ],
        "entityMap": {
            str(number): {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}
            for number, url in enumerate(links)
        },
    }
    widget = RichTextArea(features=FEATURES)
    return widget.value_from_datadict({"text": json.dumps(state)}, {}, "text")


def with_paragraph(content, html):
    return content | {"body": json.dumps(raw_body(("paragraph", html)))}


@settings(max_examples=300)
@given(first=WORDS, second=WORDS, links=st.tuples(ADDRESSES, ADDRESSES))
def test_no_words_are_hidden_between_forged_links(article_content, first, second, links):
    assume(first.split() != second.split())
    prints = {
        content_fingerprint(with_paragraph(article_content, saved(text, links)))
        for text in (first, second)
    }
    assert len(prints) == 2


@pytest.fixture(scope="module")
def article_content(django_db_setup, django_db_blocker):
    """The content of an unsaved article."""
    with django_db_blocker.unblock():
        from_model = ArticlePage(title="Article", slug="article").serializable_data()
        content_fingerprint(from_model)  # Caches the content type.
    return from_model


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p data-block-key="abcde">A</p>', '<p data-block-key="fghij">A</p>'),
        ('<ul><li data-block-key="a1b2c">A</li></ul>', '<ul><li data-block-key="c">A</li></ul>'),
        ('<p data-block-key="abcde">A</p>', "<p>A</p>"),
    ],
)
def test_keys_of_paragraphs_do_not_count(content, before, after):
    prints = {content_fingerprint(with_paragraph(content, html)) for html in (before, after)}
    assert len(prints) == 1
    prints = {content_fingerprint(content | {"editors_note": html}) for html in (before, after)}
    assert len(prints) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p data-block-key="words of many kinds">A</p>', '<p data-block-key="others">A</p>'),
        ("<p>&#65;</p>", "<p>65</p>"),
        ("<p>one<!-- two --></p>", "<p>one two </p>"),
        ('<p><a href="https://a.example/">A</a></p>', '<p><a href="https://b.example/">A</a></p>'),
        ("<p>A</p>", "<p>A"),
    ],
)
def test_everything_else_in_rich_text_counts(content, before, after):
    prints = {content_fingerprint(with_paragraph(content, html)) for html in (before, after)}
    assert len(prints) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (' data-block-key="abcde"', ' data-block-key="fghij"'),
        ('{"a": "hidden", "a": "x"}', '{"a": "other", "a": "x"}'),
        ("[1, 2]", "[1,2]"),
        ('<p data-block-key="abcde">', '<p data-block-key="fghij">'),
    ],
)
def test_plain_text_is_compared_as_it_is(content, before, after):
    for changed in (
        lambda text: content | {"title": text},
        lambda text: content | {"body": json.dumps(raw_body(("code", text)))},
    ):
        assert content_fingerprint(changed(before)) != content_fingerprint(changed(after))


def test_order_of_rows_counts(site_tree):
    people = [factories.ContributorFactory(name=name) for name in ("Ada", "Berta")]
    factories.attribute(site_tree.article, *people)
    content = ArticlePage.objects.get(pk=site_tree.article.pk).serializable_data()
    rows = content["contributions"]
    assert len(rows) >= 2
    swapped = [row | {"sort_order": len(rows) - at} for at, row in enumerate(rows)]
    changed = content | {"contributions": swapped}
    assert content_fingerprint(changed) != content_fingerprint(content)
    # The same order, stored in another one.
    in_order = [row | {"sort_order": at} for at, row in enumerate(rows)]
    prints = {
        content_fingerprint(content | {"contributions": each})
        for each in (in_order, in_order[::-1])
    }
    assert len(prints) == 1


def test_zero_is_not_empty(content):
    prints = {content_fingerprint(content | {"series_part": value}) for value in (0, None, 1)}
    assert len(prints) == 3


@pytest.mark.parametrize(
    "body",
    [
        "not JSON",
        '{"type": "paragraph"}',
        '[1, null, {"type": 3, "value": 4}, {"type": "unknown", "value": {}}]',
        '[{"type": "paragraph", "value": 3}, {"type": "quote", "value": []}]',
        '[{"type": "table", "value": {"columns": [1], "rows": [2, {"values": [3, 4]}]}}]',
        '[{"type": "table", "value": {"columns": [{}], "rows": [{"values": [3]}]}}]',
    ],
)
def test_values_that_no_block_stores_are_compared_as_they_are(content, body):
    assert content_fingerprint(content | {"body": body}) != content_fingerprint(content)

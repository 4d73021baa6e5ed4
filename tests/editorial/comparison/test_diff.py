"""The comparison marks exactly those differences that readers could notice."""

import copy
import json
import random
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from books.models import BookPage, Bookseller, Imprint
from contributors.models import Contributor
from core.values.money import CURRENCIES
from documents.models import SiteDocument
from editorial.comparison.diff import diff_html
from editorial.comparison.pages import PageComparison
from editorial.comparison.rich_text import rich_text_lines
from events.models import Organiser
from images.models import SiteImage
from news.models import ArticlePage
from tests import factories
from tests.filled import PAGE_TYPES
from topics.models import Topic

# Fields that readers do not see, or that no form changes.
IGNORED = {
    *("pk", "path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key"),
    *("live", "expired", "owner", "alias_of", "locked", "locked_at", "locked_by", "draft_title"),
    *("first_published_at", "last_published_at", "wagtail_admin_comments", "live_revision"),
    *("latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
    *(
        "show_in_menus",
        "id",
        "uuid",
        "sort_order",
        "page_id",
        "type",
        "starts_at",
        "ends_at",
        "sequence",
    ),
}
# Models that fields refer to, by the names of the fields.
MODELS = {
    **dict.fromkeys(("image", "lead_image", "sharing_image", "poster", "back_cover"), SiteImage),
    **dict.fromkeys(("document", "file", "download", "extract"), SiteDocument),
    "contributor": Contributor,
    "topic": Topic,
    "organiser": Organiser,
    "seller": Bookseller,
    "imprint": Imprint,
}
DAY, HOUR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d(:\d\d)?$")
NUMBER = re.compile(r"\d+(\.\d+)?$")
HREFS = re.compile('href="[^"]*"')


@pytest.fixture
def others(filled_tree):
    """Add another object of each type that can be chosen."""
    factories.SiteImageFactory(title="Quay")
    factories.SiteDocumentFactory(title="Letter", file__filename="letter.pdf")
    factories.TopicFactory(name="Rent")
    Organiser.objects.create(name="The union")
    Bookseller.objects.create(name="Another shop")
    Imprint.objects.create(name="Another press")
    return filled_tree


def differences(page, before, after):
    """Return the HTML of each field that differs."""
    return compared(page, *(page.with_content_json(copy.deepcopy(c)) for c in (before, after)))


def compared(page, *revisions):
    comparisons = [compare(*revisions) for compare in PageComparison(page).get_comparison()]
    return [comparison.htmldiff() for comparison in comparisons if comparison.has_changed()]


def revision_content(page):
    """Return the content of a revision, with its streams parsed."""
    content = json.loads(page.to_json())
    return {name: json.loads(v) if is_stream(page, name) else v for name, v in content.items()}


def is_stream(page, name):
    return hasattr(page._meta.model, name) and hasattr(getattr(page, name), "stream_block")


def serialized(page, content):
    return {name: json.dumps(v) if is_stream(page, name) else v for name, v in content.items()}


def value_paths(value, path=()):
    """Yield the paths of all values that an editor can change."""
    if isinstance(value, dict):
        for key, item in value.items():
            is_parental_key = key in ("page", "format") and "pk" in value and path
            if key not in IGNORED and not is_parental_key:
                yield from value_paths(item, (*path, key))
    elif isinstance(value, list):
        if len(value) > 1 and isinstance(value[0], dict) and path[-1] != "columns":
            yield path
        for number, item in enumerate(value):
            yield from value_paths(item, (*path, number))
    elif value not in (None, ""):
        yield path


def change(value, path, rng):
    """Return another value of the same type, or None if there is none."""
    if isinstance(value, list):
        return reordered(value, rng)
    if isinstance(value, int):
        return not value if isinstance(value, bool) else another_key(value, path)
    return edited(value, rng) if "<" in value else another_text(value)


def another_text(value):
    if value in ("h2", "h3"):
        return "h3" if value == "h2" else "h2"
    if value in dict(CURRENCIES):
        return "EUR" if value == "GBP" else "GBP"
    if match := DAY.match(value):
        return str(date.fromisoformat(match[0]) + timedelta(days=1)) + value[10:]
    if HOUR.match(value):
        return "08:07:00"
    return f"{value}1" if NUMBER.match(value) else f"{value} x"


def reordered(rows, rng):
    """Return rows in another order, or without the first one."""
    first, *others = copy.deepcopy(rows)
    rows_without_ids = [{**row, "id": "", "pk": ""} for row in rows]
    is_uniform = rows_without_ids.count(rows_without_ids[0]) == len(rows)
    if is_uniform or rng.random() < 0.5:  # Equal rows look the same in any order.
        return others
    return [*others, first]


def another_key(key, path):
    names = [name for name in path if isinstance(name, str) and name != "value"]
    model = MODELS.get(names[-1])
    if model:
        return model.objects.exclude(pk=key).values_list("pk", flat=True).first()
    if names[-1] in ("page", "pages", "source", "book", "series"):
        return ArticlePage.objects.exclude(pk=key).values_list("pk", flat=True).first()
    return key + 1


def edited(html, rng):
    """Return rich text with one visible difference."""
    edits = {
        "a word": lambda: html.replace("word", "sword", 1),
        "a link": lambda: HREFS.sub('href="https://other.example/"', html, count=1),
        "bold": lambda: html.replace("<b>", "", 1).replace("</b>", "", 1),
        "italic": lambda: html.replace("<i>", "<b>", 1).replace("</i>", "</b>", 1),
        "struck": lambda: html.replace("<s>", "", 1).replace("</s>", "", 1),
        "raised": lambda: html.replace("<sup>", "<sub>", 1).replace("</sup>", "</sub>", 1),
        "list": lambda: html.replace("<ul>", "<ol>", 1).replace("</ul>", "</ol>", 1),
        "level": lambda: html.replace("<ul><li>Below one</li></ul>", "").replace(
            "<li>Two", "<li>Below one</li><li>Two"
        ),
        "heading": lambda: html.replace("<h2", "<h3", 1).replace("</h2>", "</h3>", 1),
        "language": lambda: html.replace('lang="cy"', 'lang="ga"'),
        "note": lambda: re.sub("<footnote.*</footnote>", "", html),
        "paragraph": lambda: html.replace("</p>", "</p><p>One more.</p>", 1),
    }
    texts = [text for text in (edit() for edit in edits.values()) if text != html]
    return rng.choice(texts)


def set_value(content, path, value):
    for key in path[:-1]:
        content = content[key]
    content[path[-1]] = value


def get_value(content, path):
    for key in path:
        content = content[key]
    return content


@settings(max_examples=150)
@given(number=st.integers(0, len(PAGE_TYPES) - 1), seed=st.integers(0, 2**32))
def test_every_change_is_marked(others, number, seed):
    page, rng = PAGE_TYPES[number].objects.first(), random.Random(seed)  # noqa: S311
    before = revision_content(page)
    path = rng.choice(list(value_paths(before)))
    value = change(get_value(before, path), path, rng)
    if value is None or value == get_value(before, path):
        return
    after = copy.deepcopy(before)
    set_value(after, path, value)
    marked = differences(page, serialized(page, before), serialized(page, after))
    assert marked, (path, get_value(before, path), value)
    assert all("<ins" in html or "<del" in html for html in marked)


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_equal_content_has_no_differences(filled_tree, model):
    """The form adds IDs of paragraphs and blocks, and empty values."""
    page = model.objects.first()
    before = revision_content(page)
    after = json.loads(
        re.sub(
            r"<(p|li|h2)>",
            r'<\1 data-block-key=\\"5b3ac\\">',
            json.dumps(before),
        )
    )
    for path, value in list(leaves(after)):
        if path[-1] == "id":
            set_value(after, path, f"{value}-new")
        elif value in (None, "") and isinstance(get_value(before, path[:-1]), dict):
            set_value(after, path, None if value == "" and "body" in path else value)
    assert differences(page, serialized(page, before), serialized(page, after)) == []


def leaves(value, path=()):
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in pairs:
        if isinstance(item, (dict, list)):
            yield from leaves(item, (*path, key))
        else:
            yield (*path, key), item


RICH = [
    ("<p>A word</p>", "<p>A <b>word</b></p>", "word", "<b>word</b>"),
    ("<p>A <b>word</b></p>", "<p>A <i>word</i></p>", "<b>word</b>", "<i>word</i>"),
    ("<h2>Title</h2>", "<h3>Title</h3>", "<b>Heading 2:</b> ", "<b>Heading 3:</b> "),
    ("<ul><li>One</li></ul>", "<ol><li>One</li></ol>", "<b>•</b> ", "<b>1.</b> "),
    ("<p>One</p>", "<p>One<sup>2</sup></p>", "", "<sup>2</sup>"),
    ("<p>A word</p>", '<p>A <span lang="cy">word</span></p>', "word",
     '<span lang="cy" title="cy">word</span>'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "deleted", "added"), RICH)
def test_style_is_displayed(before, after, deleted, added):
    html = BeautifulSoup(diff_html(rich_text_lines(before), rich_text_lines(after)), "html.parser")
    for name, expected in (("del", deleted), ("ins", added)):
        assert "".join(mark.span.decode_contents() for mark in html(name)) == expected


SAME = [
    ("<p>A <b>bo</b><b>ld</b> word</p>", "<p>A <strong>bold</strong>  word</p>"),
    ("", "<p></p>"),
    ('<p data-block-key="a">A</p>', '<p data-block-key="b">A</p>'),
    ("<p>A<b> </b>word</p>", "<p>A word </p>"),
    ("<ul><li>A</li></ul>", "<ul><li><p>A</p></li></ul>"),
    ("<ul><li>A</li></ul><ul><li>B</li></ul>", "<ul><li>A</li><li>B</li></ul>"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_equal_rendering_gives_equal_lines(before, after):
    assert rich_text_lines(before) == rich_text_lines(after)


DIFFERENT = [
    ("<ol><li>A</li></ol><ol><li>B</li></ol>", "<ol><li>A</li><li>B</li></ol>"),
    ("<ul><li><p>A</p></li></ul>", "<p>A</p>"),
    ("<ul><li><p>A</p><p>B</p></li></ul>", "<ul><li><p>A</p></li></ul><p>B</p>"),
]


@pytest.mark.parametrize(("before", "after"), DIFFERENT)
def test_different_rendering_gives_different_lines(before, after):
    assert rich_text_lines(before) != rich_text_lines(after)


def table(*cells, kind="text"):
    columns = [{"type": kind, "heading": ""} for _ in cells]
    return {"caption": "", "columns": columns, "rows": [{"values": list(cells)}]}


BLOCKS = {
    "indentation": ("code", "if wet:\n    sail()", "if wet:\n  sail()"),
    "first indentation": ("code", "  sail()", "sail()"),
    "blank line of code": ("code", "a\n\nb", "a\nb"),
    "verse": (
        "quote",
        {"text": "A\n\nB", "attribution": ""},
        {"text": "A\nB", "attribution": ""},
    ),
    "digits": ("table", table("1.50", kind="number"), table("1.5", kind="number")),
    "type of a column": ("table", table("1", kind="number"), table("1")),
    "next cell": (
        "table",
        table("<p>A</p><p>B</p>", "<p>C</p>", kind="rich_text"),
        table("<p>A</p>", "<p>B</p><p>C</p>", kind="rich_text"),
    ),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_difference_within_a_block_is_marked(filled_tree, case):
    page = ArticlePage.objects.first()
    name, *values = BLOCKS[case]
    contents = [
        serialized(page, revision_content(page) | {"body": [{"type": name, "value": v, "id": "a"}]})
        for v in values
    ]
    (html,) = differences(page, *contents)
    assert "<ins" in html or "<del" in html


def test_queries_do_not_depend_on_the_content(filled_tree):
    page = ArticlePage.objects.first()
    before = revision_content(page)
    keys = list(ArticlePage.objects.values_list("pk", flat=True))
    link = '<p>Read <a linktype="page" id="{}">this</a> and <a linktype="page" id="x">that</a>.</p>'
    image = before["lead_image"]

    def count(number):
        text = "".join(link.format(key) for key in (keys * number)[:number])
        picture = {"image": {"image": image, "alt_text": "A", "decorative": False}}
        body = [
            {"type": "paragraph", "value": text, "id": "a"},
            *({"type": "image", "value": picture, "id": str(i)} for i in range(number)),
        ]
        rows = {
            name: [row | {"pk": None} for row in before[name][:1] * number]
            for name in ("contributions", "related_links", "topic_assignments")
        }
        contents = before | rows | {"body": []}, before | rows | {"body": body, "related_links": []}
        revisions = [page.with_content_json(serialized(page, content)) for content in contents]
        with CaptureQueriesContext(connection) as queries:
            assert compared(page, *revisions)
        return len(queries)

    count(1)  # makes the rendition of the image
    assert count(12) == count(2)


def test_long_text_that_was_rewritten_is_marked_as_a_whole():
    texts = [
        "".join(f"<p>{' '.join(f'{word}{i}' for i in range(400))}</p>" for _ in range(30))
        for word in ("old", "new")
    ]
    html = diff_html(*map(rich_text_lines, texts))
    assert html.count("<del>") == html.count("<ins>") == 30


def test_times_are_in_the_time_zone_of_the_site(filled_tree):
    page = ArticlePage.objects.first()
    before = revision_content(page) | {"go_live_at": None, "published_at": "2026-07-01T08:30:00Z"}
    after = before | {
        "go_live_at": "2026-07-02T22:30:00Z",
        "published_at": "2026-12-01T08:30:00Z",
        "adopted_on": "2026-07-01",
    }
    text = BeautifulSoup(
        "".join(differences(page, serialized(page, before), serialized(page, after))), "html.parser"
    ).get_text()
    assert "Thursday 2 July 2026, 23:30" in text
    assert "Tuesday 1 December 2026, 08:30" in text
    assert "None" not in text
    assert "UTC" not in text


def test_ids_of_footnotes_are_not_displayed(filled_tree):
    page = ArticlePage.objects.first()
    before = revision_content(page)
    note = {"uuid": "b7a1c1f0-8f2e-4c0f-9a53-0f2b6a1d7c12", "text": "<p>New.</p>", "pk": None}
    mark = f'<p>A<footnote id="{note["uuid"]}">[b7a1c1]</footnote></p>'
    after = before | {
        "footnotes": [*before["footnotes"], before["footnotes"][0] | note],
        "body": [*before["body"], {"type": "paragraph", "value": mark, "id": "x"}],
    }
    html = "".join(differences(page, serialized(page, before), serialized(page, after)))
    assert "b7a1c1" not in html
    assert "New" in html
    assert "[note]" in html


def test_hostile_text_is_escaped(filled_tree):
    page = BookPage.objects.first()
    before = revision_content(page)
    attack = "<script>alert(1)</script>"
    link = f'<p><a href="javascript:{attack}" onclick="x">x</a><script>y</script><!-- z --></p>'
    blocks = [
        {"type": "paragraph", "value": link, "id": "x"},
        {"type": "heading", "value": {"text": attack, "level": attack}, "id": "y"},
        {"type": "image", "value": {"image": 10_000, "alt_text": attack}, "id": "z"},
        {"type": "nonsense", "value": attack, "id": "w"},
    ]
    after = before | {"subtitle": attack, "body": blocks, "lead_image": 10_000}
    html = "".join(differences(page, serialized(page, before), serialized(page, after)))
    assert "<script" not in html
    assert "onclick" not in html.replace("&quot;", "")
    assert "alert(1)" in html

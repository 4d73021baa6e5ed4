"""Everything that readers saw of a body is in its blocks or in the report."""

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.ghost.body.converter import convert_post
from importers.source.item_store import ItemStore
from importers.wordpress.html.converter import METHODS_BY_CLASS, convert
from importers.wordpress.source_format import WordPressFormat
from importers.wordpress.wxr.reader import Reader
from tests.importers.finders import Nothing
from tests.importers.independent import assert_closed, count_words
from tests.importers.wordpress.exports import REAL_EXPORTS, generated, write


class Finder(Nothing):
    """A finder with two images, a recording and the texts of the media library."""

    def image(self, url, attachment):
        return 7 if "boats" in url else 8 if "nets" in url else None

    def document(self, url, attachment):
        return (3, "Talk", "mp3") if "talk" in url or attachment == 4 else None


def wordpress(html):
    return convert(html, Finder(), "test")


def ghost(html):
    return convert_post(html, Finder(), "test", "https://old.example")


BOATS = "https://old.example/boats.jpg"
FIGURE = f'<figure><img src="{BOATS}" alt="Alt"><figcaption>{{}}</figcaption></figure>'
LEFT_OUT = "A link, picture or file was left out: "


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<svg><text>“Quoted”, 15–20% (£5) → 🙂.</text></svg>", ["Text was left out: “Quoted”, 15–20% (£5) → 🙂."]),
        ("<svg><text>e-mail</text></svg><p>mail</p>", ["Text was left out: e-mail"]),
        ('<p><a href="https://d.example/x">a</a></p>' + FIGURE.format('<a href="https://d.example/x">b</a>'), [f"{LEFT_OUT}https://d.example/x"]),
        ('<p><a href="https://d.example/"><i class="fa"></i></a> a</p>', [f"{LEFT_OUT}https://d.example/"]),
        (f'<p><a href="https://old.example/nets.jpg"><img src="{BOATS}"></a></p>', [f"{LEFT_OUT}https://old.example/nets.jpg"]),
        ('<p><a href="https://old.example/boats.jpg"><img src="https://old.example/boats-300x200.jpg"></a></p>', []),
        ('<map><area href="https://d.example/1" alt="Harbour"></map>', [f"{LEFT_OUT}https://d.example/1", "Text was left out: Harbour"]),
        ('<form><input type="submit" value="Go"><input placeholder="Name"></form>', ["Text was left out: Go", "Text was left out: Name"]),
        ('<video poster="/p.jpg" src="talk.mp4"><track src="/t.vtt"></video>', [f"{LEFT_OUT}/p.jpg", f"{LEFT_OUT}/t.vtt"]),
        ('<p style="background: url(https://d.example/sea.png)">a</p>', ["An image was not imported: https://d.example/sea.png"]),
        ('<iframe srcdoc="&lt;p&gt;Hidden&lt;/p&gt;"></iframe>', ["A frame was left out: Hidden"]),
        ('<iframe data-lazy-src="https://d.example/map"></iframe>', ["A frame was replaced by a link: https://d.example/map"]),
        ('<img srcset="https://d.example/x.jpg 2x" alt="Sea">', ["An image was not imported: https://d.example/x.jpg Sea"]),
        ('<div style="font-style: italic">Slanted</div>', ["Emphasis was removed: Slanted"]),
        (FIGURE.format("<em>Ferry</em>, 1907"), ["Emphasis was removed: Ferry"]),
        (FIGURE.format("b" * 300 + " rest of it"), ["Text was left out: rest of it"]),
        ('<p>A<img class="emoji" src="https://s.example/1.png" alt="🙂">B</p>', []),
    ],
)  # fmt: skip
def test_what_has_no_place_is_quoted_in_the_report(html, expected):
    lines = [warning.text for warning in wordpress(html).warnings]
    assert [
        line for line in lines if line != "Form left out." and "Drawing" not in line
    ] == expected


def test_long_texts_are_quoted_in_whole():
    words = [f"word{number}" for number in range(2000)]
    body = wordpress(f"<p>word1</p><svg><text>{' '.join(words)}</text></svg>")
    quoted = " ".join(warning.text for warning in body.warnings)
    assert not {*words} - {*quoted.split(), "word1"}
    assert max(len(warning.text) for warning in body.warnings) <= 2100


def test_lines_of_a_very_long_body_are_quoted_in_order():
    kept = "".join(f"<p>kept{number} and the sea</p>" for number in range(3000))
    body = wordpress(f"{kept}<svg><text>The rally and the sea on Saturday.</text></svg>")
    assert "Text was left out: The rally and the sea on Saturday." in [
        warning.text for warning in body.warnings
    ]


def test_deep_nesting_loses_no_text():
    deep = f'{"<div>" * 300}<p>Deep <a href="https://d.example/">link</a>{"</div>" * 300}<p>After'
    (block,) = wordpress(deep).blocks
    assert block["value"] == '<p>Deep <a href="https://d.example/">link</a></p><p>After</p>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><a rel="lightbox[gallery-1]" href="https://d.example/1">Enlarge</a></p>', '<p><a href="https://d.example/1">Enlarge</a></p>'),
        ("<p><a href=\"[site_url path='x']\">A page</a></p>", "<p>A page</p>"),
        ('<p>A<img src="https://old.example/x.jpg">B</p>', "<p>A B</p>"),
        ('<p><span style="text-decoration: line-through">a</span> <ins>b</ins></p>', "<p><s>a</s> <i>b</i></p>"),
        ('<p style="font-weight: bold">a</p>', "<p><b>a</b></p>"),
        ('<b style="font-weight: normal">a</b>', "<p>a</p>"),
        ('<ol style="list-style-type: upper-roman"><li>a</li><li>b</li></ol>', "<p>I. a</p><p>II. b</p>"),
        ('<ol start="10001"><li>a</li></ol>', "<p>10001. a</p>"),
    ],
)  # fmt: skip
def test_markup_becomes_rich_text(html, expected):
    assert [block["value"] for block in wordpress(html).blocks] == [expected]


def test_texts_of_a_block_without_content_are_reported():
    block = '<ul><!-- wp:acf/quote {"data":{"quote":"A fine book.","colour":"#fff"},"align":"wide"} /--></ul>'
    (warning,) = wordpress(block).warnings
    assert warning.text == "A block without stored content was left out: acf/quote A fine book."


def test_recordings_of_a_playlist_are_kept():
    body = wordpress('[playlist ids="4,9"]')
    assert [block["type"] for block in body.blocks] == ["recording"]
    assert [warning.text for warning in body.warnings] == ["A recording was not imported: ID 9"]


def test_notes_keep_their_links_to_each_other_as_text():
    body = wordpress(
        '<p>A<sup id="r1"><a href="#n1">1</a></sup> b<sup id="r2"><a href="#n2">2</a></sup></p>'
        '<ol><li id="n1"><a href="#r1">1</a> See note <a href="#n2">2</a> and <a href="#s">4</a>.</li>'
        '<li id="n2">Two. <a href="#r2">↩</a></li></ol><div><video src="https://x.example/talk.mp4"></video></div>'
    )
    assert [html for _, html in body.footnotes] == ["<p>See note 2 and 4.</p>", "<p>Two.</p>"]
    assert body.blocks[-1]["type"] == "recording"


STYLES = ("", "font-weight: bold", "text-decoration: underline", "background: url(/b{}.png)")
INLINE = ("b", "em", "i", "strong", "u", "s", "sup", "sub", "ins", "span", "code", "q", "small")
INLINE += ("cite", "abbr", "mark", "label", "font", "a", "button")
BLOCKS = ("p", "div", "section", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr")
BLOCKS += ("td", "th", "caption", "figure", "figcaption", "pre", "h1", "h2", "h4", "details")
BLOCKS += ("summary", "hr", "form", "fieldset", "address", "center", "aside", "article", "select")
MEDIA = (
    '<img src="https://d.example/{}.jpg" alt="x">',
    f'<img src="{BOATS}?{{}}">',
    '<iframe src="https://d.example/{}"></iframe>',
    '<audio src="https://d.example/{}.mp3"></audio>',
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "<br>",
    "<!-- wp:latest-posts /-->",
    "[slider id={}]",
    "<svg><text>drawn</text></svg>",
)
CLASSES = ("", *METHODS_BY_CLASS, "kg-callout-card", "kg-toggle-card", "kg-bookmark-card")
CLASSES += ("kg-file-card", "kg-embed-card", "kg-audio-card", "kg-product-card", "kg-header-card")


def _element(tag, css, style, children):
    href = ' href="https://d.example/{}"' if tag == "a" else ""
    return f'<{tag} class="{css}" style="{style}"{href}>{"".join(children)}</{tag}>'


def _block(name, inner):
    return f"<!-- wp:{name} -->\n{inner}\n<!-- /wp:{name} -->"


words = st.sampled_from((" W ", " W W ", " W, W.\n\nW ", " W – W ", " (W) "))
nested = st.recursive(
    words | st.sampled_from(MEDIA),
    lambda inner: (
        st.builds(
            _element,
            st.sampled_from(INLINE) | st.sampled_from(BLOCKS),
            st.sampled_from(CLASSES),
            st.sampled_from(STYLES),
            st.lists(inner, max_size=4),
        )
        | st.builds(_block, st.sampled_from(("paragraph", "group", "html", "quote")), inner)
    ),
    max_leaves=14,
)


def _numbered(html):
    """Make each word and each address of a text another one."""
    counter = iter(range(10_000))
    return re.sub(r"\bW\b|\{\}", lambda found: f"{found[0].strip('{}')}{next(counter)}n", html)


@settings(max_examples=300)
@given(html=nested.map(_numbered))
@pytest.mark.parametrize("convert_html", [wordpress, ghost])
def test_inventory_closes_over_any_markup(convert_html, html):
    assert_closed(html, convert_html(html))


@pytest.fixture(params=["generated", *REAL_EXPORTS], ids=lambda name: Path(name).stem)
def export(request, tmp_path):
    made = request.param == "generated"
    return write(tmp_path / "made.xml", generated(30)) if made else request.param


def test_inventory_closes_over_whole_exports(export, capsys):
    read, placed, lost = 0, 0, set()
    with ItemStore() as store:
        Reader(store).read([export])
        for item in (item for kind in store.types() for item in store.items([kind])):
            body = WordPressFormat().convert(item.content, Finder(), "test", item)
            numbers = count_words(f"{item.content}<div>{notes_of(item)}</div>", body)
            read, placed, lost = read + numbers[0], placed + numbers[1], lost | numbers[2]
    with capsys.disabled():
        sys.stdout.write(f"\n{Path(export).stem}: {read} words read, {placed} on the pages\n")
    assert read > 100
    assert not lost


def notes_of(item):
    """Return the footnotes of the block editor, which are in a custom field."""
    notes = json.loads(item.get("footnotes") or "[]")
    return "".join(f"<p>{note['content']}</p>" for note in notes)

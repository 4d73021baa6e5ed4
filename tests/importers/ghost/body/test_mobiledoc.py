"""Text of Ghost's earlier editor, which is stored as Mobiledoc's JSON."""

import pytest

from importers.ghost.body.mobiledoc import mobiledoc_html
from tests.importers.ghost.exports import mobiledoc

MARKUPS = [
    ["strong"],
    ["em"],
    ["a", ["href", "https://a.example/?a=1&b=2", "rel", "x"]],
    ["script"],
]
BREAK = ["soft-return", "", {}]


@pytest.mark.parametrize(
    ("sections", "html"),
    [
        ([[1, "p", [[0, [], 0, "A & b"]]]], "<p>A &amp; b</p>"),
        ([[1, "h2", [[0, [0, 1], 1, "A"], [0, [], 1, "b"], [0, [], 0, "c"]]]], "<h2><strong><em>A</em>b</strong>c</h2>"),
        ([[1, "p", [[0, [2], 1, "A"], [1, [], 0, 0], [0, [], 0, "b"]]]],
         '<p><a href="https://a.example/?a=1&amp;b=2">A</a><br>b</p>'),
        ([[1, "p", [[0, [0], 0, "A"]]]], "<p><strong>A</strong></p>"),
        ([[1, "p", [[0, [], 9, "A"], [0, [0], -1, "b"], [0, [0], "x", "c"]]]],
         "<p>A<strong>b<strong>c</strong></strong></p>"),
        ([[3, "ol", [[[0, [], 0, "A"]], [[0, [], 0, "b"]]]]], "<ol><li>A</li><li>b</li></ol>"),
        ([[2, "https://a.example/1.jpg"]], '<img src="https://a.example/1.jpg">'),
        ([[1, "pull-quote", [[0, [], 0, "A"]]], [1, "aside", [[0, [], 0, "b"]]]],
         "<blockquote>A</blockquote><blockquote>b</blockquote>"),
        ([[1, "<b>", [[0, [99, None, True], 0, "A"], [1, [], 0, 99], 7]]], "<p><span><span><span>A</span></span></span></p>"),
        ([[3, None, 7], [1], [], 7, None, {}], "<ul></ul><p></p>"),
    ],
)  # fmt: skip
def test_sections_become_html(sections, html):
    assert mobiledoc_html(mobiledoc(*sections, markups=MARKUPS, atoms=[BREAK]))[0] == html


def test_script_among_markups_does_not_hide_text():
    html, _ = mobiledoc_html(mobiledoc([1, "p", [[0, [3], 1, "A"]]], markups=MARKUPS))
    assert html == "<p><span>A</span></p>"


def test_unknown_section_is_reported():
    html, notes = mobiledoc_html(mobiledoc([1, "p", [[0, [], 0, "A"]]], [99, "secret text"]))
    assert html == "<p>A</p>"
    assert notes[0].text == "A part cannot be read: secret text"


@pytest.mark.parametrize("source", ["{", '{"sections": 7, "x": "{"}', '["{"]'])
def test_broken_document_is_reported(source):
    html, notes = mobiledoc_html(source)
    assert html == ""
    assert "{" in notes[0].text

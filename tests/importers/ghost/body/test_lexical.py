"""Text of Ghost's editor, which is stored as Lexical's JSON."""

import json

import pytest

from importers.ghost.body.lexical import lexical_html
from tests.importers.ghost.exports import lexical, node, words


@pytest.mark.parametrize(
    ("nodes", "html"),
    [
        ([node("paragraph", words("A & b"), node("linebreak"), words("c"))], "<p>A &amp; b<br>c</p>"),
        ([node("extended-heading", words("A"), tag="h3")], "<h3>A</h3>"),
        ([node("heading", words("A"), tag="script")], "<h2>A</h2>"),
        ([node("extended-quote", words("A"))], "<blockquote>A</blockquote>"),
        ([node("aside", words("A"))], '<blockquote class="kg-blockquote-alt">A</blockquote>'),
        ([node("paragraph", words("A", 3), words("b", 4), words("c", 96))],
         "<p><em><strong>A</strong></em><s>b</s><sup><sub>c</sub></sup></p>"),
        ([node("paragraph", words("A", 16), words("b", 8 | 128))],
         "<p><code>A</code><mark><u>b</u></mark></p>"),
        ([node("paragraph", words("A", 1), words("b", "bold"), words("c", None))], "<p><strong>A</strong>bc</p>"),
        ([node("paragraph", node("link", words("A"), url="https://a.example/?a=1&b=2"))],
         '<p><a href="https://a.example/?a=1&amp;b=2">A</a></p>'),
        ([node("paragraph", node("autolink", url="https://a.example"), node("tab"), node("at-link", words("A")))],
         '<p><a href="https://a.example">https://a.example</a>\tA</p>'),
        ([node("list", node("listitem", words("A")), node("listitem", node("list", node("listitem", words("b")), listType="number")), listType="bullet")],
         "<ul><li>A</li><ol><li>b</li></ol></ul>"),
        ([node("list", node("listitem", words("A")), listType="check", tag="ul")], "<ul><li>A</li></ul>"),
        ([node("code", node("code-highlight", text="a < b"), node("linebreak"))], "<pre>a &lt; b<br></pre>"),
        ([node("paragraph", node("tk", text="TK"), node("zwnj"))], "<p>TK</p>"),
        ([node("unknown", node("paragraph", words("A")))], "<div><p>A</p></div>"),
        ([None, 7, "A", [], {}], ""),
        ([node("list", node("listitem", words("A")), listType=[]), node("paragraph", words(["A"], {}))], "<ul><li>A</li></ul><p></p>"),
    ],
)  # fmt: skip
def test_nodes_become_html(nodes, html):
    assert lexical_html(lexical(*nodes))[0] == html


def test_deep_nesting_is_reported_with_its_words():
    nested = node("paragraph", words("Bottom"))
    for _ in range(100):
        nested = node("unknown", nested)
    html, notes = lexical_html(lexical(nested))
    assert "Bottom" not in html
    assert [note.text for note in notes] == ["A part is nested too deeply to be read: Bottom"]


@pytest.mark.parametrize("source", ["{", "[]", "7", '{"root": 7}', '{"root": {}}', "[" * 100_000])
def test_broken_document_is_reported(source):
    html, notes = lexical_html(source)
    assert html == ""
    assert source[:100] in notes[0].text


@pytest.mark.parametrize(
    "source", [None, 7.5, True, {}, [], "", json.dumps({"root": {"children": 7, "type": "root"}})]
)
def test_missing_document_is_empty(source):
    assert lexical_html(source)[0] == ""

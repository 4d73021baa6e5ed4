"""Texts that were written elsewhere keep their headings, lists, links, emphasis and notes."""

import json
import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import add_page, paste, save, wait_for_field
from tests.journeys.pasting import fields_of, lines, paste_into_new_paragraph, raw

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head>
<body lang=EN-GB><!--StartFragment-->
<h1>The tide tables<o:p></o:p></h1>
<p class=MsoNormal style='color:red'>They <b>walked</b> <i>out</i> at six<a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference>[1]</span></a> and <a href="https://example.org/">did not come
back</a>, 9 m<sup>2</sup> of H<sub>2</sub>O.</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>Cranes</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>Lorries</p>
<!--EndFragment-->
<div style='mso-element:footnote-list'><hr align=left size=1>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a>
Minutes of the <i>branch</i>.</p></div></div></body></html>
"""
DOCS = """
<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b">
<h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt">The tide tables</span></h2>
<p dir="ltr"><span style="color:#000">They </span><span style="font-weight:700">walked</span>
<span style="font-style:italic">out</span><span> at six</span><sup><a href="#ftnt1"
id="ftnt_ref1">[1]</a></sup><span> and </span><a
href="https://example.org/" style="text-decoration:none"><span style="color:#1155cc">did not come
back</span></a><span>, 9 m</span><sup>2</sup><span> of H</span><sub>2</sub><span>O.</span></p>
<ul><li dir="ltr" style="list-style-type:disc"><p dir="ltr" role="presentation"><span>Cranes</span>
</p></li><li dir="ltr"><p dir="ltr" role="presentation"><span>Lorries</span></p></li></ul>
<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Minutes of the <span
style="font-style:italic">branch</span>.</span></p></div></b>
"""
OLD_SITE = """
<div class="entry-content"><h2 class="wp-block-heading">The tide tables</h2>
<p class="has-drop-cap">They <strong>walked</strong> <em>out</em> at six<sup><a
href="https://old.example/post/#fn1" id="ref1">1</a></sup> and <a
href="https://example.org/" target="_blank" onclick="track()">did not come back</a>, 9 m<sup>2</sup>
of H<sub>2</sub>O.</p>
<figure><img src="https://old.example/pixel.gif"></figure>
<ul class="wp-block-list"><li>Cranes</li><li>Lorries</li></ul>
<ol class="footnotes"><li id="fn1">Minutes of the <em>branch</em>. <a
href="https://old.example/post/#ref1">↩</a></li></ol><script>track()</script></div>
"""


@pytest.mark.parametrize("html", [WORD, DOCS, OLD_SITE], ids=["word", "docs", "old"])
def test_pasted_text_keeps_what_it_means(visit, html):
    editor = visit("editor")
    add_page(editor, "News and analysis", f"A pasted piece {secrets.token_hex(3)}")
    save(editor)
    body = editor.get_by_role("region", name="Body")
    text = body.get_by_role("textbox").last
    text.click()
    expect(text).to_be_focused()
    paste(editor, html)
    wait_for_field(editor, "body", "Lorries")
    wait_for_field(editor, "footnotes", "Minutes of the ")
    save(editor)

    editor.goto(editor.url.replace("/edit/", "/view_draft/"))
    body = editor.locator(".body")
    expect(pasted(editor, "h2")).to_have_text("The tide tables")
    expect(pasted(editor, "b, strong")).to_have_text("walked")
    expect(pasted(editor, "i, em")).to_have_text("out")
    expect(pasted(editor, "ul > li")).to_have_text(["Cranes", "Lorries"])
    expect(body.get_by_role("link", name="did not come back")).to_have_attribute(
        "href", "https://example.org/"
    )
    expect(pasted(editor, "[style], img, [class*=Mso], span, font")).to_have_count(0)
    expect(pasted(editor, "sub")).to_have_text("2")
    expect(pasted(editor, "sup").filter(has_text=re.compile("^2$"))).to_have_count(1)
    body.get_by_role("link", name="Note 1", exact=True).click()
    notes = editor.get_by_role("region", name="Notes")
    expect(notes).to_contain_text("Minutes of the branch.")
    expect(notes.locator("i, em")).to_have_text("branch")
    expect(pasted(editor, "p").filter(has_text="Minutes")).to_have_count(0)


def pasted(editor, selector):
    """Return the elements of the body, without those of its notes."""
    return editor.locator(f".body :is({selector}):not(.footnotes, .footnotes *)")


def word(line):
    return f"<html><body><p class=MsoNormal>{line}</p></body></html>"


def item(level, words):
    style = f"mso-list:l0 level{level} lfo1"
    bullet = "<span style='mso-list:Ignore'>1.</span>"
    return f"<p class=MsoListParagraph style='{style}'>{bullet}{words}</p>"


WORD_COMMENT = """
<p class=MsoNormal>The minister <a style='mso-comment-reference:JE_1;mso-comment-date:20261101T1000'
>resigned</a><span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor
id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[JE1]</a></span></span> on Monday.</p><div
style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div
id="_com_1" class=msocomtxt><a name="_msocom_1"></a><p class=MsoCommentText><a
href="#_msoanchor_1" class=msocomoff>[JE1]</a>Check with the lawyer.</p></div></div></div>
"""
DOCS_COMMENT = """
<p>Seen<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>.</p>
<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Check this.</span></p></div>
"""
TRACKED = word(
    "He is a <span class=msoDel><del cite='mailto:Jo' datetime='2026-11-01T10:00'>crook</del>"
    "</span><span class=msoIns><ins cite='mailto:Jo'>banker</ins></span> in London."
)
BAD_LINK = (
    '<p>Read <a href="https://example.org/report#growth-of-50%">the report</a> first.</p>'
    "<p>Second paragraph.</p>"
)
DOCS_SHIFTED = """
<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="vertical-align:baseline;">Area 10</span><span><span
style="font-size:0.6em;vertical-align:super;">2</span></span><span> and CO</span><span
style="font-size:0.6em;vertical-align:sub;">2</span></p></b>
"""
FIELD = word(
    "See page<span style='mso-element:field-begin'></span> PAGEREF _Toc1 \\h "
    "<span style='mso-element:field-separator'></span>12<span style='mso-element:field-end'></span>"
    "<span style='display: none'>hidden</span><span style='mso-hide:all'>hidden</span>."
)
DOCS_LISTS = "<ul><li><p>One</p></li><ul><li><p>Below</p></li></ul><li><p>Two</p></li></ul>"
BESIDE_PARAGRAPHS = """
<div>One</div><p>Two</p><section>Three<dl><dt>Term</dt><dd>Meaning</dd></dl></section>
<figure><img alt="" src="data:,"><figcaption>A quay</figcaption></figure><h5>Small</h5>
"""
COMMENT_IN_ARTICLE = """
<div><p>Before<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>
<p><a href="#cmnt_ref1" id="cmnt1">[a]</a> Check this.</p><p>After</p></div>
"""
KEPT = {
    "beside paragraphs": (
        BESIDE_PARAGRAPHS,
        ["One", "Two", "Three", "Term", "Meaning", "A quay", "Small"],
    ),
    "paragraphs of an item": (
        "<ul><li><p>One</p>\n<p>More</p><ol><li>Below</li></ol></li></ul>",
        ["One\nMore", "  Below"],
    ),
    "emphasis around paragraphs": ("<b><p>One</p><p>Two</p></b>", ["One", "Two"]),
    "white space": ("<div>\n <p>\n One\n\t two </p>\n </div>", ["One two"]),
    "words that lead to a paragraph": (
        '<p>See <a href="#one" id="top">the rent strike</a>.</p><p id="one">It began. '
        '<a href="#top">Back</a></p>',
        ["See the rent strike.", "It began. Back"],
    ),
    "layout tables": (
        "<table><tr><td><h2>News</h2><table><tr><td>One</table></td><td>Two</td></tr></table>",
        ["News", "One", "Two"],
    ),
    "nothing but plain text": ("<meta charset='utf-8'>", ["plain"]),
    "quoted words": ("<p>He said <q>no</q> at 10\u00a0km.</p>", ["He said “no” at 10\u00a0km."]),
    "two line breaks": ("<div>One<br><br>Two<br>three</div>", ["One", "Two\nthree"]),
    "words that are not displayed": (
        '<p style="font-size: 0px; max-height: 0">Preview</p><p>One</p>',
        ["One"],
    ),
    "labels of Word": (item(1, "Rent.").replace("1.", "Article 1."), ["Article 1. Rent."]),
    "source code": ("<pre>one\n  two</pre>", ["one\n  two"]),
    "comment within an article": (COMMENT_IN_ARTICLE, ["Before", "After"]),
    "marked letters": ("<p>x<sup><b>2</b></sup> is</p>", ["x2 is"]),
    "comment of Word": (WORD_COMMENT, ["The minister resigned on Monday."]),
    "comment of Docs": (DOCS_COMMENT, ["Seen."]),
    "tracked changes": (TRACKED, ["He is a banker in London."]),
    "struck through": ("<p>Was <del>ten</del> nine.</p>", ["Was ten nine."]),
    "malformed link": (BAD_LINK, ["Read the report first.", "Second paragraph."]),
    "shifted letters": (DOCS_SHIFTED, ["Area 102 and CO2"]),
    "hidden text and fields": (FIELD, ["See page12."]),
    "levels of Docs": (DOCS_LISTS, ["One", "  Below", "Two"]),
    "levels of Word": (
        item(1, "One") + item(2, "Below") + item(3, "Deep") + item(1, "Two"),
        ["One", "  Below", "    Deep", "Two"],
    ),
}
STYLES = {
    "emphasis around paragraphs": ["BOLD", "BOLD"],
    "marked letters": ["BOLD", "SUPERSCRIPT"],
    "shifted letters": ["SUPERSCRIPT", "SUBSCRIPT"],
    "struck through": ["STRIKETHROUGH"],
}


@pytest.mark.parametrize("case", KEPT)
def test_what_readers_see_is_pasted_and_nothing_else(writer, case):
    html, expected = KEPT[case]
    value = paste_into_new_paragraph(writer, html)["body-0-value"]
    assert lines(value) == ["A", *expected, "Z"]
    styles = [style["style"] for block in raw(value) for style in block["inlineStyleRanges"]]
    assert styles == STYLES.get(case, [])


def test_malformed_link_is_pasted_as_it_is(writer):
    value = json.loads(paste_into_new_paragraph(writer, BAD_LINK)["body-0-value"])
    (link,) = value["entityMap"].values()
    assert link["data"]["url"] == "https://example.org/report#growth-of-50%"


def test_link_of_raised_letters_is_pasted(writer):
    html = '<p>As<sup>see <a href="https://example.org/">here</a></sup></p>'
    value = json.loads(paste_into_new_paragraph(writer, html)["body-0-value"])
    (link,) = value["entityMap"].values()
    assert link["data"]["url"] == "https://example.org/"
    styles = value["blocks"][1]["inlineStyleRanges"]
    assert [(one["style"], one["offset"], one["length"]) for one in styles] == [
        ("SUPERSCRIPT", 2, 8)
    ]


def test_picture_alone_is_named_and_leaves_the_text(writer):
    fields = paste_into_new_paragraph(
        writer, '<img alt="The quay" src="https://old.example/a.jpg">'
    )
    assert lines(fields["body-0-value"]) == ["A", "", "Z"]
    expect(writer.get_by_role("status").first).to_contain_text("1 picture was not pasted")


ENDNOTE = """
<p class=MsoNormal>Words<a style='mso-endnote-id:edn1' href="#_edn1" name="_ednref1"><span
class=MsoEndnoteReference>[i]</span></a>.</p><div style='mso-element:endnote-list'><hr><div
style='mso-element:endnote' id=edn1><p class=MsoEndnoteText><a href="#_ednref1"
name="_edn1">[i]</a> The first.</p><p class=MsoEndnoteText>The second.</p></div></div>
"""


def test_note_of_several_paragraphs_stays_whole(writer):
    fields = paste_into_new_paragraph(writer, ENDNOTE)
    assert re.fullmatch(r"Words\[\w{6}\]\.", lines(fields["body-0-value"])[1])
    wait_for_field(writer, "footnotes", "The second.")
    assert lines(fields_of(writer, "footnotes")["footnotes-0-text"]) == [
        "The first.",
        "The second.",
    ]


TWO_NOTES = """
<p>Words<sup><a href="#n1" id="r1">1</a>, <a href="#n2" id="r2">2</a></sup>.</p>
<ol><li id="n1">The <b>first</b>, 9 m<sup>2</sup>. <a href="#r1">↩</a></li>
<li id="n2">The second. <a href="#r2">↩</a></li></ol>
"""


def test_two_notes_in_one_place_are_both_linked(writer):
    value = json.loads(paste_into_new_paragraph(writer, TWO_NOTES)["body-0-value"])
    assert re.fullmatch(r"Words\[\w{6}\], \[\w{6}\]\.", value["blocks"][1]["text"])
    wait_for_field(writer, "footnotes", "The second.")
    fields = fields_of(writer, "footnotes")
    marks = [entity["data"]["footnote"] for entity in value["entityMap"].values()]
    assert marks == [fields["footnotes-0-uuid"], fields["footnotes-1-uuid"]]
    assert lines(fields["footnotes-0-text"]) == ["The first, 9 m2."]
    styles = [one["style"] for one in raw(fields["footnotes-0-text"])[0]["inlineStyleRanges"]]
    assert styles == ["BOLD", "SUPERSCRIPT"]


def test_pictures_that_are_left_out_are_named(writer):
    html = """<p>Words<img src="https://old.example/a/boat.jpg?w=9"><img alt="The <b>quay</b>"
    src="data:image/png;base64,AA"><img width=1 height=1 src="https://old.example/pixel.gif"></p>"""
    paste_into_new_paragraph(writer, html)
    expect(writer.get_by_role("status").first).to_contain_text(
        "2 pictures were not pasted: “boat.jpg”, “The <b>quay</b>”."
    )


def test_comments_are_not_pasted_into_a_note_or_a_callout(writer):
    """Every field of rich text cleans what is pasted."""
    writer.goto(writer.url)
    writer.get_by_role("button", name="Add footnote").click()
    note = writer.get_by_role("region", name="Footnotes").get_by_role("textbox").last
    note.click()
    paste(writer, WORD_COMMENT)
    wait_for_field(writer, "footnotes", "resigned on Monday")
    value = fields_of(writer, "footnotes")["footnotes-0-text"]
    assert lines(value) == ["The minister resigned on Monday."]


def test_what_was_copied_in_the_editor_stays_what_it_is(writer):
    """A mark of a note, and the language of a phrase, which no other site knows."""
    before = paste_into_new_paragraph(writer, ENDNOTE)["body-0-value"]
    text = writer.get_by_role("region", name="Body").get_by_role("textbox").last
    text.click()
    writer.keyboard.press("Control+a")
    writer.keyboard.press("Control+x")
    expect(text).not_to_contain_text("Words")
    writer.keyboard.press("Control+v")
    expect(text).to_contain_text("Words")
    writer.wait_for_timeout(500)
    after = fields_of(writer, "body")["body-0-value"]
    assert lines(after) == lines(before)
    assert list(json.loads(after)["entityMap"].values()) == list(
        json.loads(before)["entityMap"].values()
    )

"""Texts that were written elsewhere keep their headings, lists, links, emphasis and notes."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import add_page, save, wait_for_field

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


def paste(page, html):
    """Paste into the field that has the focus, as a browser does it."""
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "plain");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


@pytest.mark.parametrize("html", [WORD, DOCS, OLD_SITE], ids=["word", "docs", "old"])
def test_pasted_text_keeps_what_it_means(visit, html):
    editor = visit("editor")
    add_page(editor, "News and analysis", f"A pasted piece {secrets.token_hex(3)}")
    save(editor)
    body = editor.get_by_role("region", name="Body")
    body.get_by_role("button", name="Insert a block").first.click()
    editor.get_by_role("option", name="Paragraph").click()
    text = body.get_by_role("textbox").last
    text.click()
    expect(text).to_be_focused()
    paste(editor, html)
    wait_for_field(editor, "body", "Lorries")
    wait_for_field(editor, "footnotes", "Minutes of the ")
    save(editor)

    editor.goto(editor.url.replace("/edit/", "/view_draft/"))
    prose = editor.locator(".body .prose")
    expect(prose.locator("h2")).to_have_text("The tide tables")
    expect(prose.locator("b, strong")).to_have_text("walked")
    expect(prose.locator("i, em")).to_have_text("out")
    expect(prose.locator("ul > li")).to_have_text(["Cranes", "Lorries"])
    expect(prose.get_by_role("link", name="did not come back")).to_have_attribute(
        "href", "https://example.org/"
    )
    expect(prose.locator("[style], img, [class*=Mso], span, font")).to_have_count(0)
    expect(prose.locator("sub")).to_have_text("2")
    expect(prose.locator("sup", has_text=re.compile("^2$"))).to_have_count(1)
    prose.get_by_role("link", name="Note 1", exact=True).click()
    notes = editor.get_by_role("region", name="Notes")
    expect(notes).to_contain_text("Minutes of the branch.")
    expect(notes.locator("i, em")).to_have_text("branch")
    expect(prose).not_to_contain_text("Minutes")

"""HTML of WordPress becomes StreamField blocks; each warning has a warning."""

import pytest

from importers.wordpress.html.converter import convert

VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
UPLOADS = "https://old.example/wp-content/uploads/2019/05"


class Finder:
    """A finder with two images, a recording, a document and a page."""

    def image(self, url, attachment):
        if attachment == 7 or "boats" in url:
            return 7
        return 8 if "nets" in url or attachment == 8 else None

    def document(self, url, attachment):
        if "talk.mp3" in url:
            return 3, "The talk", "mp3"
        return (4, "Minutes", "pdf") if "minutes.pdf" in url or attachment == 4 else None

    def link(self, url):
        return 'linktype="page" id="5"' if url.startswith("https://old.example/known") else None

    def caption(self, attachment):
        return ("Boats at low water", "A caption") if attachment == 7 else ("", "")

    def attached(self, item):
        return [7, 8] if item == 12 else []

    def pattern(self, number):
        return "<!-- wp:paragraph --><p>Shared</p><!-- /wp:paragraph -->" if number == 9 else (
            '<!-- wp:block {"ref":10} /-->'
        )  # fmt: skip


def body(html, footnotes=""):
    return convert(html, Finder(), "test", footnotes)


def blocks(html):
    return [(block["type"], block["value"]) for block in body(html).blocks]


def figure(key=7, alt="", caption=""):
    picture = {"image": key, "alt_text": alt, "decorative": False}
    return {"image": picture, "caption": caption, "credit": ""}


def block(name, html, attributes=""):
    """Return a block as the block editor stores it."""
    return f"<!-- wp:{name} {attributes}-->\n{html}\n<!-- /wp:{name} -->\n"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (block("paragraph", "<p>A <strong>b</strong> <em>c</em></p>"), "<p>A <b>b</b> <i>c</i></p>"),
        ("<p>H<sub>2</sub>O, 1<sup>st</sup>, <del>no</del></p>", "<p>H<sub>2</sub>O, 1<sup>st</sup>, <s>no</s></p>"),
        ('<p><span style="font-weight: bold">x</span> y</p>', "<p><b>x</b> y</p>"),
        ('<p>As <span lang="cy">tŷ</span></p>', '<p>As <span lang="cy">tŷ</span></p>'),
        ("<p>One<br>two<br/></p>", "<p>One<br/>two</p>"),
        ("<p>  </p><p>&nbsp;</p><p>A</p>", "<p>A</p>"),
        ('<p><a href="https://old.example/known/">k</a></p>', '<p><a linktype="page" id="5">k</a></p>'),
        ('<p><a href="https://x.org/?a=1&amp;b=2">x</a></p>', '<p><a href="https://x.org/?a=1&amp;b=2">x</a></p>'),
        ('<p><a href="javascript:alert(1)">x</a><a href="#top">y</a></p>', "<p>xy</p>"),
        ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", "<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>"),
        ("<ol><li><p>A</p><p>B</p></li></ol>", "<ol><li>A<br/>B</li></ol>"),
        ("<ul><li>A</li><ul><li>B</li></ul></ul>", "<ul><li>A<ul><li>B</li></ul></li></ul>"),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "<p><b>T</b></p><p>D</p>"),
        ("<h4>Small</h4>", "<h4>Small</h4>"),
        (block("verse", '<pre class="wp-block-verse">A\n  b</pre>'), "<p>A<br/>b</p>"),
        (block("button", '<div class="wp-block-button"><a href="https://x.org/">Join</a></div>'), '<p><a href="https://x.org/">Join</a></p>'),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>"),
    ],
)  # fmt: skip
def test_consecutive_text_becomes_one_paragraph_block(html, expected):
    assert blocks(html) == [("paragraph", expected)]


def test_classic_editor_keeps_paragraphs_and_line_breaks():
    html = "First line\nsecond line\n\nNew <em>paragraph</em>\r\n\r\n<h2>Heading</h2>\nAfter it"
    assert blocks(html) == [
        ("paragraph", "<p>First line<br/>second line</p><p>New <i>paragraph</i></p>"),
        ("heading", {"text": "Heading", "level": "h2"}),
        ("paragraph", "<p>After it</p>"),
    ]


@pytest.mark.parametrize(
    ("html", "kind", "value"),
    [
        ("<h1>Never two</h1>", "heading", {"text": "Never two", "level": "h2"}),
        ("<h3>Three</h3>", "heading", {"text": "Three", "level": "h3"}),
        ("<blockquote><p>Said</p><p>twice</p><cite>Ada</cite></blockquote>", "quote", {"text": "Said\ntwice", "attribution": "Ada"}),
        ('<figure class="wp-block-pullquote"><blockquote><p>Said</p><cite>Ada</cite></blockquote></figure>', "quote", {"text": "Said", "attribution": "Ada"}),
        (block("code", '<pre class="wp-block-code"><code>a &lt; b\n  c</code></pre>'), "code", "a < b\n  c"),
        (f'<figure class="wp-block-image"><img src="{UPLOADS}/boats-300x200.jpg" alt="Two boats"><figcaption>In <b>May</b></figcaption></figure>', "image", figure(alt="Two boats", caption="In May")),
        ('<p><img class="alignleft wp-image-7" src="x.jpg" alt=""></p>', "image", figure(alt="Boats at low water")),
        (f'[caption id="attachment_7" width="300"]<a href="{UPLOADS}/boats.jpg"><img src="{UPLOADS}/boats.jpg" alt="B"></a> In May[/caption]', "image", figure(alt="B", caption="In May")),
        (f'<figure class="wp-block-audio"><audio controls src="{UPLOADS}/talk.mp3"></audio><figcaption>Live</figcaption></figure>', "recording", {"file": 3, "title": "The talk", "caption": "Live", "transcript": ""}),
        (f'[audio mp3="{UPLOADS}/talk.mp3"][/audio]', "recording", {"file": 3, "title": "The talk", "caption": "", "transcript": ""}),
        (f'<div class="wp-block-file"><a href="{UPLOADS}/minutes.pdf">Read them</a><a download href="{UPLOADS}/minutes.pdf">Download</a></div>', "document", {"document": 4, "title": "Read them"}),
    ],
)  # fmt: skip
def test_element_becomes_a_block(html, kind, value):
    assert blocks(html) == [(kind, value)]


@pytest.mark.parametrize(
    "html",
    [
        f'<figure class="wp-block-embed is-provider-youtube"><div class="wp-block-embed__wrapper">\n{VIDEO}\n</div><figcaption>C</figcaption></figure>',
        f"[embed]{VIDEO}[/embed]",
        f"Before\n\n{VIDEO}\n\nAfter",
        '<p><iframe src="https://www.youtube.com/embed/aqz-KE-bpKQ?rel=0" width="560"></iframe></p>',
        '<iframe src="//www.youtube-nocookie.com/embed/aqz-KE-bpKQ"></iframe>',
    ],
)  # fmt: skip
def test_embeds_of_a_video_become_a_video_block(html):
    [video] = [value for kind, value in blocks(html) if kind == "video"]
    assert video["url"] == VIDEO
    assert "iframe" not in str(blocks(html))


def test_gallery_keeps_its_images_and_captions():
    html = block(
        "gallery",
        '<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="boats.jpg">'
        '<figcaption>One</figcaption></figure><figure class="wp-block-image"><img src="nets.jpg">'
        "</figure></figure>",
    )
    [(kind, value)] = blocks(html)
    assert kind == "gallery"
    assert [each["value"] for each in value["pictures"]] == [figure(caption="One"), figure(8)]
    assert len({each["id"] for each in value["pictures"]}) == 2
    assert blocks('[gallery ids="7, 99"]') == [("image", figure(alt="Boats at low water", caption="A caption"))]  # fmt: skip


def test_gallery_without_ids_has_the_images_uploaded_to_its_post():
    [block] = convert("[gallery]", Finder(), "test", item=12).blocks
    assert [each["value"]["image"]["image"] for each in block["value"]["pictures"]] == [7, 8]
    assert convert("[gallery id=12]", Finder(), "test", item=3).blocks[0]["type"] == "gallery"


def test_link_to_a_part_of_a_page_has_a_warning():
    found = body(
        '<p><a href="https://old.example/known/#two">there</a> <a href="#here">here</a></p>'
    )
    assert found.blocks[0]["value"] == '<p><a linktype="page" id="5">there</a> here</p>'
    assert [warning.text[-4:] for warning in found.warnings] == ["#two", "here"]


def test_pull_quote_is_kept_if_the_body_repeats_it():
    html = '<p>We clock on to work.</p><figure class="wp-block-pullquote"><blockquote><p>We clock on to work.</p></blockquote></figure>'  # fmt: skip
    assert blocks(html)[1] == ("pull_quote", {"text": "We clock on to work."})


def cells(html):
    [(_, value)] = blocks(html)
    return [row["values"] for row in value["rows"]]


def test_cells_below_a_rowspan_are_empty():
    assert cells(
        "<table><tr><td rowspan=3>a</td><td>b</td><td rowspan=2 colspan=2>c</td></tr>"
        "<tr><td>d</td></tr><tr><td>e</td><td>f</td><td>g</td></tr><tr><td>h</td></tr></table>"
    ) == [["a", "b", "c", ""], ["", "d", "", ""], ["", "e", "f", "g"], ["h", "", "", ""]]


def test_nested_table_becomes_lines_of_its_cell():
    inner = "<table><tr><td>b</td></tr><tr><td>c</td></tr></table>"
    assert cells(f"<table><tr><td>a {inner}</td></tr></table>") == [["<p>a<br/>b<br/>c</p>"]]


def test_table_keeps_its_head_links_and_caption():
    html = (
        '<figure class="wp-block-table"><table><thead><tr><th>Street</th><th>£</th></tr></thead>'
        '<tbody><tr><td>Ropewalk</td><td><a href="https://x.org">640</a></td></tr>'
        '<tr><td colspan="2">Wide</td></tr></tbody></table><figcaption>Rents</figcaption></figure>'
    )
    [(kind, value)] = blocks(html)
    assert (kind, value["caption"]) == ("table", "Rents")
    assert value["columns"] == [
        {"type": "text", "heading": "Street"},
        {"type": "rich_text", "heading": "£"},
    ]
    assert value["rows"][0]["values"] == ["Ropewalk", '<p><a href="https://x.org">640</a></p>']
    assert value["rows"][1]["values"] == ["Wide", ""]


def test_columns_covers_and_details_keep_their_order():
    html = (
        '<div class="wp-block-columns"><div class="wp-block-column"><p>One</p></div>'
        '<div class="wp-block-column"><p>Two</p></div></div>'
        '<div class="wp-block-cover"><img class="wp-block-cover__image-background" src="boats.jpg">'
        '<div class="wp-block-cover__inner-container"><p>Across</p></div></div>'
        "<details><summary>More</summary><p>Hidden</p></details>"
        '<div class="wp-block-media-text"><figure><img src="nets.jpg"></figure>'
        '<div class="wp-block-media-text__content"><p>Beside</p></div></div>'
    )
    assert blocks(html) == [
        ("paragraph", "<p>One</p><p>Two</p>"),
        ("image", figure()),
        ("paragraph", "<p>Across</p>"),
        ("heading", {"text": "More", "level": "h3"}),
        ("paragraph", "<p>Hidden</p>"),
        ("image", figure(8)),
        ("paragraph", "<p>Beside</p>"),
    ]


def test_footnotes_keep_their_references():
    key = "aa484441-9ea2-470c-a0a3-218ede0c6b05"
    mark = f'<sup data-fn="{key}" class="fn"><a href="#{key}" id="{key}-link">1</a></sup>'
    found = body(f"<p>A claim{mark}.</p>", f'[{{"content":"A <em>note</em>","id":"{key}"}}]')
    assert found.footnotes == [(key, "<p>A <i>note</i></p>")]
    assert found.blocks[0]["value"] == f'<p>A claim<footnote id="{key}">[aa4844]</footnote>.</p>'


@pytest.mark.parametrize("name", ["efn_note", "footnote", "ref"])
def test_footnotes_of_plugins_become_footnotes(name):
    found = body(f"<p>A claim[{name}]The <em>source</em>.[/{name}].</p>")
    [(mark, text)] = found.footnotes
    assert text == "<p>The <i>source</i>.</p>"
    assert f'<footnote id="{mark}">' in found.blocks[0]["value"]


def test_synced_pattern_is_replaced_by_its_content():
    assert blocks('<!-- wp:block {"ref":9} /-->') == [("paragraph", "<p>Shared</p>")]
    found = body('<p>A</p><!-- wp:block {"ref":10} /-->')
    assert [warning.kind for warning in found.warnings] == ["pattern"]


@pytest.mark.parametrize(
    ("html", "kind", "words"),
    [
        ('<p>A</p><script src="https://track.er/x.js">evil()</script>', "script", "track.er"),
        ("<style>p { color: red }</style>", "style sheet", "left out"),
        ('<iframe src="https://widgets.example/x"></iframe>', "frame", "widgets.example"),
        ('<img src="https://old.example/p.gif" width="1" height="1">', "tracker", "p.gif"),
        ('<img src="https://elsewhere.example/far.jpg">', "picture", "far.jpg"),
        ("<form action='/x'><input></form>", "form", "left out"),
        ("<p>[unknown_thing a=1]</p>", "shortcode", "unknown_thing"),
        ("<!-- wp:latest-posts /-->", "block", "latest-posts"),
        ('<figure class="wp-block-embed"><div>https://social.example/1</div></figure>', "embed", "social.example"),
        ('<figure class="wp-block-video"><video src="https://old.example/a.mov"></video></figure>', "recording", "a.mov"),
        ("<object data='x.swf'></object>", "embedded object", "x.swf"),
        ("[gallery]", "gallery", "without images"),
    ],
)  # fmt: skip
def test_content_left_out_has_a_warning(html, kind, words):
    found = body(html)
    assert [warning.kind for warning in found.warnings] == [kind]
    assert words in found.warnings[0].text
    assert "evil" not in str(found.blocks)


def test_unknown_shortcode_stays_as_bold_text():
    assert blocks("<p>[slider id=3] x</p>") == [("paragraph", "<p><b>[slider id=3]</b> x</p>")]


def test_block_ids_are_the_same_in_every_run():
    html = "<h2>A</h2><p>B</p>[gallery ids='7,7']"
    assert body(html).blocks == body(html).blocks
    assert body(html).blocks != convert(html, Finder(), "another").blocks


@pytest.mark.parametrize(
    "html",
    ["", " ", "<", "<p", "</div></div>", "<p><b>a</p></b>", "<div>" * 3000 + "deep", "\ud800",
     "<p " + "a" * 10_000 + ">x</p>", "<!-- wp:paragraph", "<table><tr>", "<ul><ul><ul></ul>",
     "&#0;&#xFFFFFF;", "[caption][caption]", "<h2><img src='boats.jpg'></h2>"],
)  # fmt: skip
def test_malformed_html_raises_no_error(html):
    body(html.encode("utf-8", "replace").decode())


@pytest.mark.parametrize(
    "html",
    [
        f'<dl><dt>Boats<dd>Wet<img src="{UPLOADS}/boats.jpg"></dl>',
        block("verse", f'<pre class="wp-block-verse">Wet<img src="{UPLOADS}/boats.jpg"></pre>'),
    ],
)
def test_images_in_text_without_a_following_paragraph_are_kept(html):
    assert [name for name, _value in blocks(html)] == ["paragraph", "image"]


def test_each_table_of_a_figure_is_kept():
    table = "<table><tr><td>{}<td>B</table>"
    nested = table.format(table.format("Inner"))
    html = f"<figure>{table.format('A')}{nested}<figcaption>Rents</figcaption></figure>"
    values = [value for name, value in blocks(html) if name == "table"]
    assert [value["caption"] for value in values] == ["Rents", ""]
    assert values[0]["rows"][0]["values"] == ["A", "B"]


@pytest.mark.parametrize("html", [
    "<pre>one<br>two</pre>", "<pre>one<br />two\n</pre>", "<pre><code>one\ntwo</code></pre>",
    "<pre>one\r\ntwo</pre>", "<pre><span>one</span><br><b>two</b></pre>", "<pre><div>one</div>two</pre>",
])  # fmt: skip
def test_preformatted_text_keeps_its_lines(html):
    assert blocks(html) == [("code", "one\ntwo")]


def test_break_between_scenes_is_kept():
    html = "<p>One.</p>\n<hr class='wp-block-separator'/>\n<p>Two.</p>"
    assert blocks(html) == [("paragraph", "<p>One.</p><hr/><p>Two.</p>")]


@pytest.mark.parametrize(("html", "expected"), [
    ("<ol><li>a</li><li>b</li></ol>", "<ol><li>a</li><li>b</li></ol>"),
    ('<ol start="3"><li>a</li><li>b</li></ol>', "<p>3. a</p><p>4. b</p>"),
    ("<ol reversed><li>a</li><li>b</li></ol>", "<p>2. a</p><p>1. b</p>"),
    ('<ol type="A"><li>a</li><li value="5">b</li></ol>', "<p>A. a</p><p>E. b</p>"),
    ('<ol type="i" start="4"><li>a</li><li>b<ul><li>c</li></ul></li></ol>', "<p>iv. a</p><p>v. b</p><p>• c</p>"),
    ('<ul><li>a<ol start="2"><li>b</li></ol></li></ul>', "<ul><li>a<br/>2. b</li></ul>"),
    ('<ol start="x"><li>a</li></ol>', "<ol><li>a</li></ol>"),
])  # fmt: skip
def test_lists_keep_their_numbers(html, expected):
    assert blocks(html) == [("paragraph", expected)]


def test_cells_keep_line_breaks_lists_and_emphasis():
    html = (
        "<table><tr><th>When</th><th>What</th></tr><tr><td>10:00<br>11:00</td><td><strong>Talk</strong>"
        "<br>Second line<ul><li>a</li><li>b</li></ul></td></tr></table>"
    )
    assert cells(html) == [
        ["<p>10:00<br/>11:00</p>", "<p><b>Talk</b><br/>Second line<br/>• a<br/>• b</p>"]
    ]


@pytest.mark.parametrize("html", [
    '<p>A claim.<a href="#_ftn1" name="_ftnref1">[1]</a></p><hr /><p><a href="#_ftnref1" name="_ftn1">[1]</a> The source.</p>',
    '<p>A claim.<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a></p><div><hr><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1"></a><sup>[1]</sup> The source.</p></div></div>',
    '<p>A claim.<sup><a href="#fn1" id="ref1">1</a></sup></p><ol><li id="fn1">The source. <a href="#ref1">↩</a></li></ol>',
    '<p>A claim.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The source.</p></div>',
    '<p>A claim.<a href="#note1">1</a></p><p id="note1">1. The source.</p>',
])  # fmt: skip
def test_notes_of_word_processors_become_footnotes(html):
    found = body(html)
    [(uuid, text)] = found.footnotes
    assert text.removeprefix("<p>1. ").removeprefix("<p>").removeprefix("[1] ") == "The source.</p>"
    [block] = found.blocks
    assert block["value"] == f'<p>A claim.<footnote id="{uuid}">[{uuid[:6]}]</footnote></p>'
    assert not found.warnings


def test_link_within_the_page_that_is_no_note_is_reported():
    found = body('<p><a href="#part">Part two</a></p><h2 id="part">Part two</h2>')
    assert [warning.text for warning in found.warnings] == [
        "A link within the page was removed: #part"
    ]


def test_heading_keeps_links_and_emphasis():
    assert blocks("<h2>On <em>Ebb</em></h2>") == [("paragraph", "<h2>On <i>Ebb</i></h2>")]
    assert blocks("<h2><strong>Ebb</strong></h2>") == [("heading", {"text": "Ebb", "level": "h2"})]


def test_references_to_control_characters_do_not_reach_the_page():
    assert blocks("<p>a&#1;b&#x1F;c&#150;d&#x80;</p>") == [("paragraph", "<p>abc–d€</p>")]


def test_recording_of_another_host_is_a_link():
    html = block(
        "audio",
        '<figure class="wp-block-audio"><audio controls src="https://media.example/2.mp3"></audio><figcaption>Two</figcaption></figure>',
    )
    found = body(html)
    assert [each["value"] for each in found.blocks] == [
        '<p><a href="https://media.example/2.mp3">Two</a></p>'
    ]
    assert found.warnings

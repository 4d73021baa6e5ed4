"""HTML of Ghost becomes StreamField blocks; what they cannot contain is named by a warning."""

import pytest

from importers.ghost.body.converter import convert_post
from tests.importers.finders import Nothing


class Finder(Nothing):
    """A finder with one image."""

    def image(self, url, attachment):
        return 7 if "boats" in url else None


def convert(html):
    body = convert_post(html, Finder(), "test", "https://old.example")
    values = [(each["type"], each["value"]) for each in body.blocks]
    return values, " ".join(warning.text for warning in body.warnings)


BOATS = '<img src="/content/images/boats.jpg" alt="{}">'


@pytest.mark.parametrize(
    "html",
    [
        '<div class="kg-card kg-file-card"><a href="{}">Words</a></div>',
        '<figure class="kg-card kg-bookmark-card"><a href="{}"><div class="kg-bookmark-title">Words</div></a></figure>',
        '<div class="kg-card kg-audio-card"><audio src="{}"></audio><div class="kg-audio-title">Words</div></div>',
        '<div class="kg-card kg-button-card"><a href="{}" class="kg-btn">Words</a></div>',
        '<figure class="kg-card kg-embed-card"><a href="{}">Words</a></figure>',
        '<iframe src="{}"></iframe><p>Words</p>',
        '<figure class="kg-card kg-embed-card"><iframe src="{}"></iframe><figcaption>Words</figcaption></figure>',
    ],
)
def test_no_unsafe_address_becomes_a_link(html):
    blocks, warned = convert(html.format("javascript:alert(1)"))
    assert "Words" in str(blocks)
    assert "href" not in str(blocks)
    assert "javascript:alert(1)" in warned


def test_long_words_of_images_are_reported():
    html = f'<figure class="kg-card kg-image-card">{BOATS.format("a" * 250 + "rest-of-alt")}<figcaption>{"b" * 300}rest-of-caption</figcaption></figure>'
    ((kind, value),), warned = convert(html)
    assert kind == "image"
    assert "rest" not in str(value)
    assert "rest-of-alt" in warned
    assert "rest-of-caption" in warned


def test_caption_of_a_gallery_is_not_cut():
    blocks, warned = convert(
        f'<figure class="kg-card kg-gallery-card">{BOATS.format("")}{BOATS.format("")}<figcaption>{"b" * 300}rest</figcaption></figure>'
    )
    assert "rest" in blocks[-1][1]
    assert "cut" not in warned


def test_link_in_a_heading_is_kept():
    blocks, warned = convert('<h2>Tides <a href="https://a.example/">here</a></h2>')
    assert blocks == [("paragraph", '<h2>Tides <a href="https://a.example/">here</a></h2>')]
    assert not warned


def test_quotation_keeps_all_its_words():
    blocks, _ = convert("<blockquote><cite>Only a source</cite></blockquote>")
    assert "Only a source" in str(blocks)
    long = "source " * 40
    blocks, _ = convert(f"<blockquote>Words<cite>{long}</cite></blockquote>")
    assert str(blocks).count("source") == 40
    blocks, _ = convert("<blockquote>Words<cite>Ada</cite></blockquote>")
    assert blocks == [("quote", {"text": "Words", "attribution": "Ada"})]


def test_invisible_images_are_left_out_without_a_description():
    blocks, warned = convert('<img src="https://stat.example/p.gif" width="1" height="1">')
    assert blocks == []
    assert "https://stat.example/p.gif" in warned


def test_lists_in_a_callout_are_kept():
    html = '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">!</div><div class="kg-callout-text"><p>One</p><ul><li>Two</li></ul></div></div>'
    assert convert(html)[0] == [("paragraph", "<p>!</p><p>One</p><ul><li>Two</li></ul>")]


def test_bold_callout_has_its_emoji_as_title():
    html = '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">!</div><div class="kg-callout-text"><strong>All bold</strong></div></div>'
    assert convert(html)[0] == [("callout", {"title": "!", "text": "<p><b>All bold</b></p>"})]


def test_player_of_another_site_becomes_a_link():
    url = "https://sound.example/a.mp3"
    blocks, warned = convert(f'<audio controls><source src="{url}"></audio>')
    assert blocks == [("paragraph", f'<p><a href="{url}">{url}</a></p>')]
    assert url in warned


def test_link_to_a_larger_image_is_reported():
    image = BOATS.format("")
    for url in ("/content/images/size/w600/boats.jpg", "/content/images/boats.jpg"):
        assert convert(f'<a href="{url}">{image}</a>')[1] == ""
    assert "map.jpg" in convert(f'<a href="/content/images/map.jpg">{image}</a>')[1]


def test_card_without_its_usual_parts_keeps_its_words():
    for name in ("bookmark", "toggle", "callout", "embed", "header", "signup", "product", "cta"):
        blocks, _ = convert(f'<div class="kg-card kg-{name}-card"><p>Words of {name}</p></div>')
        assert f"Words of {name}" in str(blocks), name

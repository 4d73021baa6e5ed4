"""Galleries, recordings with transcripts, and reading lists."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from core.blocks import BodyBlock
from documents.models import SiteDocument
from tests import factories
from tests.access import restrict
from tests.site_tree import raw_body


def test_gallery_has_captions_and_credits(site_tree, get):
    html = get(site_tree.article.url)
    gallery = re.search(r'<div class="gallery">.*?</div>', html, re.DOTALL)[0]
    assert gallery.count("<figure") == gallery.count("At low water") == 2
    assert gallery.count("Ada Example") == 2


def test_recording_has_player_and_transcript(site_tree, get):
    html = get(site_tree.article.url)
    assert re.search(rf'<audio controls preload="none" src="{site_tree.recording.url}"', html)
    assert "<p>Good evening.</p>" in html
    assert "<p>Waves are heard.</p>" in html


def test_video_file_has_video_player(site_tree, get):
    film = factories.SiteDocumentFactory(title="Film", file__filename="film.webm")
    body = raw_body(("recording", {"file": film.pk, "title": "Film", "transcript": ""}))
    page = factories.ArticlePageFactory(parent=site_tree.section, body=body)
    html = get(page.url)
    assert "<video controls" in html
    assert "Transcript" not in html


def test_transcript_is_searchable(site_tree, get):
    body = raw_body(
        (
            "recording",
            {"file": site_tree.recording.pk, "title": "T", "transcript": "<p>Bladderwrack</p>"},
        )
    )
    page = factories.ArticlePageFactory(parent=site_tree.section, title="Talks", body=body)
    assert page.url in get("/search/?q=bladderwrack")


def test_range_request_of_recording(site_tree, client):
    content = b"A short talk"
    assert b"".join(client.get(site_tree.recording.url).streaming_content) == content
    response = client.get(site_tree.recording.url, headers={"range": "bytes=2-5"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == content[2:6]
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Content-Range"] == f"bytes 2-5/{len(content)}"


def test_range_request_of_restricted_recording(site_tree, client):
    collection = site_tree.recording.collection
    collection.view_restrictions.create(restriction_type="login")
    response = client.get(site_tree.recording.url, headers={"range": "bytes=2-5"})
    assert response.status_code == 302


def test_document_that_cannot_be_played_is_invalid(site_tree):
    block = BodyBlock()
    stream = block.to_python(
        raw_body(("recording", {"file": site_tree.document.pk, "title": "T", "transcript": ""}))
    )
    with pytest.raises(ValidationError) as raised:
        block.clean(stream)
    error = raised.value.block_errors[0].block_errors["file"]
    assert "This file cannot be played." in error.messages[0]


def test_reading_list_has_only_visible_pages(site_tree, get):
    html = get(site_tree.article.url)
    reading_list = re.search(
        r'<div class="callout" role="group" aria-label="To read">.*?</div>', html, re.S
    )[0]
    assert f'href="{site_tree.standard.url}"' in reading_list
    restrict(site_tree.standard)
    html = get(site_tree.article.url)
    assert (
        'aria-label="To read"' not in html
        or site_tree.standard.title not in html.split("To read")[1]
    )


@pytest.mark.parametrize(
    ("content", "byte_range", "part"),
    [
        (b"a", "bytes=0-0", b"a"),
        (b"a", "bytes=0-", b"a"),
        (b"a", "bytes=-1", b"a"),
        (b"a", "bytes=1-", None),
        (b"abc", "bytes=2-2", b"c"),
        (b"abc", "bytes=-1", b"c"),
        (b"abc", "bytes=1-2", b"bc"),
        (b"abc", "bytes=3-3", None),
    ],
)
def test_short_ranges(db, client, content, byte_range, part):
    file = ContentFile(content, name="short.txt")
    document = SiteDocument.objects.create(title="Short", file=file)
    response = client.get(document.url, headers={"range": byte_range})
    assert response.status_code == (206 if part else 416)
    if part:
        assert response.getvalue() == part
        first = content.index(part)
        expected = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
        assert response.headers["Content-Range"] == expected

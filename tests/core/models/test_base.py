"""Video URLs, blocks, pagination and other parts that all pages share."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from core.blocks import BodyBlock, VideoBlock
from core.models import PublicationSettings
from core.video import VideoLink
from home.blocks import FrontPageBlock
from images.rendition_specs import RARE_SPECS, RENDITION_SPECS, specs_for_shape
from tests import factories

VIDEO_ID = "aqz-KE-bpKQ"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={VIDEO_ID}",
        f"https://youtube.com/watch?v={VIDEO_ID}&t=12s&list=PL0",
        f"https://youtu.be/{VIDEO_ID}?si=tracking",
        f"https://m.youtube.com/shorts/{VIDEO_ID}",
        f"https://www.youtube-nocookie.com/embed/{VIDEO_ID}/",
    ],
)
def test_youtube_video_is_embedded_without_cookies(url):
    video = VideoLink.parse(url)
    assert video.watch_url == f"https://www.youtube.com/watch?v={VIDEO_ID}"
    assert video.embed_url.startswith(f"https://www.youtube-nocookie.com/embed/{VIDEO_ID}?")


@pytest.mark.parametrize(
    "url", ["https://vimeo.com/1084537", "https://player.vimeo.com/video/1084537"]
)
def test_vimeo_video_is_embedded_without_tracking(url):
    video = VideoLink.parse(url)
    assert video.watch_url == "https://vimeo.com/1084537"
    assert "dnt=1" in video.embed_url


def test_video_of_another_host_is_a_link():
    video = VideoLink.parse("https://www.tube.example.org/w/abc")
    assert (video.host, video.embed_url) == ("tube.example.org", "")
    assert video.watch_url == "https://www.tube.example.org/w/abc"


@pytest.mark.parametrize("url", ["https://www.youtube.com/@channel", "https://vimeo.com/about"])
def test_url_without_a_video_is_invalid(url):
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError) as raised:
        block.clean(block.normalize({"url": url, "title": "A film"}))
    error = raised.value.block_errors["url"]
    assert isinstance(error, ValidationError)
    assert "It looks like" in error.messages[0]


@pytest.mark.parametrize(
    "block",
    [*BodyBlock().child_blocks.values(), *FrontPageBlock().child_blocks.values()],
    ids=lambda block: block.name,
)
def test_every_block_has_template_preview_and_description(site_tree, block, rf):
    assert block.meta.template
    assert block.get_description()
    assert block.is_previewable
    html = block.render(block.get_preview_value(), {"page": site_tree.home, "request": rf.get("/")})
    assert html.strip() or block.name in {"document", "statement"}


def test_related_page_is_a_card(site_tree, get):
    html = get(site_tree.article.url)
    assert f'<a href="{site_tree.standard.url}">Privacy policy</a>' in html.split("<footer")[0]


def test_image_has_modern_formats_and_priority(site_tree, get):
    html = get(site_tree.article.url)
    assert 'type="image/avif"' in html
    assert 'fetchpriority="high"' in html
    assert html.count('fetchpriority="high"') == 1
    assert 'alt="Boats"' in html


def test_page_works_without_the_file_of_its_image(site_tree, get):
    image = factories.SiteImageFactory(title="Vanished")
    article = factories.ArticlePageFactory(parent=site_tree.section, lead_image=image)
    image.file.storage.delete(image.file.name)
    assert article.title in get(article.url)


def test_every_rendition_spec_has_one_orientation():
    both = [*specs_for_shape(is_portrait=True), *specs_for_shape(is_portrait=False)]
    assert sorted(both, key=str) == sorted(
        (spec for name, spec in RENDITION_SPECS.items() if name not in RARE_SPECS), key=str
    )


def test_default_settings_have_empty_menus(site):
    assert PublicationSettings.for_site(site).menus == {"header": [], "support": [], "footer": []}


def test_pagination_ends_with_404(site_tree, get):
    for number in range(23):
        factories.ArticlePageFactory(parent=site_tree.section, title=f"Numbered {number}")
    first = get(site_tree.section.url)
    assert first.count("<article") == 20
    assert 'rel="next" href="?page=2"' in first
    second = get(site_tree.section.url + "?page=2")
    assert second.count("<article") == 5
    assert 'rel="prev" href="?page=1"' in second
    for number in ("3", "0", "-1", "x", "1e9", ""):
        get(f"{site_tree.section.url}?page={number}", status=404)


def test_article_keeps_date_of_first_publication(site_tree):
    article = factories.ArticlePageFactory(
        parent=site_tree.section, live=False, first_published_at=None
    )
    article.save_revision().publish()
    article.refresh_from_db()
    assert article.published_at == article.first_published_at
    first = article.published_at
    article.title = "Changed"
    article.save_revision().publish()
    article.refresh_from_db()
    assert article.published_at == first


def test_document_has_type_and_size(site_tree, get):
    html = get(site_tree.article.url)
    assert f'<a href="{site_tree.document.url}" download>Minutes</a>' in html
    assert "PDF" in html
    assert "What was decided." in html
    get(site_tree.document.url)


def test_page_works_after_deletion_of_related_objects(site_tree, get):
    site_tree.image.delete()
    site_tree.document.delete()
    site_tree.standard.delete()
    for page in (site_tree.home, site_tree.article, site_tree.event, site_tree.book):
        assert "quillwort" in get(page.url) or page == site_tree.home


def test_article_that_moves_leaves_a_redirect(site_tree, client):
    old = site_tree.article.url
    other = factories.ArticleIndexPageFactory(parent=site_tree.home, title="Theory", slug="theory")
    site_tree.article.move(other, pos="last-child")
    response = client.get(old)
    assert response.status_code == 301
    assert response.url == "/theory/the-strike/"


def test_repost_has_source_and_notice(site_tree, site, get):
    settings = PublicationSettings.for_site(site)
    settings.repost_notice = "<p>It appeared elsewhere.</p>"
    settings.save()
    assert "It appeared elsewhere." not in get(site_tree.article.url)
    site_tree.article.source_publication = "The Lantern"
    site_tree.article.source_url = "https://lantern.example.org/1"
    site_tree.article.save()
    html = get(site_tree.article.url)
    assert 'First published in <a href="https://lantern.example.org/1">The Lantern</a>' in html
    assert "It appeared elsewhere." in html
    assert "First published in The Lantern" in get(site_tree.section.url)


def test_robots_txt_and_sitemap(site_tree, get):
    assert "Disallow: /admin/" in get("/robots.txt")
    assert "http://testserver/sitemap.xml" in get("/robots.txt")
    assert f"<loc>http://testserver{site_tree.article.url}</loc>" in get("/sitemap.xml")

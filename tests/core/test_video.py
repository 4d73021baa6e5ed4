"""Video URLs, and posters fetched from the hosts of videos."""

import json
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from core.models.publishing import skip_publication_checks
from core.outgoing import OutgoingError
from core.video import VideoLink
from images.models import SiteImage
from tests import factories
from tests.site_tree import raw_body

SERVER = "tube.example"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.fixture(autouse=True)
def peertube(settings):
    settings.PEERTUBE_HOSTS = [SERVER]


def image_content(size=(1280, 720)):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def web(monkeypatch):
    """Fake hosts of videos: the response of each URL, and the requested URLs."""
    web = SimpleNamespace(pages={}, requested=[])

    def fetch(url, limits):
        web.requested.append(url)
        assert limits.seconds <= 5
        assert limits.redirects == 0
        content = web.pages.get(url)
        if content is None or len(content) > limits.max_bytes:
            raise OutgoingError("The server responded with status 404.")
        return json.dumps(content).encode() if isinstance(content, dict) else content

    monkeypatch.setattr("core.video_thumbnails.fetch", fetch)
    return web


def article_with(site_tree, url, **fields):
    value = {"url": url, "title": "A film", "poster": None, "caption": "", **fields}
    page = factories.ArticlePageFactory(parent=site_tree.section, body=raw_body(("video", value)))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.mark.parametrize("path", ["/w/{0}", "/videos/watch/{0}", "/videos/embed/{0}/"])
def test_video_of_known_peertube_server_is_embedded(path):
    video = VideoLink.parse(f"https://{SERVER}{path.format(UUID)}")
    assert video.host == SERVER
    assert video.watch_url == f"https://{SERVER}/w/{UUID}"
    assert video.embed_url.startswith(f"https://{SERVER}/videos/embed/{UUID}?")


def test_video_of_other_server_is_a_link():
    assert VideoLink.parse(f"https://elsewhere.example/w/{UUID}").embed_url == ""


def test_error_of_invalid_url_has_an_example():
    with pytest.raises(ValueError, match=f"It looks like https://{SERVER}/w/"):
        VideoLink.parse(f"https://{SERVER}/about")


def test_poster_is_fetched_when_the_page_is_saved(site_tree, web, get):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/hqdefault.jpg"] = image_content()
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ")
    poster = SiteImage.objects.get(title="Poster: A film")
    assert poster.credit == "YouTube"
    assert (poster.width, poster.height) == (1280, 720)
    count = len(web.requested)
    html = get(page.url)
    assert f"/media/images/{poster.file.name.split('/')[-1].split('.')[0]}" in html
    assert "ytimg" not in html
    page.save_revision()
    assert len(web.requested) == count


def test_pages_with_the_same_video_share_a_poster(site_tree, web):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/maxresdefault.jpg"] = image_content()
    for _ in range(2):
        article_with(site_tree, "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    assert SiteImage.objects.filter(title="Poster: A film").count() == 1


def test_chosen_poster_is_kept(site_tree, web):
    image = factories.SiteImageFactory(title="Ours")
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ", poster=image.pk)
    assert page.body[0].value["poster"] == image
    assert not web.requested


def test_poster_of_the_home_page_is_fetched(site_tree, web):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/maxresdefault.jpg"] = image_content()
    site_tree.home.save_revision()
    assert SiteImage.objects.filter(title="Poster: A film").exists()


@pytest.mark.parametrize(
    ("url", "oembed", "thumbnail"),
    [
        (
            "https://vimeo.com/1084537",
            "https://vimeo.com/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F1084537&width=1280&dnt=1",
            "https://i.vimeocdn.com/video/20963649-640.jpg",
        ),
        (
            f"https://{SERVER}/w/{UUID}",
            f"https://{SERVER}/services/oembed?url=https%3A%2F%2F{SERVER}%2Fw%2F{UUID}",
            f"https://{SERVER}/lazy-static/previews/1.jpg",
        ),
    ],
)
def test_poster_from_oembed(site_tree, web, url, oembed, thumbnail):
    web.pages = {oembed: {"thumbnail_url": thumbnail}, thumbnail: image_content()}
    page = article_with(site_tree, url)
    assert page.body[0].value["poster"].source_url == VideoLink.parse(url).watch_url


@pytest.mark.parametrize(
    "response",
    [
        {"thumbnail_url": "http://169.254.169.254/latest/meta-data"},
        {"thumbnail_url": "file:///etc/passwd"},
        {"thumbnail_url": ""},
        {},
    ],
)
def test_poster_on_unexpected_host_is_not_fetched(site_tree, web, get, response):
    video = VideoLink.parse(f"https://{SERVER}/w/{UUID}")
    web.pages = {video.oembed: response}
    page = article_with(site_tree, video.watch_url)
    assert web.requested == [video.oembed]
    assert "video__link--drawn" in get(page.url)


@pytest.mark.parametrize(
    "content", [b"<html>", b"", b"x" * 5_000_001, image_content()[:300], image_content()[:-600]]
)
def test_invalid_image_is_not_stored(site_tree, web, get, content):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/maxresdefault.jpg"] = content
    images = SiteImage.objects.count()
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ")
    assert SiteImage.objects.count() == images
    assert "video__link--drawn" in get(page.url)


def test_failed_request_is_not_repeated_at_every_save(site_tree, web):
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ")
    assert len(web.requested) == 2
    page.save_revision()
    assert len(web.requested) == 2


def test_page_with_invalid_video_url_has_a_link(site_tree, web, get):
    with skip_publication_checks():
        page = article_with(site_tree, "https://www.youtube.com/about")
    assert 'href="https://www.youtube.com/about"' in get(page.url)
    assert not web.requested

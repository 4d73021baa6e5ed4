"""Videos: where they play, and the poster that we fetch so that no reader has to."""

from io import BytesIO
from types import SimpleNamespace

import pytest
import requests
from PIL import Image

from core.models.publishing import skip_publication_checks
from core.video import VideoLink
from images.models import SiteImage
from tests import factories
from tests.site_tree import raw_body

SERVER = "tube.example"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.fixture(autouse=True)
def peertube(settings):
    settings.PEERTUBE_HOSTS = [SERVER]


def picture(size=(1280, 720)):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def web(monkeypatch):
    """The hosts of videos: what each address answers, and which were asked."""
    web = SimpleNamespace(pages={}, asked=[])

    def get(url, **options):
        web.asked.append(url)
        assert options["timeout"] <= 5
        assert options["allow_redirects"] is False
        content = web.pages.get(url)
        response = requests.Response()
        response.status_code = 404 if content is None else 200
        response.raw = SimpleNamespace(
            read=lambda size, decode_content: BytesIO(content).read(size), close=lambda: None
        )
        if isinstance(content, dict):
            response.json = lambda: content
        return response

    monkeypatch.setattr(requests, "get", get)
    return web


def article_with(site_tree, url, **fields):
    value = {"url": url, "title": "A film", "poster": None, "caption": "", **fields}
    page = factories.ArticlePageFactory(parent=site_tree.section, body=raw_body(("video", value)))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.mark.parametrize("path", ["/w/{0}", "/videos/watch/{0}", "/videos/embed/{0}/"])
def test_video_of_a_known_peertube_server_plays_in_the_page(path):
    video = VideoLink.parse(f"https://{SERVER}{path.format(UUID)}")
    assert video.host == SERVER
    assert video.watch_url == f"https://{SERVER}/w/{UUID}"
    assert video.embed_url.startswith(f"https://{SERVER}/videos/embed/{UUID}?")


def test_video_of_any_other_server_is_a_link():
    assert VideoLink.parse(f"https://elsewhere.example/w/{UUID}").embed_url == ""


def test_address_without_a_video_is_refused_with_an_example():
    with pytest.raises(ValueError, match=f"It looks like https://{SERVER}/w/"):
        VideoLink.parse(f"https://{SERVER}/about")


def test_poster_is_fetched_when_the_page_is_saved(site_tree, web, get):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/hqdefault.jpg"] = picture()
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ")
    poster = SiteImage.objects.get(title="Poster: A film")
    assert poster.credit == "YouTube"
    assert (poster.width, poster.height) == (1280, 720)
    asked = len(web.asked)
    html = get(page.url)
    assert f"/media/images/{poster.file.name.split('/')[-1].split('.')[0]}" in html
    assert "ytimg" not in html
    page.save_revision()
    assert len(web.asked) == asked, "it is there already"


def test_poster_is_shared_by_pages_with_the_same_video(site_tree, web):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/maxresdefault.jpg"] = picture()
    for _ in range(2):
        article_with(site_tree, "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    assert SiteImage.objects.filter(title="Poster: A film").count() == 1


def test_poster_of_an_editor_is_kept(site_tree, web):
    image = factories.SiteImageFactory(title="Ours")
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ", poster=image.pk)
    assert page.body[0].value["poster"] == image
    assert not web.asked


def test_poster_of_the_front_page_is_fetched_too(site_tree, web):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/maxresdefault.jpg"] = picture()
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
def test_poster_is_where_oembed_says(site_tree, web, url, oembed, thumbnail):
    web.pages = {oembed: {"thumbnail_url": thumbnail}, thumbnail: picture()}
    page = article_with(site_tree, url)
    assert page.body[0].value["poster"].source_url == VideoLink.parse(url).watch_url


@pytest.mark.parametrize(
    "answer",
    [
        {"thumbnail_url": "http://169.254.169.254/latest/meta-data"},
        {"thumbnail_url": "file:///etc/passwd"},
        {"thumbnail_url": ""},
        {},
    ],
)
def test_server_cannot_send_us_elsewhere_for_a_poster(site_tree, web, get, answer):
    video = VideoLink.parse(f"https://{SERVER}/w/{UUID}")
    web.pages = {video.oembed: answer}
    page = article_with(site_tree, video.watch_url)
    assert web.asked == [video.oembed]
    assert "video__link--drawn" in get(page.url)


@pytest.mark.parametrize(
    "content", [b"<html>", b"", b"x" * 5_000_001, picture()[:300], picture()[:-600]]
)
def test_what_is_no_picture_is_not_kept(site_tree, web, get, content):
    web.pages["https://i.ytimg.com/vi/aqz-KE-bpKQ/maxresdefault.jpg"] = content
    images = SiteImage.objects.count()
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ")
    assert SiteImage.objects.count() == images
    assert "video__link--drawn" in get(page.url)


def test_host_that_fails_is_not_asked_again_at_every_save(site_tree, web):
    page = article_with(site_tree, "https://youtu.be/aqz-KE-bpKQ")
    asked = len(web.asked)
    assert asked == 2
    page.save_revision()
    assert len(web.asked) == asked


def test_page_with_a_wrong_address_stays_readable(site_tree, web, get):
    with skip_publication_checks():
        page = article_with(site_tree, "https://www.youtube.com/about")
    assert 'href="https://www.youtube.com/about"' in get(page.url)
    assert not web.asked

"""Feeds with whole texts, and the map of the site."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from core.metadata.sitemaps import PageSitemap
from news.models import ArticlePage
from tests import factories
from tests.access import restrict
from tests.site_tree import raw_body

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
MAP = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read(text):
    return ElementTree.fromstring(text)  # noqa: S314 – our own


@pytest.fixture
def entry(get):
    def find(address, title):
        feed = read(get(address))
        (found,) = (
            entry
            for entry in feed.findall("atom:entry", ATOM)
            if entry.findtext("atom:title", namespaces=ATOM) == title
        )
        return found

    return find


def content(entry):
    assert entry.find("atom:content", ATOM).get("type") == "html"
    return entry.findtext("atom:content", namespaces=ATOM)


def test_feed_has_the_whole_text_of_every_type(site_tree, entry):
    for page in (site_tree.article, site_tree.event, site_tree.book):
        assert "quillwort" in content(entry("/feed/", page.title))


@pytest.mark.parametrize("place", ["section", "topic", "person", "series", "format"])
def test_each_list_has_a_feed_with_whole_texts(site_tree, entry, place):
    address = {
        "section": site_tree.section.url,
        "topic": site_tree.topic.get_url(),
        "person": site_tree.person.get_url(),
        "series": site_tree.series.url,
        "format": "/formats/news/",
    }[place]
    assert "quillwort" in content(entry(f"{address}feed/", "The strike"))


def test_text_stands_by_itself(site_tree, entry):
    html = content(entry("/feed/", "The strike"))
    assert 'href="/' not in html
    assert 'src="/' not in html
    assert "/media" not in html.replace("http://testserver/media", "")
    assert f'href="http://testserver{site_tree.standard.url}"' in html
    assert "The source." in html  # a note
    assert "It was May." in html  # a correction
    assert "<script" not in html


def test_repost_says_so_in_the_feed(site_tree, entry):
    site_tree.sequel.source_terms = "By permission."
    site_tree.sequel.save()
    assert "By permission." in content(entry("/feed/", "The settlement"))


def test_private_pages_are_not_linked_in_the_feed(site_tree, entry):
    restrict(site_tree.standard)
    assert site_tree.standard.url not in content(entry("/feed/", "The strike"))


def test_feed_asks_as_often_for_twenty_as_for_two(site_tree, client):
    def queries():
        client.get("/feed/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/feed/")
        return len(captured)

    few = queries()
    for _ in range(18):
        page = factories.ArticlePageFactory(
            parent=site_tree.section,
            body=site_tree.article.body,
            lead_image=factories.SiteImageFactory(),
        )
        factories.attribute(page, factories.ContributorFactory())
    assert queries() <= few


def test_every_page_announces_the_feed_of_all(site_tree, get):
    for page in site_tree.pages:
        html = get(page.url)
        assert html.count('type="application/atom+xml" title="The Test" href="/feed/"') == 1


def urls(get):
    found = read(get("/sitemap.xml")).findall("map:url", MAP)
    return {url.findtext("map:loc", namespaces=MAP): url for url in found}


def test_map_has_pictures_that_are_drawn(site_tree, get):
    address = f"http://testserver{site_tree.book.url}"
    assert urls(get)[address].find("image:image", MAP) is None
    get(site_tree.book.url)
    picture = urls(get)[address].findtext("image:image/image:loc", namespaces=MAP)
    assert picture.startswith("http://localhost/media/images/")
    assert picture.endswith(".jpg")


def test_map_has_news_of_two_days(site_tree, get):
    old = factories.ArticlePageFactory(
        parent=site_tree.section, title="Old", published_at=now() - timedelta(days=3)
    )
    found = urls(get)
    news = found[f"http://testserver{site_tree.article.url}"].find("news:news", MAP)
    assert news.findtext("news:title", namespaces=MAP) == "The strike"
    assert news.findtext("news:publication/news:name", namespaces=MAP) == "The Test"
    assert news.findtext("news:publication/news:language", namespaces=MAP) == "en-gb"
    assert found[f"http://testserver{old.url}"].find("news:news", MAP) is None
    assert found[f"http://testserver{site_tree.event.url}"].find("news:news", MAP) is None


def test_long_map_is_divided(site_tree, get, monkeypatch):
    restrict(site_tree.event)
    whole = set(urls(get))
    monkeypatch.setattr(PageSitemap, "limit", 3)
    listed = read(get("/sitemap.xml"))
    assert listed.tag.endswith("sitemapindex")
    parts = [each.text for each in listed.findall("map:sitemap/map:loc", MAP)]
    assert len(parts) == -(-len(whole) // 3)
    found = [loc.text for part in parts for loc in read(get(part)).findall("map:url/map:loc", MAP)]
    assert len(found) == len(whole)
    assert set(found) == whole
    times = [each.text for each in listed.findall("map:sitemap/map:lastmod", MAP)]
    assert all(time >= "20" for time in times)


def test_map_asks_a_constant_number_of_queries(site_tree, client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    queries()
    few = queries()
    for _ in range(20):
        factories.ArticlePageFactory(
            parent=site_tree.section, lead_image=factories.SiteImageFactory()
        )
    assert queries() <= few


def test_no_character_breaks_a_feed_or_the_map(site_tree, client):
    """Such as those that come with a copy from a PDF file."""
    site_tree.article.title = "Before \x0b after"
    site_tree.article.body = raw_body(("paragraph", "<p>Page\x0c break</p>"))
    site_tree.article.published_at = site_tree.article.first_published_at = now()
    site_tree.article.save()
    for address in ("/feed/", "/news/feed/", "/sitemap.xml"):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Before  after" in "".join(read(response.content).itertext())


def test_news_of_tomorrow_are_not_in_the_map(site_tree, client):
    later = now() + timedelta(days=300)  # As an earlier version may have stored it.
    ArticlePage.objects.update(published_at=later, first_published_at=later)
    titles = read(client.get("/sitemap.xml").content).findall(".//news:title", MAP)
    assert site_tree.article.title not in [title.text for title in titles]


def test_feed_says_where_a_text_comes_from_and_who_wrote_it(site_tree, entry, get):
    article = site_tree.sequel
    article.source_publication, article.ai_use = "The Lantern", "generated"
    article.adopted_by = "The assembly"
    article.save()
    factories.attribute(article, factories.ContributorFactory(name="Tova"), role="translator")
    found = entry("/feed/", article.title)
    content = found.find("atom:content", ATOM).text
    for words in ("First published in The Lantern", "Written by AI", "Adopted by The assembly"):
        assert words in " ".join(content.split())
    feed = read(get("/feed/"))
    assert feed.findtext("atom:author/atom:name", namespaces=ATOM)
    names = [name.text for name in found.findall("atom:author/atom:name", ATOM)]
    assert names
    assert "By " not in names[0]

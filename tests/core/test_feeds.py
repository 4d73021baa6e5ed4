"""Full-text feeds and the sitemap."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from wagtail.models import CollectionViewRestriction, ReferenceIndex

from core.metadata.sitemaps import PageSitemap
from documents.models import SiteDocument
from news.models import ArticlePage
from tests import factories
from tests.access import restrict
from tests.site_tree import raw_body

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
SITEMAP = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read(text):
    return ElementTree.fromstring(text)  # noqa: S314 (our own XML)


@pytest.fixture
def entry(get):
    """Return a function that returns the feed entry with a title."""

    def find(url, title):
        feed = read(get(url))
        (entry,) = (
            entry
            for entry in feed.findall("atom:entry", ATOM)
            if entry.findtext("atom:title", namespaces=ATOM) == title
        )
        return entry

    return find


def content(entry):
    assert entry.find("atom:content", ATOM).get("type") == "html"
    return entry.findtext("atom:content", namespaces=ATOM)


def test_feed_has_full_text_of_every_page_type(site_tree, entry):
    for page in (site_tree.article, site_tree.event, site_tree.book):
        assert "quillwort" in content(entry("/feed/", page.title))


@pytest.mark.parametrize("listing", ["section", "topic", "person", "series", "format"])
def test_each_listing_has_a_full_text_feed(site_tree, entry, listing):
    url = {
        "section": site_tree.section.url,
        "topic": site_tree.topic.get_url(),
        "person": site_tree.person.get_url(),
        "series": site_tree.series.url,
        "format": "/formats/news/",
    }[listing]
    assert "quillwort" in content(entry(f"{url}feed/", "The strike"))


def test_content_has_absolute_urls_and_no_scripts(site_tree, entry):
    html = content(entry("/feed/", "The strike"))
    assert 'href="/' not in html
    assert 'src="/' not in html
    assert "/media" not in html.replace("http://testserver/media", "")
    assert f'href="http://testserver{site_tree.standard.url}"' in html
    assert "The source." in html  # a footnote
    assert "It was May." in html  # a correction
    assert "<script" not in html


def test_feed_has_terms_of_repost(site_tree, entry):
    site_tree.sequel.source_terms = "By permission."
    site_tree.sequel.save()
    assert "By permission." in content(entry("/feed/", "The settlement"))


def test_restricted_pages_are_not_linked_in_the_feed(site_tree, entry):
    restrict(site_tree.standard)
    assert site_tree.standard.url not in content(entry("/feed/", "The strike"))


def test_feed_takes_constant_number_of_queries(site_tree, client):
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


def test_every_page_links_to_the_feed_of_the_site(site_tree, get):
    for page in site_tree.pages:
        html = get(page.url)
        assert html.count('type="application/atom+xml" title="The Test" href="/feed/"') == 1


def urls(get):
    elements = read(get("/sitemap.xml")).findall("map:url", SITEMAP)
    return {url.findtext("map:loc", namespaces=SITEMAP): url for url in elements}


def test_sitemap_has_images_with_renditions(site_tree, get):
    url = f"http://testserver{site_tree.book.url}"
    assert urls(get)[url].find("image:image", SITEMAP) is None
    get(site_tree.book.url)
    image = urls(get)[url].findtext("image:image/image:loc", namespaces=SITEMAP)
    assert image.startswith("http://localhost/media/images/")
    assert image.endswith(".jpg")


def test_sitemap_has_news_of_two_days(site_tree, get):
    old = factories.ArticlePageFactory(
        parent=site_tree.section, title="Old", published_at=now() - timedelta(days=3)
    )
    found = urls(get)
    news = found[f"http://testserver{site_tree.article.url}"].find("news:news", SITEMAP)
    assert news.findtext("news:title", namespaces=SITEMAP) == "The strike"
    assert news.findtext("news:publication/news:name", namespaces=SITEMAP) == "The Test"
    assert news.findtext("news:publication/news:language", namespaces=SITEMAP) == "en-gb"
    assert found[f"http://testserver{old.url}"].find("news:news", SITEMAP) is None
    assert found[f"http://testserver{site_tree.event.url}"].find("news:news", SITEMAP) is None


def test_long_sitemap_is_split(site_tree, get, monkeypatch):
    restrict(site_tree.event)
    expected = set(urls(get))
    monkeypatch.setattr(PageSitemap, "limit", 3)
    index = read(get("/sitemap.xml"))
    assert index.tag.endswith("sitemapindex")
    parts = [each.text for each in index.findall("map:sitemap/map:loc", SITEMAP)]
    assert len(parts) > 3  # The page of a directory brings the addresses of its entries.
    found = [
        loc.text for part in parts for loc in read(get(part)).findall("map:url/map:loc", SITEMAP)
    ]
    assert sorted(found) == sorted(expected)
    times = [each.text for each in index.findall("map:sitemap/map:lastmod", SITEMAP)]
    assert all(time >= "20" for time in times)


def test_sitemap_takes_constant_number_of_queries(site_tree, client):
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


def test_control_characters_do_not_break_xml(site_tree, client):
    """Control characters are often pasted from PDF files."""
    site_tree.article.title = "Before \x0b after"
    site_tree.article.body = raw_body(("paragraph", "<p>Page\x0c break</p>"))
    site_tree.article.published_at = site_tree.article.first_published_at = now()
    site_tree.article.save()
    for url in ("/feed/", "/news/feed/", "/sitemap.xml"):
        response = client.get(url)
        assert response.status_code == 200, url
        assert "Before  after" in "".join(read(response.content).itertext())


def test_future_news_are_not_in_the_sitemap(site_tree, client):
    later = now() + timedelta(days=300)  # An earlier version may have stored it.
    ArticlePage.objects.update(published_at=later, first_published_at=later)
    titles = read(client.get("/sitemap.xml").content).findall(".//news:title", SITEMAP)
    assert site_tree.article.title not in [title.text for title in titles]


def test_feed_has_source_and_authors(site_tree, entry, get):
    article = site_tree.sequel
    article.source_publication, article.ai_use = "The Lantern", "generated"
    article.adopted_by = "The assembly"
    article.save()
    factories.attribute(article, factories.ContributorFactory(name="Tova"), role="translator")
    item = entry("/feed/", article.title)
    content = item.find("atom:content", ATOM).text
    for words in ("First published in The Lantern", "Written by AI", "Adopted by The assembly"):
        assert words in " ".join(content.split())
    feed = read(get("/feed/"))
    assert feed.findtext("atom:author/atom:name", namespaces=ATOM)
    names = [name.text for name in item.findall("atom:author/atom:name", ATOM)]
    assert names
    assert "By " not in names[0]


def test_feed_says_that_an_event_is_called_off(site_tree, entry):
    event = site_tree.event
    event.status, event.status_note = "postponed", "We wait for the hall."
    event.save()
    html = " ".join(content(entry("/events/feed/", f"Postponed: {event.title}")).split())
    assert "<strong>Postponed.</strong> We wait for the hall." in html


def test_feed_says_that_an_event_has_a_new_date(site_tree, entry):
    event = site_tree.event
    event.status, event.rescheduled_from = "rescheduled", event.start_date - timedelta(days=7)
    event.save()
    html = " ".join(content(entry("/events/feed/", f"New date: {event.title}")).split())
    assert "<strong>New date.</strong> It was announced for" in html


def test_title_of_a_filtered_feed_names_the_filters(site_tree, get):
    def title(url):
        return read(get(url)).findtext("atom:title", namespaces=ATOM)

    assert title("/events/feed/?topic=housing") == "The Test: Events: Housing"
    assert title("/books/feed/?topic=housing&forthcoming=1").endswith("Books: Housing, Forthcoming")
    assert title("/events/feed/?topic=made-up") == "The Test: Events"


FEEDS = ["/feed/", "/news/feed/", "/events/feed/", "/books/feed/", "/topics/housing/feed/"]


@pytest.mark.parametrize("url", [*FEEDS, "/search/feed/"])
def test_each_atom_feed_has_a_json_feed_beside_it(site_tree, client, get, url):
    response = client.get(f"{url}json/", {"q": "strike"})
    assert response["Content-Type"] == "application/feed+json"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    atom = read(client.get(url, {"q": "strike"}).content)
    titles = [each.text for each in atom.findall("atom:entry/atom:title", ATOM)]
    assert [item["title"] for item in feed["items"]] == titles != []
    assert feed["title"] == atom.findtext("atom:title", namespaces=ATOM)
    assert all(item["url"].startswith("http://testserver/") for item in feed["items"])


def test_json_feed_has_no_private_page(site_tree, client):
    restrict(site_tree.section)
    feed = json.loads(client.get("/feed/json/").content)
    assert "The strike" not in [item["title"] for item in feed["items"]]
    assert client.get("/news/feed/json/").status_code == 302


def test_feed_opens_in_a_browser_as_a_page(site_tree, get):
    text = get("/feed/")
    assert '<?xml-stylesheet href="/static/css/feed.css" type="text/css"?>' in text
    page = read(text).find("{*}div[@class='feed-page']")
    assert page.find("{*}h1/{*}a").get("href") == "http://testserver/"
    assert "copy the address of this page" in "".join(page.itertext())
    links = [link.get("href") for link in read(text).findall("atom:entry/{*}div/{*}a", ATOM)]
    assert f"http://testserver{site_tree.article.url}" in links


ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def talk(home, site):
    """An event with a recording."""
    file = factories.SiteDocumentFactory(title="Talk", file__filename="talk.mp3", file__data=b"Hi")
    value = {"file": file.pk, "title": "The talk", "caption": "In June", "transcript": ""}
    calendar = factories.EventIndexPageFactory(parent=home, title="Events", slug="events")
    event = factories.EventPageFactory(parent=calendar, recordings=raw_body(("recording", value)))
    ReferenceIndex.create_or_update_for_object(event)
    return event


def test_recordings_are_a_podcast(talk, get):
    (item,) = read(get("/feed/podcast/")).findall("channel/item")
    assert item.findtext("title") == item.findtext(f"{ITUNES}title") == "The talk"
    assert item.findtext("link") == f"http://testserver{talk.url}"
    enclosure = item.find("enclosure").attrib
    assert (enclosure["length"], enclosure["type"]) == ("2", "audio/mpeg")
    assert enclosure["url"].startswith("http://testserver/documents/")
    assert item.find(f"{ITUNES}duration") is None
    assert 'type="application/rss+xml" title="Podcast"' in get("/")


def test_podcast_says_how_long_a_recording_is(talk, get):
    SiteDocument.objects.update(duration=754)
    (item,) = read(get("/feed/podcast/")).findall("channel/item")
    assert item.findtext(f"{ITUNES}duration") == "754"


def test_podcast_has_no_private_recording(talk, client):
    assert client.get("/feed/podcast/").status_code == 200
    restriction = CollectionViewRestriction.objects.create(
        collection=SiteDocument.objects.get().collection, restriction_type="login"
    )
    assert client.get("/feed/podcast/").status_code == 404
    restriction.delete()
    restrict(talk)
    assert client.get("/feed/podcast/").status_code == 404


def test_site_without_recordings_has_no_podcast(home, client):
    assert client.get("/feed/podcast/").status_code == 404
    assert "application/rss+xml" not in client.get("/").content.decode()

"""The metadata in the head of every public page."""

import re

import pytest
from django.core.exceptions import ValidationError

from books.models import Imprint
from core.models import PublicationSettings
from images.models import SharingCard
from tests import factories

ADDRESSES = [
    *("/", "/news/", "/events/", "/events/past/", "/events/month/", "/books/", "/people/"),
    *("/people/ada-example/", "/topics/", "/topics/housing/", "/formats/", "/formats/news/"),
    *("/ports/", "/corrections/", "/privacy/", "/archive/", "/search/", "/news/the-strike/"),
    *("/events/housing-conference/", "/books/the-tide/"),
    "/events/organiser/the-tenants-union/",
]
REQUIRED = ("og:title", "og:type", "og:url", "og:site_name", "og:description")
TAG = re.compile(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">')


def properties(html):
    return dict(reversed(TAG.findall(html)))


def canonical(html):
    (url,) = re.findall(r'<link rel="canonical" href="([^"]+)">', html)
    return url.removeprefix("http://localhost")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_describes_itself(site_tree, get, address):
    html = get(address)
    found = properties(html)
    assert not [name for name in REQUIRED if not found.get(name)]
    assert html.count('name="description"') == 1
    assert canonical(html) == address
    assert html.count("application/ld+json") == 1
    assert found["og:url"] == f"http://localhost{address}"
    assert found["twitter:card"].startswith("summary")


def test_pages_of_lists_are_canonical_themselves(site_tree, get):
    for number in range(25):
        factories.ArticlePageFactory(parent=site_tree.section, title=f"{number}")
    html = get("/news/?page=2&utm_source=mail")
    assert canonical(html) == "/news/?page=2"
    assert properties(html)["og:title"] == "News, page 2"
    assert 'rel="prev"' in html
    assert canonical(get("/news/?page=1")) == "/news/"
    assert canonical(get("/events/?town=&format=x")) == "/events/"


def test_errors_and_private_pages_have_no_metadata(site_tree, get):
    for address in ("/nothing/", "/search/?q=strike"):
        html = get(address, status=404 if "nothing" in address else 200)
        assert "og:title" not in html
        assert "ld+json" not in html


def test_article_properties(site_tree, get):
    found = properties(get(site_tree.article.url))
    assert found["og:type"] == "article"
    assert found["article:section"] == "News"
    assert found["article:tag"] == "Housing"
    assert found["article:author"] == "http://localhost/people/ada-example/"
    published, modified = site_tree.article.published_time, site_tree.article.modified_time
    assert found["article:published_time"] == published.isoformat()
    assert found["article:modified_time"] == modified.isoformat()


def test_editors_set_what_a_link_shows(site_tree, get):
    page = site_tree.article
    page.sharing_title, page.sharing_text = "They struck", "And <b>won</b>."
    page.sharing_image = factories.SiteImageFactory(
        description="Flags", file__width=1600, file__height=1600
    )
    page.save()
    html = get(page.url)
    found = properties(html)
    assert (found["og:title"], found["og:description"]) == ("They struck", "And won.")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "Flags"
    assert "<title>The strike – The Test</title>" in html


def test_creators_in_the_fediverse(site_tree, get):
    assert "fediverse:creator" not in get(site_tree.article.url)
    PublicationSettings.objects.update(fediverse="@test@fedi.example")
    assert properties(get(site_tree.article.url))["fediverse:creator"] == "@test@fedi.example"
    type(site_tree.person).objects.update(fediverse="@ada@fedi.example")
    for address in (site_tree.article.url, "/people/ada-example/"):
        assert properties(get(address))["fediverse:creator"] == "@ada@fedi.example"
    assert properties(get("/news/"))["fediverse:creator"] == "@test@fedi.example"


@pytest.mark.parametrize("address", ["ada@fedi.example", "@ada", "@a da@fedi.example", "@a@b"])
def test_fediverse_address_is_validated(site_tree, address):
    site_tree.person.fediverse = address
    with pytest.raises(ValidationError):
        site_tree.person.full_clean()


@pytest.mark.parametrize(
    ("status", "words"), [("cancelled", "Cancelled"), ("moved_online", "Moved online")]
)
def test_status_of_an_event_is_announced_everywhere(site_tree, get, client, status, words):
    page = site_tree.event
    page.status, page.summary, page.seo_title = status, "On rents.", "Rents"
    page.save()
    html = get(page.url)
    assert f"<title>{words}: Rents – The Test</title>" in html
    found = properties(html)
    assert found["og:title"] == f"{words}: Housing conference"
    assert found["og:description"] == found["description"] == f"{words}: On rents."
    assert f"<title>{words}: Housing conference</title>" in get("/events/feed/")
    (suggested,) = client.get("/search/suggestions/?q=conference").json()["suggestions"]
    assert suggested["title"] == f"{words}: Housing conference"


def test_status_is_in_the_language_of_the_page(site_tree):
    page = site_tree.event
    assert page.announced_title == "Housing conference"
    page.status = "cancelled"
    page.save()
    page = type(page).objects.get()
    page.locale.language_code = "de"
    assert page.announced_title == "Abgesagt: Housing conference"


def test_page_without_image_shows_its_card_or_that_of_the_site(site_tree, get):
    page = factories.ArticlePageFactory(parent=site_tree.section, title="Plain")
    site_card = SharingCard.objects.create(page=site_tree.home, file="images/cards/site.png")
    assert properties(get(page.url))["og:image"].endswith(site_card.file.url)
    assert properties(get("/archive/"))["og:image"].endswith(site_card.file.url)
    SharingCard.objects.create(page=page, file="images/cards/own.png")
    found = properties(get(page.url))
    assert found["og:image"] == "http://localhost/media/images/cards/own.png"
    assert (found["og:image:alt"], found["twitter:card"]) == ("Plain", "summary_large_image")


def test_icons_and_colours(site_tree, get, client):
    html = get("/")
    assert 'rel="apple-touch-icon" href="/static/icons/apple-touch-icon.png"' in html
    assert client.get("/favicon.ico").headers["Location"] == "/static/icons/favicon.ico"
    assert "#fbf8f1" in html
    manifest = client.get("/site.webmanifest").json()
    assert (manifest["name"], len(manifest["icons"])) == ("The Test", 2)
    PublicationSettings.objects.update(accent_colour="#12404a", logo=site_tree.image)
    manifest = client.get("/site.webmanifest").json()
    assert manifest["theme_color"] == "#12404a"
    assert manifest["icons"][0]["src"] in get("/")


def test_people_topics_and_imprints_are_in_the_sitemap(site_tree, get):
    factories.ContributorFactory(name="Nobody Yet")
    site_tree.book.imprints.create(imprint=Imprint.objects.create(name="Tide Press"))
    site_tree.book.save()
    text = get("/sitemap.xml")
    for address in ("/people/ada-example/", "/topics/housing/", "/books/imprint/tide-press/"):
        assert f"{address}</loc>" in text
    assert "nobody-yet" not in text

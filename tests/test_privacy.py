"""What is not public appears nowhere."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests import factories
from tests.access import restrict
from tests.site_tree import raw_body, raw_items

SECRET = "Zugzwang"


@pytest.fixture
def places(site_tree):
    """Every address where a page could show: lists, search, feeds, and pages that point at it."""
    return [
        "/",
        "/feed/",
        "/search/?q=Zugzwang",
        "/search/?q=Zug",
        "/sitemap.xml",
        "/events/past/",
        *(page.url for page in site_tree.pages),
        *(
            page.url + "feed/"
            for page in (site_tree.section, site_tree.calendar, site_tree.catalogue)
        ),
        site_tree.person.get_url(),
        site_tree.person.get_url() + "feed/",
        site_tree.topic.get_url(),
        site_tree.topic.get_url() + "feed/",
    ]


def create(site_tree, kind, **fields):
    """Create a page that everything points at: front page, bodies, menus, person and topic."""
    body = raw_body(("paragraph", f"<p>{SECRET} within.</p>"))
    factory, parent = {
        "article": (factories.ArticlePageFactory, site_tree.section),
        "event": (factories.EventPageFactory, site_tree.calendar),
        "book": (factories.BookPageFactory, site_tree.catalogue),
        "standard": (factories.StandardPageFactory, site_tree.home),
    }[kind]
    page = factory(parent=parent, title=f"{SECRET} {kind}", slug="zugzwang-x", body=body, **fields)
    if kind != "standard":
        person = factories.ContributorFactory(name=f"{SECRET} person")
        factories.attribute(page, site_tree.person, person)
        factories.assign(page, site_tree.topic, factories.TopicFactory(name=f"{SECRET} topic"))
    point_at(site_tree, page)
    return page


def point_at(site_tree, page):
    for other in (site_tree.article, site_tree.event, site_tree.book):
        other.body = raw_body(("related_page", {"page": page.pk}))
        other.save()
    settings = site_tree.home.sites_rooted_here.get().publicationsettings
    settings.header_links = settings.footer_links = raw_body(
        ("page", {"page": page.pk, "label": ""})
    )
    settings.save()
    pins = raw_items({"page": page.pk, "until": None})
    pinned = {"heading": "Pinned", "source": None, "count": 12, "pinned": pins}
    kinds = {"ArticlePage": "headlines", "EventPage": "events", "BookPage": "books"}
    kind = kinds.get(type(page).__name__, "headlines")
    site_tree.home.body = raw_body((kind, pinned), ("headlines", {**pinned, "pinned": []}))
    site_tree.home.save()


KINDS = ["article", "event", "book", "standard"]


@pytest.mark.parametrize("kind", KINDS)
def test_public_page_appears(site_tree, places, get, kind):
    page = create(site_tree, kind)
    for_occurrence = [address for address in places if SECRET in get(address)]
    assert "/" in for_occurrence
    assert "/search/?q=Zugzwang" in for_occurrence
    assert site_tree.article.url in for_occurrence
    assert "zugzwang-x" in get("/sitemap.xml")
    assert SECRET in get(page.url)


@pytest.mark.parametrize("kind", KINDS)
def test_draft_appears_nowhere(site_tree, places, get, kind):
    page = create(site_tree, kind, live=False)
    for address in places:
        assert SECRET.lower() not in visible(get(address)), address
    get(page.url, status=404)


@pytest.mark.parametrize("kind", KINDS)
def test_private_page_appears_nowhere(site_tree, places, client, get, kind):
    page = create(site_tree, kind)
    restrict(page)
    for address in places:
        assert SECRET.lower() not in visible(get(address)), address
    response = client.get(page.url)
    assert response.status_code == 302
    assert reverse("account_login") in response.url


@pytest.mark.parametrize("kind", KINDS)
def test_alias_of_a_private_page_appears_nowhere(site_tree, places, client, get, kind):
    page = create(site_tree, kind)
    alias = page.create_alias(update_slug="zugzwang-alias")
    assert "zugzwang-alias" in get("/sitemap.xml")
    restrict(page)
    for address in places:
        assert SECRET.lower() not in visible(get(address)), address
    assert client.get(alias.url).status_code == 302


def test_page_below_a_private_section_appears_nowhere(site_tree, places, get):
    create(site_tree, "article")
    restrict(site_tree.section)
    for address in places:
        if not address.startswith(site_tree.section.url):
            assert SECRET.lower() not in visible(get(address)), address


def test_feed_of_a_private_section_asks_to_sign_in(site_tree, get):
    restrict(site_tree.section)
    assert SECRET not in get(site_tree.section.url + "feed/", status=302)


def test_page_behind_a_password_opens_with_it(site_tree, client, get):
    restriction = PageViewRestriction.objects.create(
        page=site_tree.article, restriction_type="password", password="sesame"
    )
    html = get(site_tree.article.url)
    assert "Password needed" in html
    assert "quillwort" not in html
    assert site_tree.article.url not in get("/")
    address = reverse(
        "wagtailcore_authenticate_with_password", args=[restriction.pk, site_tree.article.pk]
    )
    wrong = client.post(address, {"password": "x", "return_url": site_tree.article.url})
    assert "Password needed" in wrong.content.decode()
    client.post(address, {"password": "sesame", "return_url": site_tree.article.url})
    assert "quillwort" in get(site_tree.article.url)


def test_person_and_topic_of_a_draft_have_no_page(site_tree, get):
    create(site_tree, "article", live=False)
    get(f"{site_tree.people.url}zugzwang-person/", status=404)
    get(f"{site_tree.topics.url}zugzwang-topic/", status=404)


def visible(html):
    """Return a page without the reader's own query, which the search repeats."""
    return html.lower().replace("“zugzwang”", "").replace('value="zugzwang"', "")


def test_draft_of_a_live_page_stays_a_draft(site_tree, places, get):
    site_tree.article.title = f"{SECRET} draft"
    site_tree.article.save_revision()
    for address in places:
        assert SECRET.lower() not in visible(get(address)), address


def test_document_of_a_private_collection_asks_to_sign_in(site_tree, client):
    collection = Collection.get_first_root_node().add_child(name="Staff")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    site_tree.document.collection = collection
    site_tree.document.save()
    assert client.get(site_tree.document.url).status_code == 302


def test_original_images_and_documents_are_not_served(site_tree, get):
    get(f"/media/{site_tree.image.file.name}", status=404)
    get("/media/documents/anything.pdf", status=404)
    get("/media/images/../original_images/harbour.jpg", status=404)

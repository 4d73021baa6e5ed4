"""JSON-LD, canonical URLs and Open Graph tags."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from pyld import jsonld

from core.models import PublicationSettings, RelatedPage
from tests import factories
from tests.site_tree import raw_body
from tests.structured_data import find, graph, main_entity

ROOT = "http://localhost"


@pytest.fixture
def read(get):
    """Return a function that returns what a page is about."""

    def read_data(page):
        return main_entity(get(page.url))

    return read_data


def test_properties_of_article(site_tree, read):
    factories.attribute(
        site_tree.article, factories.ContributorFactory(name="Tran"), role="translator"
    )
    data = read(site_tree.article)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == data["name"] == "The strike"
    assert data["url"] == f"http://localhost{site_tree.article.url}"
    assert data["author"] == [
        {
            "@type": "Person",
            "name": "Ada Example",
            "@id": f"{ROOT}/people/ada-example/",
            "url": f"{ROOT}/people/ada-example/",
        }
    ]
    assert data["translator"][0]["name"] == "Tran"
    assert data["about"][0]["name"] == "Housing"
    assert data["publisher"] == {"@id": f"{ROOT}/#organization"}
    assert data["inLanguage"] == "en-gb"
    assert data["correction"][0]["text"] == "It was May."
    assert data["image"].startswith("http://localhost/media/images/")
    assert data["image"].endswith(".jpg")
    assert "isBasedOn" not in data


def test_collective_is_an_organisation(site_tree, read):
    group = factories.ContributorFactory(name="The Circle", kind="collective")
    factories.attribute(site_tree.sequel, group)
    assert {"Person", "Organization"} == {
        entry["@type"] for entry in read(site_tree.sequel)["author"]
    }


def test_repost_names_its_original_as_canonical(site_tree, read, get):
    page = factories.ArticlePageFactory(
        parent=site_tree.section,
        source_publication="The Other",
        source_url="https://other.example/first",
        source_date=date(2020, 5, 1),
    )
    assert read(page)["isBasedOn"] == {
        "@type": "CreativeWork",
        "name": "The Other",
        "url": "https://other.example/first",
        "datePublished": "2020-05-01",
    }
    assert '<link rel="canonical" href="https://other.example/first">' in get(page.url)
    own = f'<link rel="canonical" href="http://localhost{site_tree.article.url}">'
    assert own in get(site_tree.article.url)


def test_properties_of_event(site_tree, read):
    data = read(site_tree.event)
    assert data["@type"] == "Event"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT10:00:00\+0[01]:00", data["startDate"])
    (organizer,) = data["organizer"]
    assert organizer["name"] == "The tenants’ union"
    assert organizer["@id"] == organizer["url"] == f"{ROOT}/events/organiser/the-tenants-union/"
    assert data["performer"][0]["name"] == "Ada Example"


def test_all_day_event_has_dates_without_times(site_tree, read):
    page = factories.EventPageFactory(
        parent=site_tree.calendar, start_date=date(2030, 1, 2), is_online=True
    )
    data = read(page)
    assert (data["startDate"], data["endDate"]) == ("2030-01-02", "2030-01-02")
    assert data["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_book_has_an_edition_for_each_format_and_an_offer_for_each_price(site_tree, read):
    (edition,) = read(site_tree.book)["workExample"]
    assert edition["isbn"] == "9780902869332"
    assert edition["numberOfPages"] == 88
    assert {(offer["price"], offer["priceCurrency"]) for offer in edition["offers"]} == {
        ("5.00", "GBP"),
        ("6.00", "EUR"),
    }


def test_title_cannot_end_the_script_element(site_tree, read):
    title = '</script><script>alert("x")</script> & <!--'
    page = factories.ArticlePageFactory(parent=site_tree.section, title=title, slug="evil")
    assert read(page)["headline"] == title


def test_open_graph_tags(site_tree, get):
    html = get(site_tree.book.url)
    assert '<meta property="og:title" content="The tide">' in html
    assert '<meta property="og:type" content="book">' in html
    assert re.search(r'<meta property="og:image" content="http://localhost/media/.+\.jpg">', html)
    assert '<meta property="og:image:alt" content="Boats">' in html


def test_page_without_image_has_no_image_data(site_tree, get, read):
    page = factories.ArticlePageFactory(parent=site_tree.section)
    assert "og:image" not in get(page.url)
    assert "image" not in read(page)


# The properties that Google documents as required or recommended, as far as a site can know them.
DOCUMENTED = {
    "NewsArticle": "headline image datePublished dateModified author",
    "Event": "name startDate endDate location eventStatus eventAttendanceMode description image "
    "organizer performer",
    "Book": "name author url workExample",
    "BreadcrumbList": "itemListElement",
    "Organization": "name url sameAs logo",
}


@pytest.fixture
def whole_site(site_tree):
    """A publication with a logo, an account, and an event with a place and a summary."""
    PublicationSettings.objects.update(
        logo=site_tree.image,
        social_links=raw_body(("address", {"label": "Fedi", "url": "https://fedi.example/@test"})),
    )
    site_tree.event.venue = factories.VenueFactory(name="Lantern Hall")
    site_tree.event.summary = "On rents."
    site_tree.event.save()
    return site_tree


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("article", "NewsArticle"),
        ("event", "Event"),
        ("book", "Book"),
        *((name, kind) for name in ("article", "event") for kind in list(DOCUMENTED)[3:]),
    ],
)
def test_documented_properties(whole_site, get, name, kind):
    found = find(get(getattr(whole_site, name).url), kind)
    assert not [each for each in DOCUMENTED[kind].split() if not found.get(each)]


def test_editions_of_book_have_documented_properties(site_tree, read):
    (edition,) = read(site_tree.book)["workExample"]
    for name in ("@id", "@type", "bookFormat", "inLanguage", "isbn", "offers"):
        assert edition[name]


def test_breadcrumbs_lead_from_the_front_page_to_the_page(site_tree, get):
    items = find(get(site_tree.article.url), "BreadcrumbList")["itemListElement"]
    assert [(item["position"], item["name"]) for item in items] == [
        (1, "Front page"),
        (2, "News"),
        (3, "The strike"),
    ]
    assert items[2]["item"] == f"{ROOT}{site_tree.article.url}"
    assert not [node for node in graph(get("/")) if node["@type"] == "BreadcrumbList"]


def test_search_of_the_site(site_tree, get):
    action = find(get("/"), "WebSite")["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{ROOT}/search/?q={{search_term_string}}"


def references(value):
    """Yield all `@id`s within a value that refer to another object."""
    if isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, dict):
        yield from [value["@id"]] if "@id" in value else []
        for each in value.values():
            yield from references(each)


def test_ids_resolve_within_the_site(whole_site, get):
    review = factories.ArticlePageFactory(
        parent=whole_site.section, format="review", book=whole_site.book, title="On the tide"
    )
    factories.attribute(review, whole_site.person)
    RelatedPage.objects.create(page=whole_site.event, related=whole_site.book)
    pages = ["/", *(page.url for page in whole_site.pages), review.url]
    known = {f"{ROOT}{url}" for url in pages}
    for url in pages:
        nodes = graph(get(url))
        subjects = [node["@id"] for node in nodes]
        assert len(subjects) == len(set(subjects))
        for each in set(references(nodes)) - set(subjects) - known:
            get(each.removeprefix(ROOT).partition("#")[0])


def vocabulary(_url, _options):
    """Return the context of schema.org without asking schema.org."""
    return {
        "contextUrl": None,
        "documentUrl": "https://schema.org/",
        "document": {"@context": {"@vocab": "https://schema.org/"}},
    }


def test_every_page_expands(whole_site, get):
    for page in whole_site.pages:
        nodes = graph(get(page.url))
        data = {"@context": "https://schema.org", "@graph": nodes}
        expanded = jsonld.expand(data, {"documentLoader": vocabulary})
        assert [node["@id"] for node in expanded] == [node["@id"] for node in nodes]
        for node, source in zip(expanded, nodes, strict=True):
            names = {name.removeprefix("https://schema.org/") for name in node}
            assert names == {name for name, value in source.items() if value not in (None, [])}
        for iri in references(nodes):
            assert urlsplit(iri).scheme in ("http", "https")


def test_review_and_launch_are_tied_to_the_book(site_tree, read):
    page = factories.ArticlePageFactory(
        parent=site_tree.section, format="review", book=site_tree.book, title="On the tide"
    )
    RelatedPage.objects.create(page=site_tree.event, related=site_tree.book)
    book = f"{ROOT}{site_tree.book.url}"
    assert read(page)["itemReviewed"]["@id"] == book
    data = read(site_tree.book)
    assert data["@id"] == book
    (review,) = data["review"]
    assert (review["@id"], review["itemReviewed"]) == (f"{ROOT}{page.url}", {"@id": book})
    (launch,) = data["subjectOf"]
    assert launch["@id"] == f"{ROOT}{site_tree.event.url}"
    assert book in [each.get("@id") for each in read(site_tree.event)["about"]]


def test_one_date_of_a_series_is_an_event_of_it(weekly, get):
    row = weekly.occurrences.first()
    url = f"{weekly.url}{row.recurrence_id:%Y-%m-%d}/"
    data = main_entity(get(url))
    assert (data["@type"], data["@id"]) == ("Event", f"{ROOT}{url}")
    assert data["superEvent"] == {"@id": f"{ROOT}{weekly.url}"}
    dates = main_entity(get(weekly.url))["subEvent"]
    assert f"{ROOT}{url}" in [each["@id"] for each in dates]


def test_page_of_a_person(site_tree, get):
    links = raw_body(("address", {"label": "Fedi", "url": "https://fedi.example/@ada"}))
    type(site_tree.person).objects.update(biography="<p>Writes.</p>", links=links)
    html = get("/people/ada-example/")
    assert find(html, "ProfilePage")["mainEntity"] == {"@id": f"{ROOT}/people/ada-example/"}
    person = main_entity(html)
    assert (person["name"], person["description"]) == ("Ada Example", "Writes.")
    assert person["sameAs"] == ["https://fedi.example/@ada"]


def test_list_names_its_pages(site_tree, get):
    items = find(get("/news/"), "CollectionPage")["mainEntity"]["itemListElement"]
    assert f"{ROOT}{site_tree.article.url}" in [item["url"] for item in items]

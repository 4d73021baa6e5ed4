"""JSON-LD, canonical URLs and Open Graph tags."""

import json
import re
from datetime import date

import pytest

from tests import factories

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def read(get):
    """Return a function that returns the JSON-LD of a page."""

    def read_data(page):
        (text,) = DATA.findall(get(page.url))
        assert "<" not in text
        return json.loads(text)

    return read_data


def test_properties_of_article(site_tree, read):
    factories.attribute(
        site_tree.article, factories.ContributorFactory(name="Tran"), role="translator"
    )
    data = read(site_tree.article)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == data["name"] == "The strike"
    assert data["url"] == f"http://localhost{site_tree.article.url}"
    assert data["author"] == [
        {"@type": "Person", "name": "Ada Example", "url": "http://testserver/people/ada-example/"}
    ]
    assert data["translator"][0]["name"] == "Tran"
    assert data["about"][0]["name"] == "Housing"
    assert data["publisher"]["name"] == "The Test"
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
    url = "http://testserver/events/organiser/the-tenants-union/"
    assert data["organizer"] == [
        {"@type": "Organization", "name": "The tenants’ union", "url": url}
    ]
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

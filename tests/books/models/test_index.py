"""The catalogue: its filters, its feeds, and the number of queries for a large one."""

import pytest
from bs4 import BeautifulSoup
from stdnum.ean import calc_check_digit
from wagtail.models import ReferenceIndex

from books.models import (
    BookFormat,
    BookImprint,
    BookPage,
    Bookseller,
    BookSeries,
    FormatPrice,
    Imprint,
    PlaceToBuy,
)
from contributors.models import Contribution
from core.models import RelatedPage
from tests import factories
from tests.access import restrict
from tests.crowds import analyze_tables, multiply
from tests.site_tree import EVERY_BLOCK, raw_body
from topics.models import TopicAssignment


@pytest.fixture
def shelf(site_tree):
    """The book of the site tree, one in a series with an imprint, a draft and one for members."""
    site_tree.ours = Imprint.objects.create(name="Ours")
    site_tree.tides = BookSeries.objects.create(name="Tide Tables", description="Short books.")
    make = factories.BookPageFactory
    site_tree.second = make(
        parent=site_tree.catalogue,
        title="The ebb",
        series=site_tree.tides,
        publication_date="2030-05",
    )
    factories.attribute(site_tree.second, factories.ContributorFactory(name="Amílcar O’Hara"))
    site_tree.second.imprints.create(imprint=site_tree.ours)
    site_tree.second.save()
    factories.edition(site_tree.second, kind="epub", availability="forthcoming")
    factories.edition(site_tree.second, kind="epub", isbn="9780306406157")
    site_tree.draft = make(parent=site_tree.catalogue, title="Hidden draft", live=False)
    site_tree.secret = make(parent=site_tree.catalogue, title="For members", series=site_tree.tides)
    restrict(site_tree.secret)
    for book in (site_tree.draft, site_tree.secret):
        factories.edition(book, kind="audiobook")
        factories.assign(book, factories.TopicFactory(name="Secret subject"))
    return site_tree


def titles(html):
    found = BeautifulSoup(html, "html.parser").select(".listing .card__title")
    return [title.get_text(strip=True) for title in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["The tide", "The ebb"]),
        ("?topic=housing", ["The tide"]),
        ("?series=tide-tables", ["The ebb"]),
        ("?imprint=ours", ["The ebb"]),
        ("?format=epub", ["The ebb"]),
        ("?format=audiobook", []),
        ("?forthcoming=1", ["The ebb"]),
        ("?contributor=amilcar", ["The ebb"]),
        ("?contributor=o%27hara", ["The ebb"]),
        ("?contributor=ada-example", ["The tide"]),
        ("?contributor=%C3%BC%00%F0%9F%93%9A", []),
        ("?format=epub&series=tide-tables&imprint=ours", ["The ebb"]),
        ("?format=paperback&series=tide-tables", []),
        ("?nonsense=1&page=1", ["The tide", "The ebb"]),
    ],
)
def test_filters_narrow_the_catalogue(shelf, get, query, expected):
    html = get(shelf.catalogue.url + query)
    assert titles(html) == expected
    assert ('name="robots"' in html) == (not expected)
    assert ("Hidden draft" in html, "For members" in html, "Secret subject" in html) == (
        False,
        False,
        False,
    )


def test_form_offers_only_choices_that_occur(shelf, get):
    page = BeautifulSoup(get(shelf.catalogue.url), "html.parser")
    offered = {
        select["name"]: [option.get_text() for option in select.select("option")[1:]]
        for select in page.select(".catalogue-bar select")
    }
    assert offered == {
        "topic": ["Housing"],
        "series": ["Tide Tables"],
        "imprint": ["Ours"],
        "format": ["Paperback", "E-book (EPUB)"],
    }
    typed = page.select_one("[name=contributor]")
    assert page.select_one(f"label[for={typed['id']}]").get_text() == "Author, editor, translator"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=title", ["Ändern", "The ebb", "The tide"]),
        ("?sort=author", ["The tide", "The ebb", "Ändern"]),
        ("?sort=nonsense", ["Ändern", "The tide", "The ebb"]),
        ("?sort=author&format=epub", ["The ebb"]),
    ],
)
def test_catalogue_is_sorted(shelf, get, query, expected):
    """By letters without accents, and by family names; a book without an author comes last."""
    factories.BookPageFactory(parent=shelf.catalogue, title="Ändern")
    html = get(shelf.catalogue.url + query)
    assert titles(html) == expected
    assert "Hidden draft" not in html


def test_order_and_filters_keep_each_other(shelf, get):
    page = BeautifulSoup(get(f"{shelf.catalogue.url}?sort=title&format=epub"), "html.parser")
    orders = {link.get_text(): link["href"] for link in page.select(".catalogue-bar__sort a")}
    assert orders == {
        "Newest": "/books/?format=epub",
        "Title": "/books/?format=epub&sort=title",
        "Author": "/books/?format=epub&sort=author",
    }
    assert page.select_one("[aria-current=true]").get_text() == "Title"
    assert [link["href"] for link in page.select(".chosen a")] == ["/books/?sort=title"]
    assert page.select_one("form [name=sort]")["value"] == "title"


def test_book_without_a_cover_has_one_of_its_title_and_author(shelf, get):
    page = BeautifulSoup(get(shelf.catalogue.url), "html.parser")
    covers = [
        each.get_text(" ", strip=True) for each in page.select("[aria-hidden=true].text-cover")
    ]
    assert "The ebb Amílcar O’Hara" in covers


def test_filters_are_removed_one_by_one(shelf, get):
    page = BeautifulSoup(get(f"{shelf.catalogue.url}?format=epub&forthcoming=1"), "html.parser")
    assert page.h1.get_text() == "Books: E-book (EPUB), Forthcoming"
    links = [link["href"] for link in page.select(".chosen a")]
    assert links == ["/books/?forthcoming=1", "/books/?format=epub"]


def test_heading_omits_unknown_values_of_filters(shelf, get):
    html = get(f"{shelf.catalogue.url}?series=hidden-series&format=epub")
    page = BeautifulSoup(html, "html.parser")
    assert page.h1.get_text() == "Books: E-book (EPUB)"
    assert len(page.select(".chosen a")) == 2


def test_book_is_found_by_its_imprint(shelf, get):
    shelf.ours.name = "Lantern"
    shelf.ours.save()
    BookPage.objects.get(pk=shelf.second.pk).save()
    assert shelf.second.url in get("/search/?q=lantern")


def test_series_and_imprints_have_listings(shelf, get):
    for entry in (shelf.tides, shelf.ours):
        html = get(entry.get_url())
        assert titles(html) == ["The ebb"]
        assert BeautifulSoup(html, "html.parser").h1.get_text() == entry.name
        assert entry.get_url() in get(shelf.second.url)
    assert "Short books." in get(shelf.tides.get_url())
    get("/books/series/none/", 404)
    BookPage.objects.filter(pk=shelf.second.pk).update(live=False)
    get(shelf.tides.get_url(), 404)  # its one other book is for members
    get(shelf.ours.get_url(), 404)


def test_feed_applies_the_filters(shelf, get):
    feed = get("/books/feed/?forthcoming=1")
    assert "The ebb" in feed
    assert "The tide" not in feed


def test_book_is_listed_by_its_contributor_topic_and_search(site_tree, get):
    for url in (site_tree.person.get_url(), site_tree.topic.get_url(), "/search/?q=tide"):
        assert site_tree.book.url in get(url)


def test_empty_catalogue_has_a_message(home, get):
    catalogue = factories.BookIndexPageFactory(parent=home, title="Books", slug="books")
    html = get(catalogue.url)
    assert "No book has been announced yet." in html
    assert "Sort by" not in html


BOOKS, FORMATS = 2_000, 5_000


def make_isbn(number):
    """Return an ISBN of one of the oldest ranges."""
    digits = f"97800{number:07}"
    return digits + calc_check_digit(digits)


@pytest.fixture
def large_catalogue(site_tree):
    """A catalogue of many books, the first with a value in every field."""
    imprint, series = Imprint.objects.create(name="Ours"), BookSeries.objects.create(name="Tides")
    shops = [Bookseller.objects.create(name=f"Shop {number}") for number in range(3)]
    first = factories.BookPageFactory(
        parent=site_tree.catalogue,
        title="Book 1",
        series=series,
        lead_image=site_tree.image,
        back_cover=factories.SiteImageFactory(),
        extract=site_tree.document,
        endorsements=raw_body(
            ("endorsement", {"quotation": "Read it.", "source": "A reader", "url": ""})
        ),
        body=raw_body(*EVERY_BLOCK),
    )
    keys = multiply(BookPage.objects.get(pk=first.pk), BOOKS - 1)
    many = {"batch_size": 500}
    Contribution.objects.bulk_create(
        [Contribution(page_id=key, contributor=site_tree.person) for key in keys], **many
    )
    TopicAssignment.objects.bulk_create(
        [TopicAssignment(page_id=key, topic=site_tree.topic) for key in keys], **many
    )
    BookImprint.objects.bulk_create(
        [BookImprint(page_id=key, imprint=imprint) for key in keys], **many
    )
    of_formats = [keys[number % BOOKS] for number in range(FORMATS)]
    kinds = ("paperback", "hardback", "epub")
    BookFormat.objects.bulk_create(
        [
            BookFormat(page_id=key, kind=kinds[number // BOOKS], isbn=make_isbn(number), pages=88)
            for number, key in enumerate(of_formats)
        ],
        **many,
    )
    formats = list(BookFormat.objects.filter(page__in=keys))
    FormatPrice.objects.bulk_create(
        [
            FormatPrice(format=each, currency=currency, amount=5)
            for each in formats
            for currency in ("GBP", "EUR")
        ],
        **many,
    )
    PlaceToBuy.objects.bulk_create(
        [
            PlaceToBuy(format=each, seller=shop, url="https://example.org")
            for each in formats
            for shop in shops
        ],
        **many,
    )
    launch = factories.EventPageFactory(
        parent=site_tree.calendar, title="Launch", lead_image=site_tree.image
    )
    factories.host(launch, "Our group")
    RelatedPage.objects.create(page=launch, related=first)
    for _number in range(3):
        review = factories.ArticlePageFactory(parent=site_tree.section, book=first)
        ReferenceIndex.create_or_update_for_object(review)
    analyze_tables()
    return first


def test_large_catalogue_takes_few_queries(large_catalogue, site_tree, count):
    assert BookPage.objects.count() == BOOKS + 1
    assert BookFormat.objects.count() == FORMATS + 1
    for query in (
        "",
        "?page=70",
        "?sort=author&page=3",
        "?sort=title",
        "?format=epub",
        "?series=tides&imprint=ours&contributor=ada",
    ):
        assert count(site_tree.catalogue.url + query) <= 30, query
    for path in ("series/tides/", "imprint/ours/", "feed/?topic=housing"):
        assert count(site_tree.catalogue.url + path) <= 30, path
    assert count(large_catalogue.url) <= 30
    assert count(f"{large_catalogue.url}press/") <= 30
    assert count(large_catalogue.url + "cite/bibtex/") <= 30

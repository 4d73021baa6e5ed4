"""The lists that editors work in, and what they export."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import localdate
from openpyxl import load_workbook

from books.models import (
    BookImprint,
    BookPage,
    Bookseller,
    BookSeries,
    Imprint,
    PlaceToBuy,
)
from events.models import EventPage, Organiser, Venue
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.review_helpers import submit

LISTS = ["articles", "events", "books"]


def titles(response):
    return {page.title for page in response.context["pages"]}


@pytest.fixture
def listed(client, editor):
    """The titles of a list, with what stands in its address."""
    client.force_login(editor)

    def get(kind="articles", **query):
        response = client.get(f"/admin/{kind}/", query)
        assert response.status_code == 200
        return titles(response)

    return get


@pytest.mark.parametrize("kind", LISTS)
def test_list_shows_pages_of_its_kind(client, editor, site_tree, kind):
    client.force_login(editor)
    html = client.get(f"/admin/{kind}/").content.decode()
    page = {"articles": site_tree.article, "events": site_tree.event, "books": site_tree.book}[kind]
    assert page.title in html
    assert "Ada Example" in html
    assert "/admin/articles/" in client.get("/admin/").content.decode()


def test_list_is_narrowed(listed, news, draft_article, editor, home):
    other = factories.ArticleIndexPageFactory(parent=home, title="Theory", slug="theory")
    thin = factories.ArticlePageFactory(parent=other, title="Thin", standfirst="", live=False)
    thin.save_revision().publish()
    essay = factories.ArticlePageFactory(parent=other, title="Essay", format="analysis")
    factories.attribute(essay, factories.ContributorFactory(name="Ada Example"))
    factories.assign(essay, factories.TopicFactory(name="Housing"))
    assert listed() == {"Draft", "Thin", "Essay"}
    assert listed(state="draft") == {"Draft"}
    assert listed(state="public") == {"Thin", "Essay"}
    assert listed(state="moderation") == set()
    submit(draft_article, editor)
    assert listed(state="moderation") == {"Draft"}
    assert listed(section=[news.pk]) == {"Draft"}
    assert listed(contributor="ada") == {"Essay"}
    assert listed(topic="hous") == {"Essay"}
    assert listed(missing=["summary-missing"]) == {"Thin"}
    assert listed(missing=["image-credit"]) == set()
    assert listed(format=["analysis"]) == {"Essay"}
    for query in ({"state": "public"}, {"topic": "hous"}, {"format": ["analysis"]}):
        assert listed(q="Essay", **query) == {"Essay"}
    assert listed(q="Essay", missing=["summary-missing"]) == set()


def test_list_of_events_is_narrowed_by_their_dates(listed, home):
    index = factories.EventIndexPageFactory(parent=home, title="Events", slug="events")
    today = localdate()
    for title, days, fields in [
        ("Over", -9, {}),
        ("Weekly", -9, {"repeats": "weekly"}),
        ("Called off", 9, {"status": "cancelled"}),
        ("Draft", 9, {"live": False}),
    ]:
        day = today + timedelta(days=days)
        factories.EventPageFactory(parent=index, title=title, start_date=day, **fields)
    assert listed("events", when="past") == {"Over"}
    assert listed("events", when="coming") == {"Weekly", "Called off", "Draft"}
    assert listed("events", status=["cancelled"]) == {"Called off"}
    assert listed("events", status=["cancelled"], when="past") == set()


def test_list_of_books_is_narrowed_by_their_formats(listed, site_tree):
    series = BookSeries.objects.create(name="Tides")
    book = factories.BookPageFactory(parent=site_tree.catalogue, title="The ebb", series=series)
    factories.edition(book, kind="epub", availability="forthcoming")
    assert listed("books", format=["paperback", "hardback"]) == {"The tide"}
    assert listed("books", availability=["forthcoming"]) == {"The ebb"}
    assert listed("books", series=[series.pk]) == {"The ebb"}
    assert listed("books", series=[series.pk], format=["paperback"]) == set()


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("books/imprint", "Ours", "books.imprint"),
        ("books/bookseries", "Tides", "books.bookseries"),
        ("books/bookseller", "Corner shop", ""),
        ("contributors/contributor", "Ada Example", "contributors.contributor"),
        ("events/venue", "Reading Room", ""),
    ],
)
def test_entry_in_use_says_where_and_is_not_deleted(admin_client, kind, name, label):
    model = apps.get_model(*kind.split("/"))
    entry = model.objects.get(name=name)
    for ask in (admin_client.get, admin_client.post):
        html = ask(f"/admin/{kind}/delete/{entry.pk}/").content.decode()
        assert "name it. Take it out of them first" in html
        assert re.search(r"/admin/pages/\d+/edit/", html)
        assert (f"/admin/directory/{label}/{entry.pk}/merge/" in html) == bool(label)
    assert model.objects.filter(pk=entry.pk).exists()


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("kind", ["books/imprint", "events/venue"])
def test_entry_that_nobody_needs_is_deleted(admin_client, kind):
    model = apps.get_model(*kind.split("/"))
    entry = model.objects.get(name__startswith="Unused")
    address = f"/admin/{kind}/delete/{entry.pk}/"
    assert "Are you sure" in admin_client.get(address).content.decode()
    admin_client.post(address)
    assert not model.objects.filter(pk=entry.pk).exists()


def test_list_hides_drafts_of_others_from_contributors(client, draft_article, editor):
    writer = member("writer", "Contributors")
    client.force_login(writer)
    for query in ({}, {"q": "Draft"}, {"export": "csv"}):
        response = client.get("/admin/articles/", query)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b">Draft<" not in content
        assert b"Draft," not in content


@pytest.fixture
def rows(client, editor, news):
    client.force_login(editor)
    page = factories.ArticlePageFactory(parent=news, title="=1+1", standfirst="", live=False)
    factories.attribute(page, factories.ContributorFactory(name="Ada Example"))
    ArticlePage.objects.get(pk=page.pk).save_revision().publish()

    def export(form):
        response = client.get("/admin/articles/", {"export": form})
        return b"".join(response.streaming_content)

    return export


def test_list_is_exported_as_csv(rows):
    row = next(iter(csv.DictReader(io.StringIO(rows("csv").decode()))))
    assert row["Title"] == "'=1+1"
    assert row["Section"] == "News"
    assert row["Contributors"] == "By Ada Example"
    assert row["State"] == "live"
    assert row["Missing"] == "standfirst"
    assert row["Address"].startswith("http")


def test_list_is_exported_as_a_workbook(rows):
    sheet = load_workbook(io.BytesIO(rows("xlsx"))).active
    heading, row = list(sheet.values)
    assert dict(zip(heading, row, strict=True))["Contributors"] == "By Ada Example"


DIRECTORY = {
    "contributors/contributor": "Nobody Here",
    "topics/topic": "Unused topic",
    "events/organiser": "Unused organiser",
    "events/venue": "Unused venue",
    "books/imprint": "Unused imprint",
    "books/bookseries": "Unused series",
    "books/bookseller": "Unused shop",
}


@pytest.fixture
def directory(site_tree):
    """Entries that pages name, and one of each kind that none does."""
    factories.ContributorFactory(name="Nobody Here")
    factories.TopicFactory(name="Unused topic")
    Organiser.objects.create(name="Unused organiser")
    Venue.objects.create(name="Unused venue", town="Elsewhere")
    Imprint.objects.create(name="Unused imprint")
    BookSeries.objects.create(name="Unused series")
    Bookseller.objects.create(name="Unused shop")
    shop = Bookseller.objects.create(name="Corner shop")
    series = BookSeries.objects.create(name="Tides")
    BookPage.objects.update(series=series)
    BookImprint.objects.create(page=site_tree.book, imprint=Imprint.objects.create(name="Ours"))
    PlaceToBuy.objects.create(
        format=site_tree.book.formats.get(), seller=shop, url="https://example.org"
    )
    EventPage.objects.update(venue=Venue.objects.create(name="Reading Room", town="Here"))
    return site_tree


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("kind", DIRECTORY)
def test_directory_counts_uses_and_is_narrowed_and_exported(admin_client, kind):
    unused = DIRECTORY[kind]

    def get(**query):
        response = admin_client.get(f"/admin/{kind}/", query)
        if "export" in query:
            return b"".join(response.streaming_content).decode()
        return response.content.decode()

    assert unused in get()
    assert unused in get(used="no")
    assert unused not in get(used="yes")
    assert unused in get(q=unused)
    assert unused not in get(q="no such entry")
    counts = {
        next(iter(row.values())): row["Pages"]
        for row in csv.DictReader(io.StringIO(get(export="csv")))
    }
    assert counts.pop(unused) == "0"
    assert all(int(number) > 0 for number in counts.values())
    assert counts

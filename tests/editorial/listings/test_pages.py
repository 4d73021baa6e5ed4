"""The listings of pages and snippets, their filters and exports."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import localdate
from openpyxl import load_workbook
from wagtail.models import Page

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
    """Return the titles of a listing, for the parameters of its query string."""
    client.force_login(editor)

    def get(kind="articles", **query):
        response = client.get(f"/admin/{kind}/", query)
        assert response.status_code == 200
        return titles(response)

    return get


@pytest.mark.parametrize("kind", LISTS)
def test_listing_has_pages_of_its_type(client, editor, site_tree, kind):
    client.force_login(editor)
    html = client.get(f"/admin/{kind}/").content.decode()
    page = {"articles": site_tree.article, "events": site_tree.event, "books": site_tree.book}[kind]
    assert page.title in html
    assert "Ada Example" in html
    assert "/admin/articles/" in client.get("/admin/").content.decode()


def test_state_is_wagtails_but_for_pages_that_were_sent_back(draft_article, editor, moderator):
    page = Page.objects.get(pk=draft_article.pk)

    def states():
        page.refresh_from_db()
        specific = ArticlePage.objects.get(pk=page.pk)
        return str(page.status_string), str(specific.status_string)

    assert states() == ("draft", "draft")
    review = submit(draft_article, editor)
    assert states() == ("in review", "in review")
    review.reject(user=moderator)
    assert states() == ("draft", "sent back")
    review.workflow_state.refresh_from_db()
    review.workflow_state.cancel()
    draft_article.save_revision().publish()
    assert states() == ("live", "live")


def test_articles_are_filtered(listed, news, draft_article, editor, home):
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
    review = submit(draft_article, editor)
    assert listed(state="moderation") == {"Draft"}
    review.reject()
    assert (listed(state="moderation"), listed(state="back")) == (set(), {"Draft"})
    assert listed(section=[news.pk]) == {"Draft"}
    assert listed(contributor="ada") == {"Essay"}
    assert listed(topic="hous") == {"Essay"}
    assert listed(missing=["summary-missing"]) == {"Thin"}
    assert listed(missing=["image-credit"]) == set()
    assert listed(format=["analysis"]) == {"Essay"}
    for query in ({"state": "public"}, {"topic": "hous"}, {"format": ["analysis"]}):
        assert listed(q="Essay", **query) == {"Essay"}
    assert listed(q="Essay", missing=["summary-missing"]) == set()


def test_events_are_filtered_by_date_and_status(listed, home):
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


def test_books_are_filtered_by_format_and_series(listed, site_tree):
    series = BookSeries.objects.create(name="Tides")
    book = factories.BookPageFactory(parent=site_tree.catalogue, title="The ebb", series=series)
    factories.edition(book, kind="epub", availability="forthcoming")
    assert listed("books", format=["paperback", "hardback"]) == {"The tide"}
    assert listed("books", availability=["forthcoming"]) == {"The ebb"}
    assert listed("books", series=[series.pk]) == {"The ebb"}
    assert listed("books", series=[series.pk], format=["paperback"]) == set()


@pytest.mark.usefixtures("snippets")
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
def test_snippet_in_use_is_not_deleted(admin_client, kind, name, label):
    model = apps.get_model(*kind.split("/"))
    entry = model.objects.get(name=name)
    for send in (admin_client.get, admin_client.post):
        html = send(f"/admin/{kind}/delete/{entry.pk}/").content.decode()
        assert "use this entry. Remove it from them first" in html
        assert re.search(r"/admin/pages/\d+/edit/", html)
        assert (f"/admin/directory/{label}/{entry.pk}/merge/" in html) == bool(label)
    assert model.objects.filter(pk=entry.pk).exists()


@pytest.mark.usefixtures("snippets")
@pytest.mark.parametrize("kind", ["books/imprint", "events/venue"])
def test_unused_snippet_is_deleted(admin_client, kind):
    model = apps.get_model(*kind.split("/"))
    entry = model.objects.get(name__startswith="Unused")
    address = f"/admin/{kind}/delete/{entry.pk}/"
    assert "Are you sure" in admin_client.get(address).content.decode()
    admin_client.post(address)
    assert not model.objects.filter(pk=entry.pk).exists()


def test_listing_hides_drafts_of_others(client, draft_article, editor):
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


def test_listing_is_exported_as_csv(rows):
    row = next(iter(csv.DictReader(io.StringIO(rows("csv").decode()))))
    assert row["Title"] == "'=1+1"
    assert row["Section"] == "News"
    assert row["Contributors"] == "By Ada Example"
    assert row["State"] == "live"
    assert row["Missing"] == "standfirst"
    assert row["URL"].startswith("http")


def test_listing_is_exported_as_xlsx(rows):
    sheet = load_workbook(io.BytesIO(rows("xlsx"))).active
    heading, row = list(sheet.values)
    assert dict(zip(heading, row, strict=True))["Contributors"] == "By Ada Example"


UNUSED_SNIPPETS = {
    "contributors/contributor": "Unused contributor",
    "topics/topic": "Unused topic",
    "events/organiser": "Unused organiser",
    "events/venue": "Unused venue",
    "books/imprint": "Unused imprint",
    "books/bookseries": "Unused series",
    "books/bookseller": "Unused shop",
}


@pytest.fixture
def snippets(site_tree):
    """Snippets that pages use, and an unused one of each type."""
    factories.ContributorFactory(name="Unused contributor")
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


@pytest.mark.usefixtures("snippets")
@pytest.mark.parametrize("kind", UNUSED_SNIPPETS)
def test_snippets_are_counted_filtered_and_exported(admin_client, kind):
    unused = UNUSED_SNIPPETS[kind]

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

"""Status and restrictions of a page after its item, or an editor, changed them."""

import pytest
from django.utils.timezone import now
from wagtail.models import PageViewRestriction

from news.models import ArticlePage
from search.models import SearchEntry
from tests.importers.wordpress.exports import item

LATER = f"{now().year + 1}-02-01 10:00:00"


@pytest.fixture
def import_items(import_items):
    def import_post(text="One.", **options):
        return import_items(item(1, "Tides", text, slug="tides", **options))

    return import_post


def is_visible(client):
    status = client.get("/news/tides/").status_code
    found = SearchEntry.objects.filter(title="Tides").exists()
    assert found == (status == 200)
    return found


@pytest.mark.parametrize("status", ["draft", "pending", "trash", "auto-draft"])
def test_post_that_was_unpublished_at_the_source_is_unpublished(import_items, client, status):
    import_items()
    assert is_visible(client)
    import_items(status=status)
    assert not is_visible(client)
    import_items(status=status)
    assert not is_visible(client)
    import_items()
    assert is_visible(client)


def test_post_that_was_rescheduled_at_the_source_is_scheduled(import_items, client):
    import_items()
    import_items(status="future", date=LATER)
    assert not is_visible(client)
    page = ArticlePage.objects.get()
    assert page.go_live_at.year == now().year + 1
    assert page.approved_schedule


def test_page_of_a_trashed_post_stays_published_if_it_was_edited(import_items, client, editor):
    import_items()
    page = ArticlePage.objects.get()
    page.save_revision(user=editor).publish()
    report = import_items(status="trash")
    assert is_visible(client)
    assert "still published" in report["entries"][0]["warnings"][0][1]


@pytest.mark.parametrize("status", ["draft", "pending", "future"])
def test_draft_that_was_published_at_the_source_is_published(import_items, client, status):
    import_items(
        "Early.", status=status, date=LATER if status == "future" else "2019-05-01 10:00:00"
    )
    assert not is_visible(client)
    import_items("Late.")
    assert is_visible(client)
    page = ArticlePage.objects.get()
    assert not page.has_unpublished_changes
    assert not page.approved_schedule
    assert not page.workflow_in_progress
    assert page.published_at.year == 2019
    assert "Late" in str(page.get_latest_revision_as_object().body)


def test_page_that_was_restricted_here_stays_restricted(import_items, client):
    import_items()
    PageViewRestriction.objects.create(page=ArticlePage.objects.get(), restriction_type="login")
    report = import_items("Two.")
    assert report["outcomes"]["post"] == {"kept as edited here": 1}
    assert client.get("/news/tides/").status_code == 302


def test_restrictions_at_the_source_are_applied_and_removed(import_items, client):
    import_items()
    import_items(status="private")
    assert client.get("/news/tides/").status_code == 302
    import_items(password="secret")
    assert b"One." not in client.get("/news/tides/").content
    import_items()
    assert is_visible(client)

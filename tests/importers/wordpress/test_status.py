"""Who may read a page after its item, or an editor, changed that."""

import pytest
from django.utils.timezone import now
from wagtail.models import PageViewRestriction

from news.models import ArticlePage
from search.models import SearchEntry
from tests.importers.wordpress.exports import item

LATER = f"{now().year + 1}-02-01 10:00:00"


@pytest.fixture
def bring(bring):
    def import_post(text="One.", **options):
        return bring(item(1, "Tides", text, slug="tides", **options))

    return import_post


def is_shown(client):
    status = client.get("/news/tides/").status_code
    found = SearchEntry.objects.filter(title="Tides").exists()
    assert found == (status == 200)
    return found


@pytest.mark.parametrize("status", ["draft", "pending", "trash", "auto-draft"])
def test_what_was_withdrawn_there_is_withdrawn_here(bring, client, status):
    bring()
    assert is_shown(client)
    bring(status=status)
    assert not is_shown(client)
    bring(status=status)
    assert not is_shown(client)
    bring()
    assert is_shown(client)


def test_what_was_put_off_there_is_put_off_here(bring, client):
    bring()
    bring(status="future", date=LATER)
    assert not is_shown(client)
    page = ArticlePage.objects.get()
    assert page.go_live_at.year == now().year + 1
    assert page.approved_schedule


def test_what_was_thrown_away_there_but_edited_here_stays_and_is_told(bring, client, editor):
    bring()
    page = ArticlePage.objects.get()
    page.save_revision(user=editor).publish()
    report = bring(status="trash")
    assert is_shown(client)
    assert "still public" in report["entries"][0]["losses"][0][1]


@pytest.mark.parametrize("status", ["draft", "pending", "future"])
def test_draft_that_was_published_there_is_published_here(bring, client, status):
    bring("Early.", status=status, date=LATER if status == "future" else "2019-05-01 10:00:00")
    assert not is_shown(client)
    bring("Late.")
    assert is_shown(client)
    page = ArticlePage.objects.get()
    assert not page.has_unpublished_changes
    assert not page.approved_schedule
    assert not page.workflow_in_progress
    assert page.published_at.year == 2019
    assert "Late" in str(page.get_latest_revision_as_object().body)


def test_page_that_was_closed_here_stays_closed(bring, client):
    bring()
    PageViewRestriction.objects.create(page=ArticlePage.objects.get(), restriction_type="login")
    report = bring("Two.")
    assert report["outcomes"]["post"] == {"kept as edited here": 1}
    assert client.get("/news/tides/").status_code == 302


def test_page_that_was_closed_there_is_closed_here_and_opened_again(bring, client):
    bring()
    bring(status="private")
    assert client.get("/news/tides/").status_code == 302
    bring(password="secret")
    assert b"One." not in client.get("/news/tides/").content
    bring()
    assert is_shown(client)

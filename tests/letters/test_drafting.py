"""A weekly letter drafts itself, and waits for an editor."""

from datetime import datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils.timezone import get_current_timezone, localtime, now

from letters.drafting import draft_due_letters, is_due, last_time
from letters.models import LetterPage, Mailing, MailingList
from tests import factories
from tests.site_tree import raw_body


@pytest.fixture
def weekly_list(site_tree):
    """A list that was to draft itself an hour ago."""
    hour = localtime(now() - timedelta(hours=1))
    weekly = factories.MailingListFactory(
        name="The weekly letter",
        slug="weekly",
        drafts_on=hour.weekday(),
        drafts_at=hour.time().replace(second=0, microsecond=0),
    )
    MailingList.objects.filter(pk=weekly.pk).update(drafted_at=now() - timedelta(days=5))
    return weekly


@pytest.fixture
def news(site_tree):
    return factories.ArticlePageFactory(
        parent=site_tree.section, title="Fresh", published_at=now() - timedelta(days=1)
    )


def test_draft_is_made_once_and_not_sent(weekly_list, news):
    call_command("draft_letters")
    call_command("draft_letters")
    (letter,) = LetterPage.objects.filter(mailing_list=weekly_list)
    assert letter.title.startswith("The weekly letter, ")
    assert not letter.live
    assert "Fresh" in [page.title for part in letter.compose().parts for page in part.pages]
    assert not Mailing.objects.exists()


def test_editors_find_it_on_their_first_page(weekly_list, news, client, editor):
    draft_due_letters()
    client.force_login(editor)
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    panel = page.find("section", id="letters-that-wait-for-an-editor-section")
    assert "The weekly letter, " in panel.get_text()


def test_nothing_to_tell_makes_no_draft(weekly_list, site_tree):
    for page in (site_tree.article, site_tree.sequel, site_tree.event, site_tree.book):
        page.unpublish()
    assert draft_due_letters() == []


def test_draft_repeats_the_lists_of_the_last_letter(weekly_list, news, site_tree):
    body = raw_body(
        ("paragraph", "<p>Last week.</p>"),
        ("articles", {"heading": "The news", "days": 9, "count": 3, "with_images": False}),
    )
    factories.LetterPageFactory(parent=site_tree.letters, mailing_list=weekly_list, body=body)
    (letter,) = draft_due_letters()
    assert [(each.block_type, each.value["heading"]) for each in letter.body] == [
        ("articles", "The news")
    ]


def test_list_that_does_not_draft_itself_is_left_alone(weekly_list, news):
    MailingList.objects.update(drafts_on=None)
    assert draft_due_letters() == []


def test_first_draft_waits_for_its_day(site_tree):
    new = factories.MailingListFactory(drafts_on=localtime(now()).weekday(), drafts_at=time(0))
    assert not is_due(new, now())
    assert is_due(new, now() + timedelta(days=7))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 12, 4, 9, 0), (2026, 12, 4, 9, 0)),  # a Friday
        ((2026, 12, 4, 8, 59), (2026, 11, 27, 9, 0)),
        ((2026, 12, 10, 23, 0), (2026, 12, 4, 9, 0)),
        ((2027, 3, 28, 12, 0), (2027, 3, 26, 9, 0)),  # the clocks change
    ],
)
def test_time_is_that_of_the_clock(moment, expected):
    zone = get_current_timezone()
    weekly = MailingList(drafts_on=4, drafts_at=time(9))
    assert last_time(weekly, datetime(*moment, tzinfo=zone)) == datetime(*expected, tzinfo=zone)

"""The first page of the admin: what waits, what came back, what goes out, what is missing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime, now
from wagtail.models import Comment

from contributors.models import Contribution
from editorial.models import ContentGap, ModerationSettings, ReviewState
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.review_helpers import change, decide, submit
from tests.site_tree import raw_body


@pytest.fixture
def panel(client):
    """What one list of the desk shows to somebody, empty where it is not there."""

    def show(user, heading):
        client.force_login(user)
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        found = page.find("section", id=f"{slugify(heading)}-section")
        return str(found) if found else ""

    return show


WAITING = "Waiting for your review"
RETURNED = "Came back to you"
DRAFTS = "Your drafts"
SCHEDULED = "Scheduled in the next fourteen days"
LACKING = "Public, and lacking something"


def test_text_waits_for_those_who_can_review_it(panel, draft_article, editor, moderator):
    contributor = factories.ContributorFactory(name="Ada Example")
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.contributions.add(Contribution(contributor=contributor))
    page.body = raw_body(("paragraph", "<p>One two three</p><p>four</p>"))
    page.standfirst = "Five six"
    page.save_revision(user=editor)
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    shown = panel(moderator, WAITING)
    for words in ("Draft", "News", "Ada Example", "6", "Just now"):
        assert words in shown
    assert reverse("review", args=[draft_article.pk]) in shown
    for user in (editor, member("writer", "Contributors")):
        assert not panel(user, WAITING)


def test_oldest_waits_at_the_top(panel, news, editor, moderator):
    pages = []
    for title in ("Older", "Newer"):
        page = factories.ArticlePageFactory(parent=news, title=title, live=False)
        page.save_revision(user=editor)
        pages.append(submit(page, editor))
    ReviewState.objects.filter(pk=pages[0].pk).update(started_at=now() - timedelta(days=3))
    shown = panel(moderator, WAITING)
    assert shown.index("Older") < shown.index("Newer")


def test_review_is_taken_on_and_let_go(client, panel, draft_article, editor, moderator):
    state = submit(draft_article, editor)
    client.force_login(moderator)
    address = reverse("claim_review", args=[state.pk])
    client.post(address, {})
    state.refresh_from_db()
    assert state.claimed_by == moderator
    assert "moderator" in panel(moderator, WAITING)
    decide(client, draft_article, action="reject", **{"reject-comment": "More"})
    workflow = ArticlePage.objects.get(pk=draft_article.pk).current_workflow_state
    workflow.resume(editor)
    again = ArticlePage.objects.get(pk=draft_article.pk).current_workflow_task_state
    assert again.claimed_by == moderator
    client.post(reverse("claim_review", args=[again.pk]), {"release": "1"})
    again.refresh_from_db()
    assert again.claimed_by is None
    client.force_login(editor)
    client.post(reverse("claim_review", args=[again.pk]), {})
    again.refresh_from_db()
    assert again.claimed_by is None


def test_own_text_does_not_wait_for_its_moderator(panel, news, moderator, second_moderator):
    page = factories.ArticlePageFactory(parent=news, title="Mine", live=False, owner=moderator)
    page.save_revision(user=moderator)
    submit(page, moderator)
    assert not panel(moderator, WAITING)
    assert "Mine" in panel(second_moderator, WAITING)
    ModerationSettings.objects.create(site=page.get_site(), one_person=True)
    assert "Mine" in panel(moderator, WAITING)


def test_what_came_back_says_why(client, panel, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article, action="reject", **{"reject-comment": "Who says so?"})
    page = ArticlePage.objects.get(pk=draft_article.pk)
    for text in ("One", "Two"):
        Comment.objects.create(page=page, user=moderator, contentpath="title", text=text)
    Comment.objects.create(page=page, user=moderator, text="Old", resolved_at=now())
    shown = panel(editor, RETURNED)
    assert "Who says so?" in shown
    assert "2 open comments" in shown
    assert "sent back" in panel(editor, DRAFTS)
    assert not panel(moderator, RETURNED)


def test_drafts_have_their_states(panel, news, draft_article, editor, moderator):
    assert "Draft" in panel(editor, DRAFTS)
    assert not panel(moderator, DRAFTS)
    public = factories.ArticlePageFactory(parent=news, title="Public", owner=editor)
    public.save_revision(user=editor).publish()
    assert "Public" not in panel(editor, DRAFTS)
    change(public, editor, standfirst="New")
    assert "live + draft" in panel(editor, DRAFTS)
    submit(draft_article, editor)
    assert "in moderation" in panel(editor, DRAFTS)


def test_schedule_shows_the_next_fourteen_days(panel, news, editor):
    for title, days in (("Soon", 3), ("Later", 15)):
        page = factories.ArticlePageFactory(parent=news, title=title, live=False)
        page.go_live_at = now() + timedelta(days=days)
        page.save_revision().publish()
    shown = panel(editor, SCHEDULED)
    assert "Soon" in shown
    assert "Later" not in shown
    assert date_format(localtime(now() + timedelta(days=3)), "D j M Y") in shown
    assert "Just now" not in shown
    assert not panel(member("writer", "Contributors"), SCHEDULED)


def test_lists_of_articles_and_events_show_times_to_come_in_words(client, news, editor, home):
    soon = now() + timedelta(days=9)
    calendar = factories.EventIndexPageFactory(parent=home, title="Events", slug="events")
    factories.EventPageFactory(parent=calendar, title="Talk", start_date=soon.date())
    factories.ArticlePageFactory(parent=news, title="Old")
    client.force_login(editor)
    shown = client.get(reverse("events:index")).content.decode()
    assert date_format(soon, "D j M Y") in shown
    assert "Just now" in client.get(reverse("articles:index")).content.decode()


def test_public_page_that_lacks_something_is_shown_until_it_is_mended(panel, news, editor):
    image = factories.SiteImageFactory(title="Quay", credit="Wren")
    page = factories.ArticlePageFactory(
        parent=news, title="Thin", standfirst="", lead_image=image, live=False
    )
    page.save_revision().publish()
    shown = panel(editor, LACKING)
    assert "no standfirst" in shown
    assert "no alternative text" in shown
    assert "no credit" not in shown
    assert not panel(member("writer", "Contributors"), LACKING)
    image.credit = ""
    image.save()
    assert "no credit" in panel(editor, LACKING)
    image.credit = "Wren"
    image.save()
    factories.attribute(page, factories.ContributorFactory())
    page = ArticlePage.objects.get(pk=page.pk)
    page.standfirst, page.lead_image_alt = "Now there is one.", "A quay"
    page.save_revision().publish()
    assert not panel(editor, LACKING)


def test_page_that_is_taken_back_lacks_nothing(news, editor):
    page = factories.ArticlePageFactory(parent=news, standfirst="", live=False)
    page.save_revision().publish()
    assert ContentGap.objects.exists()
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert not ContentGap.objects.exists()

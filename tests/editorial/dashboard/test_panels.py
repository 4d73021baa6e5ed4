"""The dashboard panels: reviews, pages sent back, drafts, schedule and content gaps."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import now
from wagtail.models import Comment

from contributors.models import Contribution
from editorial.models import ContentGap, ModerationSettings, ReviewState
from editorial.templatetags.editorial_tags import future_time
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.review_helpers import change, decide, submit
from tests.site_tree import raw_body


@pytest.fixture
def panel(client):
    """Return the HTML of a panel for a user, or an empty string without that panel."""

    def show(user, heading):
        client.force_login(user)
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        section = page.find("section", id=f"{slugify(heading)}-section")
        return str(section) if section else ""

    return show


WAITING = "Waiting for your review"
SENT_BACK = "Came back to you"
DRAFTS = "Your drafts"
SCHEDULED = "Scheduled in the next fourteen days"
PUBLISHED = "Yours, published in the last seven days"
CONTENT_GAPS = "Published, but incomplete"


def test_page_waits_for_users_who_can_review_it(panel, draft_article, editor, moderator):
    contributor = factories.ContributorFactory(name="Ada Example")
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.contributions.add(Contribution(contributor=contributor))
    page.body = raw_body(("paragraph", "<p>One two three</p><p>four</p>"))
    page.standfirst = "Five six"
    page.save_revision(user=editor)
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    html = panel(moderator, WAITING)
    for text in ("Draft", "News", "Ada Example", "6", "Just now"):
        assert text in html
    assert reverse("review", args=[draft_article.pk]) in html
    for user in (editor, member("writer", "Contributors")):
        assert not panel(user, WAITING)


def test_oldest_review_is_first(panel, news, editor, moderator):
    pages = []
    for title in ("Older", "Newer"):
        page = factories.ArticlePageFactory(parent=news, title=title, live=False)
        page.save_revision(user=editor)
        pages.append(submit(page, editor))
    ReviewState.objects.filter(pk=pages[0].pk).update(started_at=now() - timedelta(days=3))
    html = panel(moderator, WAITING)
    assert html.index("Older") < html.index("Newer")


def test_review_is_claimed_and_released(client, panel, draft_article, editor, moderator):
    state = submit(draft_article, editor)
    client.force_login(moderator)
    url = reverse("claim_review", args=[state.pk])
    client.post(url, {})
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


def test_own_page_does_not_wait_for_its_author(panel, news, moderator, second_moderator):
    page = factories.ArticlePageFactory(parent=news, title="Mine", live=False, owner=moderator)
    page.save_revision(user=moderator)
    submit(page, moderator)
    assert not panel(moderator, WAITING)
    assert "Mine" in panel(second_moderator, WAITING)
    ModerationSettings.objects.create(site=page.get_site(), one_person=True)
    assert "Mine" in panel(moderator, WAITING)


def test_page_that_was_sent_back_has_its_comment(client, panel, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article, action="reject", **{"reject-comment": "Who says so?"})
    page = ArticlePage.objects.get(pk=draft_article.pk)
    for text in ("One", "Two"):
        Comment.objects.create(page=page, user=moderator, contentpath="title", text=text)
    Comment.objects.create(page=page, user=moderator, text="Old", resolved_at=now())
    html = panel(editor, SENT_BACK)
    assert "moderator: Who says so?" in html
    assert "2 open comments" in html
    assert not panel(editor, DRAFTS)
    assert not panel(moderator, SENT_BACK)
    page.current_workflow_state.resume(user=editor)
    decide(client, page)
    assert ArticlePage.objects.get(pk=page.pk).live
    assert not panel(editor, SENT_BACK)


def test_drafts_have_a_state(panel, news, draft_article, editor, moderator):
    assert "Draft" in panel(editor, DRAFTS)
    assert not panel(moderator, DRAFTS)
    public = factories.ArticlePageFactory(parent=news, title="Public", owner=editor)
    public.save_revision(user=editor).publish()
    assert "Public" not in panel(editor, DRAFTS)
    change(public, editor, standfirst="New")
    assert "live + draft" in panel(editor, DRAFTS)
    submit(draft_article, editor)
    assert "in review" in panel(editor, DRAFTS)


def test_schedule_lists_fourteen_days(panel, news, editor):
    for title, days in (("Soon", 3), ("Later", 15)):
        page = factories.ArticlePageFactory(parent=news, title=title, live=False)
        page.go_live_at = now() + timedelta(days=days)
        page.save_revision().publish()
    html = panel(editor, SCHEDULED)
    assert "Soon" in html
    assert "Later" not in html
    assert future_time(page.go_live_at - timedelta(days=12)) in html
    assert "Just now" not in html
    assert not panel(member("writer", "Contributors"), SCHEDULED)


def test_listings_display_future_times_as_dates(client, news, editor, home):
    soon = now() + timedelta(days=9)
    calendar = factories.EventIndexPageFactory(parent=home, title="Events", slug="events")
    factories.EventPageFactory(parent=calendar, title="Talk", start_date=soon.date())
    factories.ArticlePageFactory(parent=news, title="Old")
    client.force_login(editor)
    html = client.get(reverse("events:index")).content.decode()
    assert date_format(soon, "D j M") in html
    assert "Just now" in client.get(reverse("articles:index")).content.decode()


def test_live_page_is_listed_until_its_gaps_are_filled(panel, news, editor):
    image = factories.SiteImageFactory(title="Quay", credit="Wren")
    page = factories.ArticlePageFactory(
        parent=news, title="Thin", standfirst="", lead_image=image, live=False
    )
    page.save_revision().publish()
    html = panel(editor, CONTENT_GAPS)
    assert "no standfirst" in html
    assert "no alternative text" in html
    assert "no credit" not in html
    owner = member("writer", "Contributors")
    ArticlePage.objects.filter(pk=page.pk).update(owner=owner)
    assert not panel(owner, CONTENT_GAPS)
    image.credit = ""
    image.save()
    assert "no credit" in panel(editor, CONTENT_GAPS)
    image.credit = "Wren"
    image.save()
    factories.attribute(page, factories.ContributorFactory())
    page = ArticlePage.objects.get(pk=page.pk)
    page.standfirst, page.lead_image_alt = "Now there is one.", "A quay"
    page.save_revision().publish()
    assert not panel(editor, CONTENT_GAPS)


def test_unpublished_page_has_no_gaps(news, editor):
    page = factories.ArticlePageFactory(parent=news, standfirst="", live=False)
    page.save_revision().publish()
    assert ContentGap.objects.exists()
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert not ContentGap.objects.exists()


def test_index_pages_of_the_set_up_are_not_incomplete(panel, site_tree, editor):
    for page in (site_tree.section, site_tree.calendar, site_tree.people):
        page.save_revision().publish()
        assert ContentGap.objects.filter(page=page.pk), page
    assert not panel(editor, CONTENT_GAPS)


def test_authors_are_told_what_was_published(panel, news, editor, moderator):
    times = {"Fresh": timedelta(days=1), "Old": timedelta(days=8)}
    for title, age in times.items():
        page = factories.ArticlePageFactory(parent=news, title=title, owner=editor)
        ArticlePage.objects.filter(pk=page.pk).update(last_published_at=now() - age)
    assert "Fresh" in panel(editor, PUBLISHED)
    assert "Old" not in panel(editor, PUBLISHED)
    assert not panel(moderator, PUBLISHED)

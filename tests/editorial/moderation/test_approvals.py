"""Approvals without publication: for one revision, once, revoked by any change."""

from wagtail.models import Revision

from editorial.models import ReviewState
from editorial.moderation.self_approval import (
    APPROVAL_REVOKED,
    APPROVED,
    OWN_CHANGES,
    is_page_approved,
)
from news.models import ArticlePage
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, logged, submit


def test_editor_publishes_the_approved_revision(
    client, draft_article, editor, moderator, approve_only_site
):
    submit(draft_article, editor)
    client.force_login(moderator)
    assert "was approved" in decide(client, draft_article).content.decode()
    assert not is_live(draft_article)
    assert logged(draft_article, APPROVED).exists()
    client.force_login(editor)
    html = client.get(edit_address(draft_article)).content.decode()
    assert 'name="action-publish"' in html
    assert "approved: you can publish it" in client.get("/admin/").content.decode()
    client.post(
        edit_address(draft_article),
        form(draft_article, **body(draft_article), **{"action-publish": "1"}),
    )
    assert is_live(draft_article)
    assert not ReviewState.objects.filter(awaits_publication=True).exists()


def test_change_revokes_an_approval(client, draft_article, editor, moderator, approve_only_site):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article)
    client.force_login(editor)
    data = form(draft_article, **body(draft_article), **{"action-publish": "1"})
    response = client.post(
        edit_address(draft_article), data | {"standfirst": "Slipped in"}, follow=True
    )
    assert OWN_CHANGES in response.content.decode()
    assert not is_live(draft_article)
    assert logged(draft_article, APPROVAL_REVOKED).exists()
    page = ArticlePage.objects.get(pk=draft_article.pk)
    assert not is_page_approved(page)
    # Restoring the approved text does not restore the approval.
    change(draft_article, editor, standfirst=draft_article.standfirst)
    assert client.post(edit_address(draft_article), data).status_code == 403
    assert not is_live(draft_article)


def test_approval_is_for_the_approved_time(
    client, draft_article, editor, moderator, approve_only_site
):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article)
    client.force_login(editor)
    early = {"go_live_at": "2040-01-01 10:00", "action-publish": "1"}
    client.post(edit_address(draft_article), form(draft_article, **body(draft_article), **early))
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_publication_consumes_the_approval(
    client, draft_article, editor, moderator, approve_only_site
):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article)
    ArticlePage.objects.get(pk=draft_article.pk).latest_revision.publish()
    ArticlePage.objects.get(pk=draft_article.pk).unpublish()
    client.force_login(editor)
    response = client.post(
        edit_address(draft_article),
        form(draft_article, **body(draft_article), **{"action-publish": "1"}),
    )
    assert response.status_code == 403
    assert not is_live(draft_article)

"""An approval that only releases: for one version, once, and void after any change."""

from wagtail.models import Revision

from editorial.models import ReviewState
from editorial.moderation.self_approval import OWN, RELEASED, VOID, is_page_approved
from news.models import ArticlePage
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, logged, submit


def test_release_lets_the_editor_publish_that_version(
    client, written, editor, moderator, releasing
):
    submit(written, editor)
    client.force_login(moderator)
    assert "is approved" in decide(client, written).content.decode()
    assert not is_live(written)
    assert logged(written, RELEASED).exists()
    client.force_login(editor)
    html = client.get(edit_address(written)).content.decode()
    assert 'name="action-publish"' in html
    assert "approved: you can publish it" in client.get("/admin/").content.decode()
    client.post(edit_address(written), form(written, **body(written), **{"action-publish": "1"}))
    assert is_live(written)
    assert not ReviewState.objects.filter(released=True).exists()


def test_release_is_void_after_a_change(client, written, editor, moderator, releasing):
    submit(written, editor)
    client.force_login(moderator)
    decide(client, written)
    client.force_login(editor)
    data = form(written, **body(written), **{"action-publish": "1"})
    response = client.post(edit_address(written), data | {"standfirst": "Slipped in"}, follow=True)
    assert OWN in response.content.decode()
    assert not is_live(written)
    assert logged(written, VOID).exists()
    page = ArticlePage.objects.get(pk=written.pk)
    assert not is_page_approved(page)
    # Nor does it come back with the old words.
    change(written, editor, standfirst=written.standfirst)
    assert client.post(edit_address(written), data).status_code == 403
    assert not is_live(written)


def test_release_holds_for_the_time_that_was_approved(
    client, written, editor, moderator, releasing
):
    submit(written, editor)
    client.force_login(moderator)
    decide(client, written)
    client.force_login(editor)
    early = {"go_live_at": "2040-01-01 10:00", "action-publish": "1"}
    client.post(edit_address(written), form(written, **body(written), **early))
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_release_is_used_up(client, written, editor, moderator, releasing):
    submit(written, editor)
    client.force_login(moderator)
    decide(client, written)
    ArticlePage.objects.get(pk=written.pk).latest_revision.publish()
    ArticlePage.objects.get(pk=written.pk).unpublish()
    client.force_login(editor)
    response = client.post(
        edit_address(written), form(written, **body(written), **{"action-publish": "1"})
    )
    assert response.status_code == 403
    assert not is_live(written)

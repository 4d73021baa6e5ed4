"""Nobody publishes what they wrote or changed last, by whatever way."""

from datetime import timedelta

from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Comment, Revision

from editorial.moderation.self_approval import ALONE, OWN
from editorial.review.authorship import authors_since_live
from news.models import ArticlePage
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, logged, submit


def test_whoever_began_or_changed_a_text_wrote_it(written, editor, moderator, second_moderator):
    assert authors_since_live(written, written.latest_revision) == {editor.pk}
    last = change(written, moderator, standfirst="By a moderator")
    assert authors_since_live(written, last) == {editor.pk, moderator.pk}
    last.publish()
    later = change(written, second_moderator, standfirst="By another")
    assert authors_since_live(written, later) == {second_moderator.pk}


def test_saving_without_a_change_makes_nobody_an_author(client, written, editor, moderator):
    client.force_login(moderator)
    client.post(edit_address(written), form(written, **body(written)))
    written.refresh_from_db()
    assert written.latest_revision.user == moderator
    assert authors_since_live(written, written.latest_revision) == {editor.pk}


def test_a_comment_makes_nobody_an_author(written, editor, moderator):
    page = ArticlePage.objects.get(pk=written.pk)
    page.wagtail_admin_comments.add(Comment(user=moderator, contentpath="title", text="Sure?"))
    last = page.save_revision(user=moderator)
    assert authors_since_live(page, last) == {editor.pk}


def test_return_to_what_is_public_is_nobodys(written, editor, moderator):
    written.latest_revision.publish()
    change(written, moderator, standfirst="Once")
    last = change(written, moderator, standfirst=written.standfirst)
    assert authors_since_live(written, last) == set()


def test_public_page_without_versions_is_the_ground(news, moderator, editor):
    page = factories.ArticlePageFactory(parent=news, title="Imported")
    assert authors_since_live(page, page.save_revision(user=moderator)) == set()
    assert authors_since_live(page, change(page, editor, standfirst="New")) == {editor.pk}


def test_author_with_the_right_to_publish_is_told_what_to_do(client, written, moderator):
    change(written, moderator, standfirst="Mine")
    client.force_login(moderator)
    page = ArticlePage.objects.get(pk=written.pk)
    data = form(page, standfirst="Mine", **body(page), **{"action-publish": "1"})
    response = client.post(edit_address(written), data, follow=True)
    assert OWN in response.content.decode()
    assert not is_live(written)


def test_last_word_of_a_superuser_waits_for_somebody_else(admin_client, written, admin_user):
    written.latest_revision.publish()
    page = ArticlePage.objects.get(pk=written.pk)
    data = form(page, title="Changed", **body(page), **{"action-publish": "1"})
    assert OWN in admin_client.post(edit_address(written), data, follow=True).content.decode()
    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("Draft", "Changed")


def test_button_is_not_offered_to_whom_it_would_refuse(client, written, news, moderator, alone):
    create = reverse("wagtailadmin_pages:add", args=["news", "articlepage", news.pk])
    client.force_login(moderator)
    assert 'name="action-publish"' in client.get(create).content.decode()
    alone.delete()
    assert 'name="action-publish"' not in client.get(create).content.decode()
    assert 'name="action-publish"' in client.get(edit_address(written)).content.decode()
    state = submit(written, moderator)
    assert 'name="action-publish"' not in client.get(edit_address(written)).content.decode()
    state.workflow_state.cancel()
    change(written, moderator, standfirst="Mine")
    assert 'name="action-publish"' not in client.get(edit_address(written)).content.decode()


def test_change_of_others_is_published_with_the_button(client, written, moderator):
    client.force_login(moderator)
    client.post(edit_address(written), form(written, **body(written), **{"action-publish": "1"}))
    assert is_live(written)


def test_embargo_is_kept_by_an_approval(client, written, editor, moderator):
    change(written, editor, go_live_at=now() + timedelta(hours=1))
    submit(ArticlePage.objects.get(pk=written.pk), editor)
    client.force_login(moderator)
    decide(client, written)
    assert not is_live(written)
    Revision.objects.exclude(approved_go_live_at=None).update(
        approved_go_live_at=now() - timedelta(seconds=1)
    )
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = (now() - timedelta(seconds=1)).isoformat()
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    call_command("publish_scheduled")
    assert is_live(written)


def test_publication_of_one_person_says_so_in_the_history(client, news, moderator, alone):
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", news.pk])
    data = form(ArticlePage(title="New", slug="new"), **{"action-publish": "1"})
    client.post(address, data)
    page = ArticlePage.objects.get(slug="new")
    assert page.live
    assert logged(page, ALONE).get().user == moderator
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Published by its own author" in history


def test_alias_of_a_public_page_is_not_anybodys_text(client, written, moderator, news, home):
    written.latest_revision.publish()
    other = factories.ArticleIndexPageFactory(parent=home, title="Other", slug="other")
    client.force_login(moderator)
    data = {
        "new_title": "Draft",
        "new_slug": "alias",
        "new_parent_page": str(other.pk),
        "publish_copies": "on",
        "alias": "on",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[written.pk]), data)
    assert ArticlePage.objects.get(slug="alias").live


def test_approved_version_is_not_overwritten_by_autosave(written, editor):
    state = submit(written, editor)
    page = ArticlePage.objects.get(pk=written.pk)
    page.standfirst = "Later"
    revision = page.save_revision(user=editor, overwrite_revision=page.latest_revision)
    assert revision != state.revision
    state.revision.refresh_from_db()
    assert state.revision.content["standfirst"] == written.standfirst
    page.standfirst = "Later still"
    assert page.save_revision(user=editor, overwrite_revision=revision) == revision

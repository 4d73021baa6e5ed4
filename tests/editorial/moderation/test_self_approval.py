"""No user publishes their own changes without an approval, regardless of the way."""

from datetime import timedelta

from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Comment, Revision

from editorial.moderation.self_approval import OWN_CHANGES, SELF_PUBLISHED
from editorial.review.authorship import authors_since_live
from news.models import ArticlePage
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, logged, submit


def test_authors_created_or_changed_the_page(draft_article, editor, moderator, second_moderator):
    assert authors_since_live(draft_article, draft_article.latest_revision) == {editor.pk}
    last = change(draft_article, moderator, standfirst="By a moderator")
    assert authors_since_live(draft_article, last) == {editor.pk, moderator.pk}
    last.publish()
    later = change(draft_article, second_moderator, standfirst="By another")
    assert authors_since_live(draft_article, later) == {second_moderator.pk}


def test_saving_without_a_change_adds_no_author(client, draft_article, editor, moderator):
    client.force_login(moderator)
    client.post(edit_address(draft_article), form(draft_article, **body(draft_article)))
    draft_article.refresh_from_db()
    assert draft_article.latest_revision.user == moderator
    assert authors_since_live(draft_article, draft_article.latest_revision) == {editor.pk}


def test_a_comment_adds_no_author(draft_article, editor, moderator):
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.wagtail_admin_comments.add(Comment(user=moderator, contentpath="title", text="Sure?"))
    last = page.save_revision(user=moderator)
    assert authors_since_live(page, last) == {editor.pk}


def test_restored_live_revision_has_no_author(draft_article, editor, moderator):
    draft_article.latest_revision.publish()
    change(draft_article, moderator, standfirst="Once")
    last = change(draft_article, moderator, standfirst=draft_article.standfirst)
    assert authors_since_live(draft_article, last) == set()


def test_live_page_without_revisions_has_no_author(news, moderator, editor):
    page = factories.ArticlePageFactory(parent=news, title="Imported")
    assert authors_since_live(page, page.save_revision(user=moderator)) == set()
    assert authors_since_live(page, change(page, editor, standfirst="New")) == {editor.pk}


def test_author_with_permission_to_publish_is_refused(client, draft_article, moderator):
    change(draft_article, moderator, standfirst="Mine")
    client.force_login(moderator)
    page = ArticlePage.objects.get(pk=draft_article.pk)
    data = form(page, standfirst="Mine", **body(page), **{"action-publish": "1"})
    response = client.post(edit_address(draft_article), data, follow=True)
    assert OWN_CHANGES in response.content.decode()
    assert not is_live(draft_article)


def test_last_word_of_a_superuser_waits_for_somebody_else(admin_client, draft_article, admin_user):
    draft_article.latest_revision.publish()
    page = ArticlePage.objects.get(pk=draft_article.pk)
    data = form(page, title="Changed", **body(page), **{"action-publish": "1"})
    assert (
        OWN_CHANGES
        in admin_client.post(edit_address(draft_article), data, follow=True).content.decode()
    )
    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("Draft", "Changed")


def test_button_is_not_offered_to_whom_it_would_refuse(
    client, draft_article, news, moderator, single_editor_site
):
    create = reverse("wagtailadmin_pages:add", args=["news", "articlepage", news.pk])
    client.force_login(moderator)
    assert 'name="action-publish"' in client.get(create).content.decode()
    single_editor_site.delete()
    assert 'name="action-publish"' not in client.get(create).content.decode()
    assert 'name="action-publish"' in client.get(edit_address(draft_article)).content.decode()
    state = submit(draft_article, moderator)
    assert 'name="action-publish"' not in client.get(edit_address(draft_article)).content.decode()
    state.workflow_state.cancel()
    change(draft_article, moderator, standfirst="Mine")
    assert 'name="action-publish"' not in client.get(edit_address(draft_article)).content.decode()


def test_moderator_publishes_changes_of_others(client, draft_article, moderator):
    client.force_login(moderator)
    client.post(
        edit_address(draft_article),
        form(draft_article, **body(draft_article), **{"action-publish": "1"}),
    )
    assert is_live(draft_article)


def test_approval_keeps_the_embargo(client, draft_article, editor, moderator):
    change(draft_article, editor, go_live_at=now() + timedelta(hours=1))
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    client.force_login(moderator)
    decide(client, draft_article)
    assert not is_live(draft_article)
    Revision.objects.exclude(approved_go_live_at=None).update(
        approved_go_live_at=now() - timedelta(seconds=1)
    )
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = (now() - timedelta(seconds=1)).isoformat()
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    call_command("publish_scheduled")
    assert is_live(draft_article)


def test_self_publication_is_logged(client, news, moderator, single_editor_site):
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", news.pk])
    data = form(ArticlePage(title="New", slug="new"), **{"action-publish": "1"})
    client.post(address, data)
    page = ArticlePage.objects.get(slug="new")
    assert page.live
    assert logged(page, SELF_PUBLISHED).get().user == moderator
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Published by its own author" in history


def test_alias_of_a_live_page_has_no_author(client, draft_article, moderator, news, home):
    draft_article.latest_revision.publish()
    other = factories.ArticleIndexPageFactory(parent=home, title="Other", slug="other")
    client.force_login(moderator)
    data = {
        "new_title": "Draft",
        "new_slug": "alias",
        "new_parent_page": str(other.pk),
        "publish_copies": "on",
        "alias": "on",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[draft_article.pk]), data)
    assert ArticlePage.objects.get(slug="alias").live


def test_autosave_does_not_overwrite_a_submitted_revision(draft_article, editor):
    state = submit(draft_article, editor)
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.standfirst = "Later"
    revision = page.save_revision(user=editor, overwrite_revision=page.latest_revision)
    assert revision != state.revision
    state.revision.refresh_from_db()
    assert state.revision.content["standfirst"] == draft_article.standfirst
    page.standfirst = "Later still"
    assert page.save_revision(user=editor, overwrite_revision=revision) == revision

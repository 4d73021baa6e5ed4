"""The permissions of groups, and requests to publish without permission."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow

from news.models import ArticlePage
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import decide, submit


@pytest.fixture
def section(home):
    return factories.ArticleIndexPageFactory(parent=home, title="News", slug="news")


@pytest.fixture
def draft(section):
    return factories.ArticlePageFactory(parent=section, title="Draft", live=False)


def page_permissions(group):
    return set(
        GroupPagePermission.objects.filter(group__name=group, page__depth=1).values_list(
            "permission__codename", flat=True
        )
    )


@pytest.mark.django_db
def test_groups_have_page_permissions():
    assert page_permissions("Editors") == {"add_page", "change_page"}
    assert page_permissions("Moderators") >= {"add_page", "change_page", "publish_page"}


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["Editors", "Moderators"])
@pytest.mark.parametrize("model", ["contributor", "topic", "organiser", "venue"])
def test_both_groups_may_add_snippets(group, model):
    granted = Group.objects.get(name=group).permissions.values_list("codename", flat=True)
    assert {f"add_{model}", f"change_{model}", f"view_{model}"} <= set(granted)
    assert (f"delete_{model}" in granted) == (group == "Moderators")
    assert Permission.objects.filter(codename=f"add_{model}").count() == 1


@pytest.mark.django_db
def test_one_workflow_applies_to_the_whole_tree(draft):
    workflow = Workflow.objects.get()
    assert draft.get_workflow() == workflow
    assert workflow.name == "moderation"  # for the button “Submit for review”
    groups = workflow.tasks.get().specific.groups.values_list("name", flat=True)
    assert set(groups) == {"Moderators", "Administrators"}


@pytest.mark.parametrize("extra", [{}, {"go_live_at": "2030-01-01 10:00"}])
def test_editor_who_posts_the_publish_action_is_refused(client, editor, draft, extra):
    client.force_login(editor)
    data = form(draft, title="Changed", **{"action-publish": "action-publish"}, **extra)
    response = client.post(edit_address(draft), data)
    assert response.status_code == 403
    assert "Submit for review" in response.content.decode()
    draft.refresh_from_db()
    assert not draft.live
    assert draft.title == draft.draft_title == "Draft"
    assert draft.latest_revision is None
    assert not draft.revisions.exists()


def test_editor_cannot_publish_a_new_page(client, editor, section):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    data = form(ArticlePage(title="New", slug="new"), **{"action-publish": "action-publish"})
    assert client.post(address, data).status_code == 403
    assert not Page.objects.filter(slug="new").exists()


def test_editor_cannot_publish_in_bulk_or_unpublish(client, editor, draft, section):
    client.force_login(editor)
    live = factories.ArticlePageFactory(parent=section, title="Live")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={draft.pk}&next=/admin/", {})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[live.pk]), {})
    client.post(reverse("wagtailadmin_pages:delete", args=[live.pk]), {})
    draft.refresh_from_db()
    live.refresh_from_db()
    assert not draft.live
    assert live.live


def test_editor_saves_a_draft_and_submits_it(client, editor, draft):
    client.force_login(editor)
    data = form(draft, title="Better", **{"action-submit": "action-submit"})
    response = client.post(edit_address(draft), data, follow=True)
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.draft_title == "Better"
    assert not draft.live
    assert draft.current_workflow_state.status == "in_progress"


def test_moderator_publishes_by_approving(client, editor, moderator, draft):
    draft.save_revision(user=editor)
    state = draft.get_workflow().start(draft, editor)
    client.force_login(moderator)
    task_state = state.current_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[draft.pk, "override", task_state.pk]
    )
    # Wagtail's dialog does not know which revision was read.
    response = client.post(address, {"comment": "There was no image."})
    assert response.url == reverse("review", args=[draft.pk])
    draft.refresh_from_db()
    assert not draft.live
    decide(client, draft, action="override", comment="There was no image.")
    draft.refresh_from_db()
    assert draft.live


def test_editor_cannot_approve(client, editor, draft):
    draft.save_revision(user=editor)
    state = draft.get_workflow().start(draft, editor)
    client.force_login(editor)
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[draft.pk, "approve", state.current_task_state.pk],
    )
    client.post(address, {"comment": ""})
    draft.refresh_from_db()
    assert not draft.live


def test_moderator_publishes_with_the_button(client, editor, moderator, draft):
    draft.save_revision(user=editor)
    client.force_login(moderator)
    data = form(draft, **{"action-publish": "action-publish"})
    response = client.post(edit_address(draft), data)
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.live
    assert draft.published_at == draft.first_published_at


def test_snippets_have_one_menu(admin_client, site_tree):
    for model in ("contributors/contributor", "topics/topic", "events/organiser", "events/venue"):
        response = admin_client.get(f"/admin/{model}/")
        assert response.status_code == 200
    menu = admin_client.get("/admin/").content.decode()
    assert "Directory" in menu
    assert '"Snippets"' not in menu


def test_admin_loads_nothing_from_other_hosts(admin_client):
    html = admin_client.get("/admin/").content.decode()
    assert "gravatar" not in html
    assert "releases.wagtail" not in html
    assert "hats new" not in html.replace("’", "").replace("'", "")


@pytest.mark.parametrize("sent", [{"workflow-action-name": "reject"}, {}])
def test_decision_after_the_review_saves_the_changes(client, editor, moderator, draft, sent):
    draft.save_revision(user=editor)
    submit(draft, editor)
    if sent:
        draft.current_workflow_state.cancel(user=moderator)
    client.force_login(moderator)
    data = form(draft, standfirst="Changed", **{"action-workflow-action": "true"}, **sent)
    response = client.post(edit_address(draft), data, follow=True)
    assert "The review had already ended" in response.content.decode()
    page = ArticlePage.objects.get(pk=draft.pk)
    assert not page.live
    assert page.get_latest_revision_as_object().standfirst == "Changed"


def test_draft_of_an_alias_is_not_published_in_bulk(site_tree, client, moderator):
    """Such aliases exist where an earlier version made them."""
    alias = site_tree.article.create_alias(parent=site_tree.section, update_slug="alias")
    type(alias).objects.filter(pk=alias.pk).update(live=False)
    client.force_login(moderator)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?id={alias.pk}", follow=True)
    assert "is an alias. Publish the page that it mirrors." in response.content.decode()
    assert not type(alias).objects.get(pk=alias.pk).live

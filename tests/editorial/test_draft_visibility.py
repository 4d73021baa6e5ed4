"""Titles of drafts show to those who may read them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Workflow, WorkflowTask

from editorial.draft_visibility import DraftVisibilityMiddleware
from editorial.models import ReviewTask
from tests.access import member
from tests.review_helpers import change


@pytest.fixture
def contributor(db):
    return member("contributor", "Contributors")


def title_for(user, page):
    request = RequestFactory().get("/admin/")
    request.user = user
    return DraftVisibilityMiddleware(lambda _request: page.get_admin_display_title())(request)


def test_title_of_a_draft_shows_to_its_readers(draft_article, editor, contributor, admin_user):
    assert title_for(contributor, draft_article) == "Draft of another person"
    for user in (editor, admin_user):
        assert title_for(user, draft_article) == "Draft"
    assert draft_article.get_admin_display_title() == "Draft"
    draft_article.owner = contributor
    assert title_for(contributor, draft_article) == "Draft"


def test_new_title_of_a_public_page_shows_to_its_readers(draft_article, editor, contributor):
    draft_article.latest_revision.publish()
    change(draft_article, editor, title="Secret")
    draft_article.refresh_from_db()
    assert title_for(contributor, draft_article) == "Draft"
    assert title_for(editor, draft_article) == "Secret"


def test_reports_are_for_those_who_see_all_drafts(client, draft_article, editor, contributor):
    report = reverse("wagtailadmin_reports:site_history")
    client.force_login(contributor)
    assert client.get(report).status_code == 302
    client.force_login(editor)
    assert client.get(report).status_code == 200


def test_reviewer_sees_the_draft_to_review(
    client, draft_article, editor, django_assert_max_num_queries
):
    """A group may review without being allowed to edit or publish all pages."""
    readers = Group.objects.create(name="Proofreaders")
    readers.permissions.add(Permission.objects.get(codename="access_admin"))
    reader = member("reader", "Proofreaders")
    task = ReviewTask.objects.create(name="Proofs")
    task.groups.add(readers)
    workflow = Workflow.objects.create(name="Proofreading")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    assert title_for(reader, draft_article) == "Draft of another person"
    workflow.start(draft_article, editor)
    reader = type(reader).objects.get(pk=reader.pk)  # The pages are cached for a request.
    assert title_for(reader, draft_article) == "Draft"
    with django_assert_max_num_queries(0):
        assert title_for(reader, draft_article) == "Draft"
    client.force_login(reader)
    assert (
        client.get(reverse("wagtailadmin_pages:edit", args=[draft_article.pk])).status_code == 200
    )

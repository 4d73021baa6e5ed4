"""Requests that no form sends get one sentence, and nothing is stored."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from tests.editing import edit_address, form
from tests.review_helpers import body


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.mark.parametrize(
    "forged",
    [
        {"body-count": "abc"},
        {"body-count": None},
        {"body-count": "9"},
        {"body-0-order": "²"},
        {"body-0-deleted": None},
        {"body-0-type": None},
        {"overwrite_revision_id": "abc"},
        {"next": "None"},
    ],
)
def test_unreadable_form_of_a_page_is_refused(desk, draft_article, forged):
    data = form(draft_article, title="Forged", **body(draft_article)) | forged
    data = {name: value for name, value in data.items() if value is not None}
    revisions = Revision.objects.count()
    response = desk.post(edit_address(draft_article), data)
    assert response.status_code == 400
    assert "nothing was saved" in response.content.decode()
    assert Revision.objects.count() == revisions


def test_form_with_usual_values_is_accepted(desk, draft_article):
    usual = {"overwrite_revision_id": "", "next": "/admin/"}
    data = form(draft_article, title="Usual", **body(draft_article)) | usual
    assert desk.post(edit_address(draft_article), data).status_code == 302
    assert Page.objects.get(pk=draft_article.pk).draft_title == "Usual"


@pytest.mark.parametrize("parent", ["abc", "", None])
def test_copy_without_a_parent_is_refused(desk, draft_article, parent):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent}
    address = reverse("wagtailadmin_pages:copy", args=[draft_article.pk])
    data = {name: value for name, value in data.items() if value is not None}
    assert desk.post(address, data).status_code == 400
    assert not Page.objects.filter(slug="copy").exists()


def test_unknown_filters_of_a_list_are_dropped(desk):
    response = desk.get("/admin/topics/topic/?unknown=1")
    assert response.status_code == 302
    assert response.url == "/admin/topics/topic/"


def test_parameters_of_readers_are_left_alone(client, site_tree):
    assert client.get("/?next=None").status_code == 200

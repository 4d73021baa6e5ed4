"""The server side of the scripts that keep unsaved text."""

import pytest
from django.urls import reverse

from tests.access import member
from tests.editing import edit_address, form
from tests.review_helpers import body


@pytest.fixture
def get_session(client):
    """Return the response of the session view for a user."""

    def get(user, page=""):
        client.force_login(user)
        return client.get(reverse("editing_session"), {"page": page}).json()

    return get


def test_session_requires_a_login(client):
    response = client.get(reverse("editing_session"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_each_user_has_a_constant_key(get_session, editor, moderator):
    first, other = get_session(editor), get_session(moderator)
    assert first["user"] == editor.pk
    assert first["key"] == get_session(editor)["key"]
    assert first["key"] != other["key"]


def test_response_is_not_cached(client, editor):
    client.force_login(editor)
    assert "no-store" in client.get(reverse("editing_session"))["Cache-Control"]


def test_latest_revision_requires_permission_to_edit(get_session, draft_article, editor):
    revision = get_session(editor, draft_article.pk)["revision"]
    assert revision["id"] == draft_article.latest_revision.pk
    stranger = member("stranger", "Contributors")
    for page in (draft_article.pk, 10_000, "x", "9" * 40, "-1", "²"):
        assert get_session(stranger, page)["revision"] is None


def test_saved_form_is_recorded_but_not_an_autosave(client, get_session, draft_article, editor):
    client.force_login(editor)
    data = form(draft_article, **body(draft_article), unsaved_text="a-mark")
    client.post(
        edit_address(draft_article),
        data | {"unsaved_text": "auto"},
        headers={"accept": "application/json"},
    )
    client.post(edit_address(draft_article), data | {"title": "", "unsaved_text": "refused"})
    client.post(edit_address(draft_article), data)
    assert client.get(reverse("editing_session")).json()["saved"] == ["a-mark"]

"""What the site tells the scripts that keep unsaved text, and whom."""

import pytest
from django.urls import reverse

from tests.access import member
from tests.editing import edit_address, form
from tests.review_helpers import body


@pytest.fixture
def ask(client):
    """Ask the site who is signed in, as this user."""

    def get(user, page=""):
        client.force_login(user)
        return client.get(reverse("editing_session"), {"page": page}).json()

    return get


def test_nothing_is_told_without_a_session(client):
    response = client.get(reverse("editing_session"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_each_person_has_a_key_that_stays(ask, editor, moderator):
    first, other = ask(editor), ask(moderator)
    assert first["user"] == editor.pk
    assert first["key"] == ask(editor)["key"]
    assert first["key"] != other["key"]


def test_answer_is_kept_nowhere(client, editor):
    client.force_login(editor)
    assert "no-store" in client.get(reverse("editing_session"))["Cache-Control"]


def test_last_version_is_told_to_those_who_may_edit(ask, draft_article, editor):
    assert ask(editor, draft_article.pk)["revision"]["id"] == draft_article.latest_revision.pk
    stranger = member("stranger", "Contributors")
    for page in (draft_article.pk, 10_000, "x", "9" * 40, "-1", "²"):
        assert ask(stranger, page)["revision"] is None


def test_saved_form_is_remembered_and_an_autosave_is_not(client, ask, draft_article, editor):
    client.force_login(editor)
    data = form(draft_article, **body(draft_article), unsaved_text="a-mark")
    client.post(
        edit_address(draft_article),
        data | {"unsaved_text": "auto"},
        headers={"accept": "application/json"},
    )
    client.post(edit_address(draft_article), data | {"slug": "", "unsaved_text": "refused"})
    client.post(edit_address(draft_article), data)
    assert client.get(reverse("editing_session")).json()["saved"] == ["a-mark"]

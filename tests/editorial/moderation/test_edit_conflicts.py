"""Two users who edit the same page."""

import pytest

from news.models import ArticlePage
from tests.editing import edit_address, form
from tests.review_helpers import body, change


@pytest.fixture
def save_form(client, draft_article, moderator):
    """Save a form that was loaded with a revision, and return the HTML of the response."""

    def save(loaded, **fields):
        client.force_login(moderator)
        posted = {
            "loaded_revision_id": str(loaded.pk),
            "loaded_revision_created_at": loaded.created_at.isoformat(),
        }
        data = form(draft_article, **body(draft_article)) | posted | fields
        return client.post(edit_address(draft_article), data, follow=True).content.decode()

    return save


def test_second_user_is_warned_and_both_revisions_are_kept(save_form, draft_article, editor):
    loaded = draft_article.latest_revision
    theirs = change(draft_article, editor, standfirst="By the first")
    html = save_form(loaded, standfirst="By the second")
    ours = ArticlePage.objects.get(pk=draft_article.pk).latest_revision
    assert "saved a version while you were writing" in html
    assert f"/revisions/compare/{theirs.pk}...{ours.pk}/" in html
    assert theirs.content["standfirst"] == "By the first"
    assert ours.content["standfirst"] == "By the second"


def test_own_save_causes_no_warning(save_form, draft_article):
    html = save_form(draft_article.latest_revision, standfirst="Alone")
    assert "while you were writing" not in html
    last = ArticlePage.objects.get(pk=draft_article.pk).latest_revision
    html = save_form(
        draft_article.latest_revision, standfirst="Again", overwrite_revision_id=str(last.pk)
    )
    assert "while you were writing" not in html

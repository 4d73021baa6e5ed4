"""Two people who write at the same text."""

import pytest

from news.models import ArticlePage
from tests.editing import edit_address, form
from tests.review_helpers import body, change


@pytest.fixture
def saved(client, draft_article, moderator):
    """Save a form that was loaded with a version, and return what the editor says then."""

    def save(loaded, **fields):
        client.force_login(moderator)
        known = {
            "loaded_revision_id": str(loaded.pk),
            "loaded_revision_created_at": loaded.created_at.isoformat(),
        }
        data = form(draft_article, **body(draft_article)) | known | fields
        return client.post(edit_address(draft_article), data, follow=True).content.decode()

    return save


def test_second_one_is_told_and_both_versions_are_kept(saved, draft_article, editor):
    loaded = draft_article.latest_revision
    theirs = change(draft_article, editor, standfirst="By the first")
    html = saved(loaded, standfirst="By the second")
    mine = ArticlePage.objects.get(pk=draft_article.pk).latest_revision
    assert "saved a version while you were writing" in html
    assert f"/revisions/compare/{theirs.pk}...{mine.pk}/" in html
    assert theirs.content["standfirst"] == "By the first"
    assert mine.content["standfirst"] == "By the second"


def test_nobody_is_told_of_their_own_save(saved, draft_article):
    html = saved(draft_article.latest_revision, standfirst="Alone")
    assert "while you were writing" not in html
    last = ArticlePage.objects.get(pk=draft_article.pk).latest_revision
    html = saved(
        draft_article.latest_revision, standfirst="Again", overwrite_revision_id=str(last.pk)
    )
    assert "while you were writing" not in html

"""Rows of a page form: comments belong to who wrote them."""

import pytest
from wagtail.models import Comment, CommentReply

from tests.editing import edit_address, form


@pytest.fixture
def comment(draft_article, moderator):
    comment = Comment.objects.create(
        page=draft_article, user=moderator, text="Who says so?", contentpath="title", position=""
    )
    CommentReply.objects.create(comment=comment, user=moderator, text="The source is missing.")
    return comment


def rows(comment, **changes):
    """Return the fields of the comment and its reply."""
    fields = {
        "TOTAL_FORMS": "1",
        "INITIAL_FORMS": "1",
        "0-id": comment.pk,
        "0-text": comment.text,
        "0-contentpath": comment.contentpath,
        "0-position": "",
        "0-resolved": "",
        "0-replies-TOTAL_FORMS": "1",
        "0-replies-INITIAL_FORMS": "1",
        "0-replies-0-id": comment.replies.get().pk,
        "0-replies-0-text": comment.replies.get().text,
    }
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    return {f"comments-{name}": value for name, value in (fields | changed).items()}


@pytest.mark.parametrize("change", [{"0__DELETE": "on"}, {"0__replies__0__DELETE": "on"}])
def test_comment_of_another_user_cannot_be_deleted(client, draft_article, editor, comment, change):
    client.force_login(editor)
    data = form(draft_article, title="Changed") | rows(comment, **change)
    assert client.post(edit_address(draft_article), data).status_code == 302
    assert Comment.objects.get().text == "Who says so?"
    assert CommentReply.objects.get().text == "The source is missing."
    draft_article.refresh_from_db()
    assert draft_article.get_latest_revision_as_object().title == "Changed"


def test_own_comment_can_be_deleted(client, draft_article, moderator, comment):
    client.force_login(moderator)
    data = form(draft_article) | rows(comment, **{"0__replies__0__DELETE": "on"})
    client.post(edit_address(draft_article), data)
    assert (Comment.objects.count(), CommentReply.objects.count()) == (1, 0)
    data = form(draft_article) | rows(answered_again(comment), **{"0__DELETE": "on"})
    client.post(edit_address(draft_article), data)
    assert not Comment.objects.exists()


def answered_again(comment):
    CommentReply.objects.create(comment=comment, user=comment.user, text="Once more.")
    return comment


def test_comment_of_another_user_can_be_resolved(client, draft_article, editor, comment):
    client.force_login(editor)
    client.post(
        edit_address(draft_article), form(draft_article) | rows(comment, **{"0__resolved": "1"})
    )
    assert Comment.objects.get().resolved_by == editor

"""Mail about workflow actions."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Comment, PageSubscription, Revision
from wagtail.users.models import UserProfile

from news.models import ArticlePage
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, submit
from users.models import User


@pytest.fixture
def submitted(client, draft_article, editor, moderator):
    """A draft in review, with the moderator signed in."""
    submit(draft_article, editor)
    client.force_login(moderator)
    return draft_article


@pytest.fixture
def mail_from(django_capture_on_commit_callbacks):
    """Call a function, and return the subject and recipient of each message that it caused."""

    def capture(call, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            call(*args, **kwargs)
        return sorted((message.subject, *message.to) for message in mail.outbox)

    return capture


def link(message):
    return re.search(r"^https?://\S+$", message.body, re.MULTILINE)[0]


@pytest.mark.parametrize("action", ["submit", "approve", "reject"])
def test_administrator_gets_one_mail_for_each_step(
    mail_from, draft_article, editor, moderator, action
):
    """Wagtail's own mail is not sent."""
    User.objects.create_superuser("admin", "admin@example.org", "password")
    if action == "submit":
        mails = mail_from(submit, draft_article, editor)
    else:
        state = submit(draft_article, editor)
        mails = mail_from(state.task.specific.on_action, state, moderator, action, comment="Well.")
    recipients = [recipient for _subject, recipient in mails]
    assert recipients
    assert len(recipients) == len(set(recipients))
    assert ("admin@example.org" in recipients) == (action == "submit")


@pytest.mark.usefixtures("moderator", "second_moderator")
def test_submission_notifies_reviewers(client, mail_from, draft_article, editor):
    client.force_login(editor)
    data = form(draft_article, **body(draft_article), **{"action-submit": "1"})
    assert mail_from(client.post, edit_address(draft_article), data) == [
        ("To review: Draft", "moderator@example.org"),
        ("To review: Draft", "second@example.org"),
    ]
    assert link(mail.outbox[0]).endswith(reverse("review", args=[draft_article.pk]))


def test_mail_has_the_comment_of_the_reviewer(client, mail_from, submitted):
    sent = mail_from(
        decide, client, submitted, action="reject", **{"reject-comment": "Who says so?"}
    )
    assert sent == [("Sent back: Draft", "editor@example.org")]
    assert "Who says so?" in mail.outbox[0].body
    assert link(mail.outbox[0]).endswith(edit_address(submitted))


def test_publication_is_announced_once(client, mail_from, submitted):
    assert mail_from(decide, client, submitted) == [("Published: Draft", "editor@example.org")]
    assert "/news/" in mail.outbox[0].body


def test_title_with_a_line_break_is_announced(client, mail_from, submitted):
    change(submitted, User.objects.get(username="editor"), title="Two\nlines")
    submitted.refresh_from_db()
    sent = mail_from(decide, client, submitted)
    assert sent == [("Published: Two lines", "editor@example.org")]


def test_schedule_and_publication_are_announced(
    client, mail_from, draft_article, editor, moderator
):
    change(draft_article, editor, go_live_at=now() + timedelta(hours=1))
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    client.force_login(moderator)
    assert mail_from(decide, client, draft_article) == [("Scheduled: Draft", "editor@example.org")]
    revision = Revision.objects.exclude(approved_go_live_at=None).get()
    revision.content["go_live_at"] = (now() - timedelta(seconds=1)).isoformat()
    Revision.objects.filter(pk=revision.pk).update(
        content=revision.content, approved_go_live_at=now() - timedelta(seconds=1)
    )
    assert mail_from(call_command, "publish_scheduled") == [
        ("Published: Draft", "editor@example.org")
    ]


@pytest.mark.usefixtures("approve_only_site")
def test_approval_is_announced(client, mail_from, submitted):
    assert mail_from(decide, client, submitted) == [("Approved: Draft", "editor@example.org")]


def test_comment_is_announced(client, mail_from, draft_article, editor, moderator):
    PageSubscription.objects.create(page=draft_article, user=editor, comment_notifications=True)
    client.force_login(moderator)
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "Who says so?",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-id": "",
        "comments-0-DELETE": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    data = form(draft_article, **body(draft_article)) | comment
    sent = mail_from(client.post, edit_address(draft_article), data)
    assert Comment.objects.get().text == "Who says so?"
    assert [to for _subject, to in sent] == ["editor@example.org"]
    assert edit_address(draft_article) in mail.outbox[0].body


def test_preferences_of_the_user_are_respected(client, mail_from, submitted, editor):
    profile = UserProfile.get_for_user(editor)
    profile.approved_notifications = False
    profile.save()
    assert mail_from(decide, client, submitted) == []

"""The folded history of a page, and the deletion of old revisions."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Comment, PageLogEntry, Revision

from core.models.publishing import is_protected_revision
from editorial.review.authorship import authors_since_live
from news.models import ArticlePage
from tests.review_helpers import change, submit


@pytest.fixture
def entries(client, draft_article, moderator):
    """Return the actions and users of the history, the newest first."""

    def get(url_name="wagtailadmin_pages:history", **query):
        client.force_login(moderator)
        response = client.get(reverse(url_name, args=[draft_article.pk]), query)
        assert response.status_code == 200
        return [
            (entry.action, entry.user and entry.user.username)
            for entry in response.context["object_list"]
        ]

    return get


def backdate_revisions():
    """Move all revisions into the past, in their order."""
    past = now() - timedelta(days=40)
    for number, revision in enumerate(Revision.objects.order_by("created_at", "pk")):
        Revision.objects.filter(pk=revision.pk).update(created_at=past + timedelta(minutes=number))


SAVED = "wagtail.edit"


def test_consecutive_drafts_are_folded(client, entries, draft_article, editor, moderator):
    for number in range(3):
        change(draft_article, editor, standfirst=f"Draft {number}")
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    change(draft_article, moderator, standfirst="Corrected")
    for number in range(3):
        change(draft_article, editor, standfirst=f"Again {number}")
    folded = [
        (SAVED, "editor"),
        (SAVED, "moderator"),
        ("wagtail.workflow.start", "editor"),
        (SAVED, "editor"),
        ("wagtail.create", "editor"),
    ]
    assert entries() == folded
    assert entries("wagtailadmin_pages:history_results") == folded
    assert len(entries(every="true")) == len(folded) + 4
    assert len(entries(every="false")) == len(folded)


@pytest.fixture
def revisions(client, draft_article, editor, moderator):
    """Old revisions by name: drafts, one that was submitted and one that was published."""
    named = {"first": draft_article.latest_revision}
    for number in range(3):
        named[f"draft {number}"] = change(draft_article, editor, standfirst=f"Draft {number}")
    named["submitted"] = submit(ArticlePage.objects.get(pk=draft_article.pk), editor).revision
    named["comment"] = change(draft_article, moderator, standfirst="Corrected")
    for number in range(2):
        revision = change(draft_article, editor, standfirst=f"Corrected {number}")
        named[f"corrected {number}"] = revision
    named["published"] = named["corrected 1"]
    named["published"].publish()
    named["after"] = change(draft_article, editor, standfirst="After")
    named["last"] = change(draft_article, editor, standfirst="Last")
    backdate_revisions()
    return named


def remaining(revisions):
    remaining_keys = set(Revision.objects.values_list("pk", flat=True))
    return {name for name, revision in revisions.items() if revision.pk in remaining_keys}


def test_only_superseded_drafts_are_deleted(revisions):
    call_command("prune_revisions", verbosity=0)
    gone = set(revisions) - remaining(revisions)
    assert gone == {"first", "draft 0", "draft 1", "corrected 0", "after"}
    assert revisions["draft 2"].pk == revisions["submitted"].pk
    assert is_protected_revision(revisions["submitted"])
    call_command("prune_revisions")
    assert set(revisions) - remaining(revisions) == gone


def test_recent_drafts_are_not_deleted(revisions):
    call_command("prune_revisions", days=60)
    assert remaining(revisions) == set(revisions)


def test_authors_do_not_change(draft_article, editor, moderator):
    for person in (editor, editor, moderator, moderator, editor):
        last = change(draft_article, person, standfirst=f"{person} {Revision.objects.count()}")
    backdate_revisions()
    last.refresh_from_db()
    call_command("prune_revisions")
    assert Revision.objects.count() == 3
    assert authors_since_live(draft_article, last) == {editor.pk, moderator.pk}


def test_history_does_not_link_to_deleted_revisions(client, entries, revisions):
    call_command("prune_revisions")
    entries(every="true")
    for entry in PageLogEntry.objects.exclude(revision_id=None):
        assert Revision.objects.filter(pk=entry.revision_id).exists()


def test_comments_move_to_the_next_revision(draft_article, editor, revisions):
    comment = Comment.objects.create(
        page=draft_article, user=editor, text="Sure?", revision_created=revisions["after"]
    )
    call_command("prune_revisions")
    comment.refresh_from_db()
    assert comment.revision_created_id == revisions["last"].pk

"""The history of a page shows what matters, and loses nothing that somebody acted on."""

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
def shown(client, draft_article, moderator):
    """What the history says, the newest entry first."""

    def get(address="wagtailadmin_pages:history", **query):
        client.force_login(moderator)
        response = client.get(reverse(address, args=[draft_article.pk]), query)
        assert response.status_code == 200
        return [
            (entry.action, entry.user and entry.user.username)
            for entry in response.context["object_list"]
        ]

    return get


def grow_old():
    """Move everything that was saved so far into the past, in its order."""
    past = now() - timedelta(days=40)
    for number, revision in enumerate(Revision.objects.order_by("created_at", "pk")):
        Revision.objects.filter(pk=revision.pk).update(created_at=past + timedelta(minutes=number))


SAVED = "wagtail.edit"


def test_saved_drafts_are_folded_between_what_matters(
    client, shown, draft_article, editor, moderator
):
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
    assert shown() == folded
    assert shown("wagtailadmin_pages:history_results") == folded
    assert len(shown(every="true")) == len(folded) + 4
    assert len(shown(every="false")) == len(folded)


@pytest.fixture
def versions(client, draft_article, editor, moderator):
    """An article with a past: drafts, a version that was submitted, one that was published."""
    named = {"first": draft_article.latest_revision}
    for number in range(3):
        named[f"draft {number}"] = change(draft_article, editor, standfirst=f"Draft {number}")
    named["submitted"] = submit(ArticlePage.objects.get(pk=draft_article.pk), editor).revision
    named["comment"] = change(draft_article, moderator, standfirst="Corrected")
    for number in range(2):
        named[f"corrected {number}"] = change(
            draft_article, editor, standfirst=f"Corrected {number}"
        )
    named["published"] = named["corrected 1"]
    named["published"].publish()
    named["after"] = change(draft_article, editor, standfirst="After")
    named["last"] = change(draft_article, editor, standfirst="Last")
    grow_old()
    return named


def remaining(versions):
    kept = set(Revision.objects.values_list("pk", flat=True))
    return {name for name, revision in versions.items() if revision.pk in kept}


def test_only_drafts_between_go(versions):
    call_command("prune_revisions", verbosity=0)
    gone = set(versions) - remaining(versions)
    assert gone == {"first", "draft 0", "draft 1", "corrected 0", "after"}
    assert versions["draft 2"].pk == versions["submitted"].pk
    assert is_protected_revision(versions["submitted"])
    call_command("prune_revisions")
    assert set(versions) - remaining(versions) == gone


def test_recent_drafts_stay(versions):
    call_command("prune_revisions", days=60)
    assert remaining(versions) == set(versions)


def test_who_wrote_what_stays_known(draft_article, editor, moderator):
    for person in (editor, editor, moderator, moderator, editor):
        last = change(draft_article, person, standfirst=f"{person} {Revision.objects.count()}")
    grow_old()
    last.refresh_from_db()
    call_command("prune_revisions")
    assert Revision.objects.count() == 3
    assert authors_since_live(draft_article, last) == {editor.pk, moderator.pk}


def test_history_leads_to_no_version_that_is_gone(client, shown, versions):
    call_command("prune_revisions")
    shown(every="true")
    for entry in PageLogEntry.objects.exclude(revision_id=None):
        assert Revision.objects.filter(pk=entry.revision_id).exists()


def test_comments_outlive_their_version(draft_article, editor, versions):
    comment = Comment.objects.create(
        page=draft_article, user=editor, text="Sure?", revision_created=versions["after"]
    )
    call_command("prune_revisions")
    comment.refresh_from_db()
    assert comment.revision_created_id == versions["last"].pk

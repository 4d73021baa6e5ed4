"""The review of a page: its display and its decisions."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Comment, CommentReply
from wagtail.rich_text import RichText

from books.models import BookPage, Bookseller, PlaceToBuy
from editorial.models import ModerationSettings
from editorial.moderation.self_approval import OWN_CHANGES
from news.models import ArticlePage
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, seen, submit


def test_forms_have_a_csrf_token(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    html = BeautifulSoup(
        client.get(reverse("review", args=[draft_article.pk])).content, "html.parser"
    )
    forms = html.main.find_all("form", method="post")
    assert len(forms) == 2  # claim, decide
    assert all(form.find("input", {"name": "csrfmiddlewaretoken"}) for form in forms)


def test_author_cannot_approve(client, draft_article, editor, moderator):
    change(draft_article, moderator, standfirst="Mine")
    submit(draft_article, editor)
    client.force_login(moderator)
    response = client.get(reverse("review", args=[draft_article.pk]))
    assert OWN_CHANGES in response.content.decode()
    assert "Approve" not in response.content.decode()
    assert decide(client, draft_article).status_code in (302, 403) or not is_live(draft_article)
    assert not is_live(draft_article)


def test_approval_publishes(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    assert "was published" in decide(client, draft_article).content.decode()
    assert is_live(draft_article)


def test_reason_of_an_override_is_logged(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    response = decide(client, draft_article, **{"override-comment": " "})
    assert "Explain in a few words why" in response.content.decode()
    assert not is_live(draft_article)
    decide(client, draft_article)
    history = client.get(
        reverse("wagtailadmin_pages:history", args=[draft_article.pk])
    ).content.decode()
    assert "It is short." in history
    assert "There is no lead image:" in history


def test_refused_decision_loses_no_word(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    url = reverse("review", args=[draft_article.pk])
    data = {"action": "override", "override-comment": "", "reject-comment": "Name the source."}
    response = client.post(url, data | {"seen": seen(client, draft_article)})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(".messages .error").get_text().strip().startswith("Explain in a few")
    assert page.select_one("[name=reject-comment]").get_text().strip() == "Name the source."
    assert page.select_one("[name=override-comment]").has_attr("autofocus")
    assert not page.select_one("[name=reject-comment]").has_attr("autofocus")


def test_word_to_the_author_is_not_lost_by_an_approval(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    response = decide(client, draft_article, **{"reject-comment": "Name the source."})
    assert "You wrote what has to change." in response.content.decode()
    assert "Name the source." in response.content.decode()
    assert not is_live(draft_article)
    decide(client, draft_article, **{"reject-comment": " "})
    assert is_live(draft_article)


def test_review_says_what_an_approval_does(
    client, draft_article, editor, moderator, approve_only_site
):
    settings = ModerationSettings.objects.get()
    submit(draft_article, editor)
    client.force_login(moderator)
    url = reverse("review", args=[draft_article.pk])
    html = client.get(url).content.decode()
    assert "submitted by editor" in html
    assert "those who may edit it can publish it" in html
    settings.approve_only = False
    settings.save()
    html = client.get(url).content.decode()
    assert "it is published at once" in html
    assert "Approve and publish despite the warnings" in html
    draft_article.go_live_at = now() + timedelta(days=2)
    draft_article.save_revision(user=editor)
    html = client.get(url).content.decode()
    assert "If you approve it, it goes live on" in html
    response = decide(client, draft_article)
    assert "was approved. It goes live on" in response.content.decode()
    draft_article.refresh_from_db()
    assert not draft_article.live


def test_open_comments_are_listed(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    comment = Comment.objects.create(
        page=draft_article, user=moderator, text="Who says so?", contentpath="title", position=""
    )
    CommentReply.objects.create(comment=comment, user=editor, text="The minutes.")
    client.force_login(moderator)
    html = " ".join(client.get(reverse("review", args=[draft_article.pk])).content.decode().split())
    assert "Open comment by moderator:</b> Who says so? (1 reply)" in html


def test_override_requires_a_reason(draft_article, editor, moderator):
    state = submit(draft_article, editor)
    for comment in ({}, {"comment": " "}):
        with pytest.raises(Exception, match="Explain in a few words why"):
            state.task.specific.on_action(state, moderator, "approve", **comment)
    assert not is_live(draft_article)


def test_page_that_changed_meanwhile_is_not_approved(
    client, draft_article, editor, moderator, second_moderator
):
    submit(draft_article, editor)
    client.force_login(moderator)
    displayed = seen(client, draft_article)
    change(draft_article, second_moderator, standfirst="Meanwhile")
    response = decide(client, draft_article, seen=displayed)
    assert "changed while you read it" in response.content.decode()
    assert not is_live(draft_article)


def test_approval_of_an_older_revision_is_refused(
    client, draft_article, editor, moderator, second_moderator
):
    submit(draft_article, editor)
    loaded = draft_article.latest_revision
    change(draft_article, second_moderator, standfirst="Meanwhile")
    client.force_login(moderator)
    data = {
        "action-workflow-action": "1",
        "workflow-action-name": "override",
        "workflow-action-extra-data": json.dumps({"comment": "It is short."}),
        "loaded_revision_id": str(loaded.pk),
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    response = client.post(
        edit_address(draft_article), form(draft_article, **body(draft_article), **data), follow=True
    )
    assert "changed while you read it" in response.content.decode()
    assert not is_live(draft_article)
    assert (
        ArticlePage.objects.get(pk=draft_article.pk).latest_revision.content["standfirst"]
        == "Meanwhile"
    )


def test_sent_back_with_a_comment(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article, action="reject", **{"reject-comment": "Name the source."})
    state = ArticlePage.objects.get(pk=draft_article.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
    client.force_login(editor)
    assert "Name the source." in client.get("/admin/").content.decode()


def test_targets_of_links_are_displayed(client, draft_article, editor, moderator, home):
    other = factories.StandardPageFactory(parent=home, title="Privacy policy")
    draft_article.latest_revision.publish()
    linked = (
        f'<p>A <a href="https://evil.example/">A</a> <a linktype="page" id="{other.pk}">B</a></p>'
    )
    change(draft_article, editor, body=[("paragraph", RichText(linked))])
    client.force_login(moderator)
    html = client.get(reverse("review", args=[draft_article.pk])).content.decode()
    assert "[→ https://evil.example/]" in html
    assert "[→ “Privacy policy”]" in html


def test_changed_prices_and_shops_are_marked(client, site_tree, editor, moderator):
    book = BookPage.objects.get(pk=site_tree.book.pk)
    book.save_revision(user=editor).publish()
    draft = BookPage.objects.get(pk=book.pk).latest_revision.as_object()
    edition = draft.formats.get()
    edition.prices.get(currency="GBP").amount = 11
    shop = Bookseller.objects.create(name="Corner shop")
    edition.places_to_buy.add(PlaceToBuy(seller=shop, url="https://example.org/1"))
    draft.save_revision(user=editor)
    submit(draft, editor)
    client.force_login(moderator)
    page = BeautifulSoup(client.get(reverse("review", args=[book.pk])).content, "html.parser")
    added = [mark.get_text() for mark in page.select(".addition")]
    assert any("11" in text for text in added)
    assert any("Corner shop" in text for text in added)
    assert any("https://example.org/1" in text for text in added)
    assert [mark.get_text() for mark in page.select(".deletion")] == ["Amount: 5"]


# Wagtail passes the URL of a video to BeautifulSoup.
@pytest.mark.filterwarnings("ignore:The input passed in on this line looks more like a URL")
def test_new_page_is_displayed_completely(client, editor, moderator, site_tree):
    page = ArticlePage.objects.get(pk=site_tree.article.pk)
    page.live = False
    page.save()
    page.save_revision(user=editor)
    client.force_login(moderator)
    html = client.get(reverse("review", args=[page.pk])).content.decode()
    for text in (page.title, "quillwort", "Ada Example", "Housing", "Ropewalk"):
        assert text in html, text

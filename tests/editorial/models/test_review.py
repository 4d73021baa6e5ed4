"""A review: what it shows, what it asks, and what it decides on."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.rich_text import RichText

from books.models import BookPage, Bookseller, PlaceToBuy
from editorial.moderation.self_approval import OWN_CHANGES
from news.models import ArticlePage
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, seen, submit


def test_every_form_of_a_review_carries_its_token(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    html = BeautifulSoup(
        client.get(reverse("review", args=[draft_article.pk])).content, "html.parser"
    )
    forms = html.main.find_all("form", method="post")
    assert len(forms) == 3  # to take it on, to send it back, to approve
    assert all(form.find("input", {"name": "csrfmiddlewaretoken"}) for form in forms)


def test_review_page_offers_no_approval_to_the_author(client, draft_article, editor, moderator):
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
    assert "is public now" in decide(client, draft_article).content.decode()
    assert is_live(draft_article)


def test_warnings_are_overridden_with_a_reason_that_stays_in_the_history(
    client, draft_article, editor, moderator
):
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
    assert "There is no lead image." in history


def test_approval_without_a_reason_is_refused_by_whatever_way(draft_article, editor, moderator):
    state = submit(draft_article, editor)
    for comment in ({}, {"comment": " "}):
        with pytest.raises(Exception, match="Explain in a few words why"):
            state.task.specific.on_action(state, moderator, "approve", **comment)
    assert not is_live(draft_article)


def test_what_changed_while_it_was_read_is_not_approved(
    client, draft_article, editor, moderator, second_moderator
):
    submit(draft_article, editor)
    client.force_login(moderator)
    read = seen(client, draft_article)
    change(draft_article, second_moderator, standfirst="Meanwhile")
    response = decide(client, draft_article, seen=read)
    assert "changed while you read it" in response.content.decode()
    assert not is_live(draft_article)


def test_approval_in_an_editor_that_shows_an_older_version_is_refused(
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


def test_sent_back_with_a_word(client, draft_article, editor, moderator):
    submit(draft_article, editor)
    client.force_login(moderator)
    decide(client, draft_article, action="reject", **{"reject-comment": "Name the source."})
    state = ArticlePage.objects.get(pk=draft_article.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
    client.force_login(editor)
    assert "Name the source." in client.get("/admin/").content.decode()


def test_difference_shows_where_a_link_leads(client, draft_article, editor, moderator, home):
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


def test_reviewer_sees_which_price_and_which_shop_changed(client, site_tree, editor, moderator):
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


# Wagtail reads the address of a video as HTML, and its parser wonders.
@pytest.mark.filterwarnings("ignore:The input passed in on this line looks more like a URL")
def test_all_of_a_new_text_is_shown(client, editor, moderator, site_tree):
    """With every block that a text can hold."""
    page = ArticlePage.objects.get(pk=site_tree.article.pk)
    page.live = False
    page.save()
    page.save_revision(user=editor)
    client.force_login(moderator)
    html = client.get(reverse("review", args=[page.pk])).content.decode()
    for words in (page.title, "quillwort", "Ada Example", "Housing", "Ropewalk"):
        assert words in html, words

"""A review: what it shows, what it asks, and what it decides on."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.rich_text import RichText

from books.models import BookPage, Bookseller, PlaceToBuy
from editorial.moderation.self_approval import OWN
from news.models import ArticlePage
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import body, change, decide, is_live, seen, submit


def test_every_form_of_a_review_carries_its_token(client, written, editor, moderator):
    submit(written, editor)
    client.force_login(moderator)
    html = BeautifulSoup(client.get(reverse("review", args=[written.pk])).content, "html.parser")
    forms = html.main.find_all("form", method="post")
    assert len(forms) == 3  # to take it on, to send it back, to approve
    assert all(form.find("input", {"name": "csrfmiddlewaretoken"}) for form in forms)


def test_review_page_offers_no_approval_to_the_author(client, written, editor, moderator):
    change(written, moderator, standfirst="Mine")
    submit(written, editor)
    client.force_login(moderator)
    response = client.get(reverse("review", args=[written.pk]))
    assert OWN in response.content.decode()
    assert "Approve" not in response.content.decode()
    assert decide(client, written).status_code in (302, 403) or not is_live(written)
    assert not is_live(written)


def test_approval_publishes(client, written, editor, moderator):
    submit(written, editor)
    client.force_login(moderator)
    assert "is public now" in decide(client, written).content.decode()
    assert is_live(written)


def test_advice_is_overruled_with_a_reason_that_stays_in_the_history(
    client, written, editor, moderator
):
    submit(written, editor)
    client.force_login(moderator)
    response = decide(client, written, **{"overrule-comment": " "})
    assert "Say in a word why" in response.content.decode()
    assert not is_live(written)
    decide(client, written)
    history = client.get(reverse("wagtailadmin_pages:history", args=[written.pk])).content.decode()
    assert "It is short." in history
    assert "There is no lead image." in history


def test_approval_without_a_reason_is_refused_by_whatever_way(written, editor, moderator):
    state = submit(written, editor)
    for comment in ({}, {"comment": " "}):
        with pytest.raises(Exception, match="Say in a word why"):
            state.task.specific.on_action(state, moderator, "approve", **comment)
    assert not is_live(written)


def test_what_changed_while_it_was_read_is_not_approved(
    client, written, editor, moderator, second_moderator
):
    submit(written, editor)
    client.force_login(moderator)
    read = seen(client, written)
    change(written, second_moderator, standfirst="Meanwhile")
    response = decide(client, written, seen=read)
    assert "changed while you read it" in response.content.decode()
    assert not is_live(written)


def test_approval_in_an_editor_that_shows_an_older_version_is_refused(
    client, written, editor, moderator, second_moderator
):
    submit(written, editor)
    loaded = written.latest_revision
    change(written, second_moderator, standfirst="Meanwhile")
    client.force_login(moderator)
    data = {
        "action-workflow-action": "1",
        "workflow-action-name": "overrule",
        "workflow-action-extra-data": json.dumps({"comment": "It is short."}),
        "loaded_revision_id": str(loaded.pk),
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    response = client.post(
        edit_address(written), form(written, **body(written), **data), follow=True
    )
    assert "changed while you read it" in response.content.decode()
    assert not is_live(written)
    assert (
        ArticlePage.objects.get(pk=written.pk).latest_revision.content["standfirst"] == "Meanwhile"
    )


def test_sent_back_with_a_word(client, written, editor, moderator):
    submit(written, editor)
    client.force_login(moderator)
    decide(client, written, action="reject", **{"reject-comment": "Name the source."})
    state = ArticlePage.objects.get(pk=written.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
    client.force_login(editor)
    assert "Name the source." in client.get("/admin/").content.decode()


def test_difference_shows_where_a_link_leads(client, written, editor, moderator, home):
    other = factories.StandardPageFactory(parent=home, title="Privacy policy")
    written.latest_revision.publish()
    linked = (
        f'<p>A <a href="https://evil.example/">A</a> <a linktype="page" id="{other.pk}">B</a></p>'
    )
    change(written, editor, body=[("paragraph", RichText(linked))])
    client.force_login(moderator)
    html = client.get(reverse("review", args=[written.pk])).content.decode()
    assert "[→ https://evil.example/]" in html
    assert "[→ “Privacy policy”]" in html


def test_reviewer_sees_which_price_and_which_shop_changed(client, tree, editor, moderator):
    book = BookPage.objects.get(pk=tree.book.pk)
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
def test_all_of_a_new_text_is_shown(client, editor, moderator, tree):
    """With every block that a text can hold."""
    page = ArticlePage.objects.get(pk=tree.article.pk)
    page.live = False
    page.save()
    page.save_revision(user=editor)
    client.force_login(moderator)
    html = client.get(reverse("review", args=[page.pk])).content.decode()
    for words in (page.title, "quillwort", "Ada Example", "Housing", "Ropewalk"):
        assert words in html, words

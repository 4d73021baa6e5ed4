"""Drafts with all fields: autosaved, incomplete, scheduled, compared and restored."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Revision

from contributors.models import Contribution
from news.models import ArticlePage, Correction
from tests import factories
from tests.editing import edit_address, form
from tests.review_helpers import body, submit
from tests.site_tree import raw_body

WHOLE = {
    "title": "The whole article",
    "standfirst": "All of it.",
    "format": "review",
    "ai_use": "assisted",
    "title_language": "cy",
    "lead_image_alt": "A quay",
    "lead_image_width": "full",
    "lead_image_caption": "At night",
    "published_at": "2026-05-01 08:00",
    "updated_at": "2026-05-02 08:00",
    "series_part": "3",
    "book_title": "Nets",
    "book_author": "B. Author",
    "book_publisher": "Far Press",
    "book_isbn": "978-0-902869-33-2",
    "adopted_by": "The assembly",
    "adopted_on": "2026-04-30",
    "source_publication": "The Other",
    "source_url": "https://other.example/first",
    "source_date": "2020-05-01",
    "source_credit": "C. Writer",
    "source_terms": "By permission",
    "seo_title": "In search",
    "search_description": "For machines",
}
RICH = '{{"blocks":[{{"key":"abcde","text":"{}","type":"unstyled","depth":0,' + (
    '"inlineStyleRanges":[],"entityRanges":[],"data":{{}}}}],"entityMap":{{}}}}'
)
FOOTNOTE = "3c7cbb39-0b5b-4f0c-8d2e-6f7f5a3b9c11"


def formset(name, *rows):
    data = {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
        data |= {f"{name}-{number}-ORDER": str(number + 1), f"{name}-{number}-DELETE": ""}
    return data


@pytest.fixture
def whole(site_tree):
    """The POST data of an article with every field."""
    return WHOLE | {
        "slug": "whole",
        "lead_image": str(site_tree.image.pk),
        "lead_image_decorative": "on",
        "series": str(site_tree.series.pk),
        "editors_note": RICH.format("A note"),
        "go_live_at": "",
        "expire_at": "",
        "book": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-value": RICH.format("Quillworts grow."),
        **formset("contributions", {"contributor": str(site_tree.person.pk), "role": "translator"}),
        **formset("topic_assignments", {"topic": str(site_tree.topic.pk)}),
        **formset("footnotes", {"uuid": FOOTNOTE, "text": RICH.format("The source")}),
        **formset("related_links", {"related": str(site_tree.event.pk)}),
        **formset("corrections", {"date": "2026-05-03", "text": RICH.format("It was May")}),
        **formset("comments"),
    }


@pytest.fixture
def add_address(site_tree):
    return reverse("wagtailadmin_pages:add", args=["news", "articlepage", site_tree.section.pk])


def check_whole(page, site_tree):
    """Assert that a draft has all values that were posted."""
    for name in ("title", "standfirst", "format", "ai_use", "book_title", "adopted_by"):
        assert getattr(page, name) == WHOLE[name]
    for name in ("source_publication", "source_url", "source_credit", "source_terms"):
        assert getattr(page, name) == WHOLE[name]
    assert (page.source_date, page.adopted_on) == (date(2020, 5, 1), date(2026, 4, 30))
    assert (page.series_id, page.series_part) == (site_tree.series.pk, 3)
    assert page.book_isbn == "9780902869332"
    assert page.lead_image_id == site_tree.image.pk
    assert page.lead_image_decorative
    assert "A note" in page.editors_note
    assert "Quillworts grow." in page.body[0].value.source
    (contribution,) = page.contributions.all()
    assert (contribution.contributor, contribution.role) == (site_tree.person, "translator")
    assert [assignment.topic for assignment in page.topic_assignments.all()] == [site_tree.topic]
    assert [str(note.uuid) for note in page.footnotes.all()] == [FOOTNOTE]
    assert [link.related_id for link in page.related_links.all()] == [site_tree.event.pk]
    (correction,) = page.corrections.all()
    assert (correction.date, "It was May" in correction.text) == (date(2026, 5, 3), True)


def test_draft_with_every_field_is_saved(client, editor, site_tree, whole, add_address):
    client.force_login(editor)
    response = client.post(add_address, whole)
    page = ArticlePage.objects.get(slug="whole")
    assert response.status_code == 302
    check_whole(page.get_latest_revision_as_object(), site_tree)
    assert not page.live


def test_draft_with_every_field_is_autosaved(client, editor, site_tree, whole, add_address):
    client.force_login(editor)
    accept = {"accept": "application/json"}
    created = json.loads(client.post(add_address, whole, headers=accept).content)
    assert created["success"]
    page = ArticlePage.objects.get(pk=created["pk"])
    check_whole(page.get_latest_revision_as_object(), site_tree)

    again = whole | {
        "overwrite_revision_id": str(created["revision_id"]),
        "standfirst": "Changed since.",
        **dict(created["field_updates"]),
    }
    saved = json.loads(client.post(edit_address(page), again, headers=accept).content)
    assert saved["success"]
    assert saved["revision_id"] == created["revision_id"]  # An autosave overwrites its revision.
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.standfirst == "Changed since."
    assert draft.contributions.count() == draft.footnotes.count() == 1


def test_incomplete_draft_is_saved(client, editor, site_tree, whole, add_address):
    client.force_login(editor)
    empty = dict.fromkeys(WHOLE, "") | {"title": "Half", "format": "news"}
    half = whole | empty | {"slug": "half", "lead_image": "", "series": "", "body-count": "0"}
    for name in ("contributions", "topic_assignments", "footnotes", "related_links"):
        half |= formset(name)
    # A child row without values.
    half |= formset("contributions", {"contributor": "", "role": "author"}) | formset("corrections")
    response = client.post(add_address, half, headers={"accept": "application/json"})
    assert not json.loads(response.content).get("success")  # An autosave is refused.
    half |= formset("contributions")
    assert client.post(add_address, half).status_code == 302
    page = ArticlePage.objects.get(slug="half")
    assert (page.standfirst, page.contributions.count()) == ("", 0)


@pytest.mark.usefixtures("single_editor_site")
def test_scheduled_article_is_published_with_every_field(
    client, moderator, site_tree, whole, add_address
):
    client.force_login(moderator)
    soon = now() + timedelta(minutes=10)
    client.post(
        add_address, whole | {"go_live_at": f"{soon:%Y-%m-%d %H:%M}", "action-publish": "1"}
    )
    page = ArticlePage.objects.get(slug="whole")
    assert not page.live
    assert page.scheduled_revision
    assert client.get("/news/whole/").status_code == 404
    past = now() - timedelta(minutes=1)
    revision = page.scheduled_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.save(update_fields=["content"])
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live
    check_whole(ArticlePage.objects.get(pk=page.pk), site_tree)


# Wagtail passes the URL of a video to BeautifulSoup.
@pytest.mark.filterwarnings("ignore:The input passed in on this line looks more like a URL")
def test_every_field_is_compared_and_restored(client, editor, site_tree, whole):
    page = ArticlePage.objects.get(pk=site_tree.article.pk)
    first = page.save_revision()
    client.force_login(editor)
    other = factories.ContributorFactory(name="Second Person")
    page.contributions = [Contribution(contributor=other, role="translator")]
    page.corrections = [Correction(text="<p>A new correction.</p>")]
    page.standfirst = "Another standfirst."
    page.adopted_by = "The assembly"
    page.body = [("paragraph", page.body[0].value)]
    second = page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    html = client.get(address).content.decode()
    for text in ("Another standfirst.", "The assembly", "Second Person", "A new correction."):
        assert text in re.sub(r"</?span[^>]*>", "", html), text
    assert "deletion" in html

    form = client.get(
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    ).content.decode()
    assert "What it is about." in form
    assert "Another standfirst." not in form
    assert f'value="{site_tree.person.pk}"' in form


def test_row_of_a_lost_autosave_is_not_created_twice(client, draft_article, editor):
    """If the response to an autosave is lost, the form posts its rows as new ones again."""
    author = factories.ContributorFactory(name="Ada Example")
    client.force_login(editor)
    row = formset("contributions", {"contributor": str(author.pk), "role": "author"})
    for text in ("Typed first", "Typed next"):
        data = form(draft_article, standfirst=text) | row
        assert client.post(edit_address(draft_article), data).status_code == 302
    page = ArticlePage.objects.get(pk=draft_article.pk).get_latest_revision_as_object()
    assert page.standfirst == "Typed next"
    assert [row.contributor for row in page.contributions.all()] == [author]


def test_row_that_another_user_removed_is_saved_again(client, draft_article, editor):
    author = factories.ContributorFactory(name="Ada Example")
    client.force_login(editor)
    row = formset("contributions", {"contributor": str(author.pk), "role": "author", "id": "999"})
    row["contributions-INITIAL_FORMS"] = "1"
    assert client.post(edit_address(draft_article), form(draft_article, **row)).status_code == 302
    page = ArticlePage.objects.get(pk=draft_article.pk).get_latest_revision_as_object()
    assert [row.contributor for row in page.contributions.all()] == [author]


@pytest.mark.parametrize("key", ["999", "x", ""])
def test_comment_that_another_user_removed_stays_removed(client, draft_article, editor, key):
    client.force_login(editor)
    comment = {"text": "Sure?", "contentpath": "title", "position": "", "id": key}
    reply = formset("comments-0-replies", {"text": "Yes.", "id": key})
    reply["comments-0-replies-INITIAL_FORMS"] = "1"
    data = form(draft_article, **formset("comments", comment), standfirst="Changed") | reply
    data["comments-INITIAL_FORMS"] = "1"
    assert client.post(edit_address(draft_article), data).status_code == 302
    page = ArticlePage.objects.get(pk=draft_article.pk)
    assert page.get_latest_revision_as_object().standfirst == "Changed"
    assert not page.wagtail_admin_comments.exists()


def test_page_of_a_lost_autosave_is_not_created_twice(client, editor, whole, add_address):
    """If the response to the first autosave is lost, the form posts a new page again."""
    client.force_login(editor)
    comment = {"text": "Sure?", "contentpath": "title", "position": ""}
    comments = formset("comments", comment) | formset("comments-0-replies")
    data = whole | comments | {"unsaved_text": "a-mark"}
    json = {"accept": "application/json"}
    first = client.post(add_address, data, headers=json).json()
    again = client.post(add_address, data | {"standfirst": "Next."}, headers=json).json()
    assert again["success"]
    assert (again["pk"], again["url"]) == (first["pk"], first["url"])
    assert client.get(again["hydrate_url"]).status_code == 200
    response = client.post(add_address, data | {"standfirst": "Last."})
    assert response.url == first["url"]
    page = ArticlePage.objects.get(slug="whole").get_latest_revision_as_object()
    assert page.standfirst == "Last."
    rows = ["corrections", "contributions", "footnotes", "related_links", "topic_assignments"]
    for name in [*rows, "wagtail_admin_comments"]:
        assert getattr(page, name).count() == 1, name
    other = client.post(add_address, whole | {"unsaved_text": "another-mark"})
    assert "already in use" in other.content.decode()


def test_lost_response_to_an_autosave_is_no_conflict(client, draft_article, editor):
    client.force_login(editor)
    revision = draft_article.latest_revision
    data = form(draft_article, **body(draft_article), unsaved_text="a-mark") | {
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    json = {"accept": "application/json"}
    url = edit_address(draft_article)
    assert client.post(url, data | {"standfirst": "Lost."}, headers=json).json()["success"]
    assert client.post(url, data | {"standfirst": "Next."}, headers=json).json()["success"]
    last = data | {"standfirst": "Last."}
    assert "saved a version" not in client.post(url, last, follow=True).content.decode()
    other = data | {"unsaved_text": "another-mark"}
    assert not client.post(url, other, headers=json).json()["success"]
    assert "saved a version" in client.post(url, other, follow=True).content.decode()


@pytest.mark.parametrize("key", ["abc", "9" * 30, "²"])
def test_stored_link_with_a_forged_key_can_be_reviewed(client, site_tree, key, editor, moderator):
    link = f'<p>A <a id="{key}" linktype="page">word</a></p>'
    page = factories.ArticlePageFactory(
        parent=site_tree.section, live=False, body=raw_body(("paragraph", link))
    )
    page.save_revision(user=editor)
    submit(page, editor)
    client.force_login(moderator)
    review, view = reverse("review", args=[page.pk]), "wagtailadmin_pages:view_draft"
    for url in (edit_address(page), review, reverse(view, args=[page.pk])):
        assert "word" in client.get(url).content.decode()


def test_only_a_draft_says_that_it_is_one(client, draft_article, editor):
    client.force_login(editor)
    note = "readers do not see this version"
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[draft_article.pk]))
    assert note in draft.content.decode()
    assert edit_address(draft_article) in draft.content.decode()
    draft_article.get_latest_revision_as_object().save_revision().publish()
    assert note not in client.get(draft_article.get_url()).content.decode()

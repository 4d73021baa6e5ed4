"""The form of a page: it begins with a text field, its buttons are visible, it says what to do."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.timezone import localtime, now
from wagtail.models import get_page_models

from core.models import BasePage
from editorial.plans import future_time
from news.models import ArticlePage
from tests import factories
from tests.editing import add_address, edit_address, form
from tests.form_data import page_data
from tests.review_helpers import decide, submit
from tests.site_tree import raw_body


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def actions(page):
    """Return the texts of the visible buttons at the foot of a form, and those in its menu."""
    box = page.select_one(".desk-actions")
    menu = box.select_one(".w-dropdown")
    hidden = [text(each) for each in menu.select(".w-dropdown__content .button")] if menu else []
    if menu:
        menu.extract()
    return [text(each) for each in box.select(".button")], hidden


def text(element):
    return " ".join(element.get_text().split())


def latest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("name", ["article", "event", "book", "standard"])
def test_empty_body_begins_with_a_text_field_that_is_not_stored(client, site_tree, moderator, name):
    client.force_login(moderator)
    page = getattr(site_tree, name)
    page.body = []
    page.save_revision().publish()
    for address in (add_address(type(page), page.get_parent()), edit_address(page)):
        response = client.get(address)
        body = response.context["form"].initial["body"]
        assert [(block.block_type, block.value.source) for block in body] == [("paragraph", "")]
    page.body = raw_body(("paragraph", ""))
    data = page_data(response.content.decode(), page) | {"title": "Changed"}
    assert client.post(edit_address(page), data).status_code == 302
    assert latest(page).title == "Changed"
    assert len(latest(page).body) == 0


@pytest.mark.parametrize(
    "written", ["2030-12-01 09:00", "1.12.2030 9:00", "1 December 2030 9am", "01/12/2030 9.00am"]
)
def test_schedule_is_written_as_people_write_it(client, draft_article, editor, written):
    client.force_login(editor)
    client.post(edit_address(draft_article), form(draft_article, go_live_at=written))
    planned = localtime(latest(draft_article).go_live_at)
    assert (planned.year, planned.month, planned.day, planned.hour) == (2030, 12, 1, 9)


def test_address_is_made_of_the_title_where_a_script_did_not(client, site_tree, editor):
    client.force_login(editor)
    address = add_address(ArticlePage, site_tree.section)
    data = page_data(client.get(address).content.decode(), ArticlePage())
    for _ in range(2):
        response = client.post(address, data | {"title": "Two boats", "slug": ""})
        assert response.status_code == 302
    slugs = ArticlePage.objects.filter(title="Two boats").values_list("slug", flat=True)
    assert sorted(slugs) == ["two-boats", "two-boats-2"]
    page = ArticlePage.objects.get(slug="two-boats-2")
    client.post(edit_address(page), form(page, slug="", title="Changed"))
    assert latest(page).slug


def test_unreadable_schedule_says_how_to_write_it(client, draft_article, editor):
    client.force_login(editor)
    response = client.post(edit_address(draft_article), form(draft_article, go_live_at="soon"))
    assert "Enter a date and a time such as 31 January 2027 9:00." in response.content.decode()


def test_stored_paragraph_without_a_text_is_kept(client, draft_article, editor):
    draft_article.body = raw_body(("paragraph", ""), ("paragraph", "<p>A</p>"))
    draft_article.save_revision(user=editor)
    before = draft_article.body.get_prep_value()
    client.force_login(editor)
    html = client.get(edit_address(draft_article)).content.decode()
    data = page_data(html, draft_article) | {"title": "Changed"}
    client.post(edit_address(draft_article), data)
    assert latest(draft_article).title == "Changed"
    after = latest(draft_article).body.get_prep_value()
    assert [block["id"] for block in after] == [block["id"] for block in before]


def test_blocks_without_an_id_are_saved(client, draft_article, editor):
    """Imports and scripts store them."""
    revision = draft_article.latest_revision
    revision.content["body"] = json.dumps(raw_body(("paragraph", "<p>A</p>"), ("paragraph", "")))
    revision.save()
    client.force_login(editor)
    html = client.get(edit_address(draft_article)).content.decode()
    data = page_data(html, latest(draft_article)) | {"title": "Changed"}
    assert client.post(edit_address(draft_article), data).status_code == 302
    assert latest(draft_article).title == "Changed"
    assert latest(draft_article).body[0].value.source.endswith("A</p>")


def test_title_is_one_line(client, draft_article, editor):
    client.force_login(editor)
    page = page_of(client.get(edit_address(draft_article)))
    assert page.select_one("[name=title]").name == "textarea"
    client.post(edit_address(draft_article), form(draft_article, title="Who\r\n pays\tnow"))
    assert latest(draft_article).title == "Who pays now"


@pytest.mark.parametrize(
    "page_type", [each for each in get_page_models() if issubclass(each, BasePage)]
)
def test_no_form_asks_about_menus(page_type):
    names = page_type.get_edit_handler().get_form_class().base_fields
    assert "show_in_menus" not in names
    assert {"title", "slug", "seo_title", "search_description"} <= set(names)


def test_buttons_of_each_role_are_visible(client, draft_article, editor, moderator):
    client.force_login(editor)
    new = page_of(client.get(add_address(ArticlePage, draft_article.get_parent())))
    assert actions(new) == (["Save draft", "Submit for review", "Preview", "Schedule"], [])
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    client.force_login(moderator)
    visible, hidden = actions(page_of(client.get(edit_address(draft_article))))
    decisions = ["Approve and publish despite the warnings", "Send back"]
    assert visible == ["Save draft", *decisions, "Preview", "Schedule"]
    assert not hidden


def test_word_of_the_moderator_stands_on_top_until_it_is_answered(
    client, draft_article, editor, moderator
):
    submit(ArticlePage.objects.get(pk=draft_article.pk), editor)
    client.force_login(moderator)
    decide(client, draft_article, action="reject", **{"reject-comment": "Who <b>says</b> so?"})
    client.force_login(editor)
    note = page_of(client.get(edit_address(draft_article))).select_one(".desk-sent-back")
    assert "Who <b>says</b> so?" in text(note)
    assert moderator.get_full_name() in text(note) or moderator.username in text(note)
    ArticlePage.objects.get(pk=draft_article.pk).current_workflow_state.resume(editor)
    assert not page_of(client.get(edit_address(draft_article))).select(".desk-sent-back")


def test_author_is_told_on_submitting_what_is_missing(client, draft_article, editor):
    client.force_login(editor)
    image = factories.SiteImageFactory(credit="")
    data = form(draft_article, lead_image=str(image.pk), **{"action-submit": "1"})
    told = client.post(edit_address(draft_article), data, follow=True).content.decode()
    assert "Before it can be published:<ul><li>" in told
    told = client.post(edit_address(draft_article), form(draft_article), follow=True)
    assert "Before it can be published:" not in told.content.decode()


def test_form_and_review_count_the_same_words(client, draft_article, editor, moderator):
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.standfirst = "Five six"
    page.body = raw_body(("paragraph", "<p>One two three</p><p>four</p>"))
    page.save_revision(user=editor)
    submit(ArticlePage.objects.get(pk=page.pk), editor)
    client.force_login(moderator)
    form_page = page_of(client.get(edit_address(page)))
    assert "of 6 words" in text(form_page.select_one("#page-checks"))
    assert "6 words" in text(page_of(client.get(reverse("review", args=[page.pk]))).main)


def test_person_who_saves_a_plan_is_told_the_time(client, draft_article, editor, moderator):
    client.force_login(editor)
    time = localtime(now() + timedelta(days=3)).replace(hour=9, minute=0)
    data = form(draft_article, go_live_at=time.strftime("%Y-%m-%d %H:%M"))
    words = future_time(time)
    told = client.post(edit_address(draft_article), data, follow=True)
    assert f"It goes live on {words}, if it is submitted and approved" in told.content.decode()
    told = client.post(edit_address(draft_article), data | {"action-submit": "1"}, follow=True)
    assert f"Once it is approved, it goes live on {words}." in told.content.decode()
    ArticlePage.objects.get(pk=draft_article.pk).current_workflow_state.cancel()
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.latest_revision.publish()
    locked = client.get(edit_address(draft_article)).content.decode()
    assert "as it was approved, and cannot be changed until then" in locked
    client.force_login(moderator)
    rows = page_of(client.get(reverse("articles:index"))).select("tbody tr")
    assert words in " ".join(map(text, rows))


def test_reviewer_is_told_why_an_own_page_cannot_be_approved(client, draft_article, moderator):
    page = ArticlePage.objects.get(pk=draft_article.pk)
    page.body = raw_body(("paragraph", "<p>B</p>"))
    page.save_revision(user=moderator)
    note = "You cannot approve this page yet."
    client.force_login(moderator)
    assert note not in client.get(edit_address(page)).content.decode()
    submit(ArticlePage.objects.get(pk=page.pk), moderator)
    told = client.get(edit_address(page)).content.decode()
    assert note in told
    assert "You wrote or changed this yourself" in told


@pytest.mark.parametrize("keep", [True, False])
def test_new_article_has_the_byline_of_its_user(client, news, editor, keep):
    own = factories.ContributorFactory(name=editor.get_full_name())
    client.force_login(editor)
    address = add_address(ArticlePage, news)
    data = page_data(client.get(address).content.decode(), ArticlePage())
    assert data["contributions-0-contributor"] == [str(own.pk)]
    data |= {"title": "New"} | ({} if keep else {"contributions-0-DELETE": "1"})
    assert client.post(address, data).status_code == 302
    page = ArticlePage.objects.get(title="New")
    byline = page.get_latest_revision_as_object().contributions.all()
    assert [each.contributor for each in byline] == ([own] if keep else [])


def test_search_of_pages_finds_no_root(client, site_tree, moderator):
    client.force_login(moderator)
    explorer = reverse("wagtailadmin_explore", args=[1])
    for address in (reverse("wagtailadmin_pages:search"), explorer):
        found = client.get(address, {"q": "Root", "search_all": "1"}).context["object_list"]
        assert [page.depth for page in found if page.depth == 1] == []
    found = client.get(explorer, {"q": site_tree.home.title, "search_all": "1"})
    assert site_tree.home.pk in [page.pk for page in found.context["object_list"]]

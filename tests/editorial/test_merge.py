"""Entries that are renamed or merged: nothing is lost, and old addresses lead on."""

import json

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from books.models import BookImprint, BookPage, BookSeries, Imprint
from contributors.models import Contribution, Contributor
from editorial.merge import merge
from events.models import Organiser
from home.models import HomePage
from news.models import ArticlePage
from tests import factories
from topics.models import Topic


@pytest.fixture
def twin(site_tree):
    """The same person under another spelling, with a page of her own and one of both."""
    twin = factories.ContributorFactory(name="A. Example")
    factories.attribute(site_tree.sequel, twin)
    own = factories.ArticlePageFactory(parent=site_tree.section, title="Her other piece")
    factories.attribute(own, twin, role="translator")
    return twin


def merge_address(entry):
    return reverse("merge_entry", args=[entry._meta.label_lower, entry.pk])


def test_renamed_entry_keeps_its_readers(site_tree, client):
    old = site_tree.person.get_url()
    site_tree.person.slug = "ada"
    site_tree.person.save()
    assert client.get(old).headers["Location"] == "/people/ada/"
    assert client.get(old + "feed/").headers["Location"] == "/people/ada/feed/"
    site_tree.person.slug = "ada-again"
    site_tree.person.save()
    assert client.get(old).headers["Location"] == "/people/ada-again/"
    site_tree.person.slug = "ada-example"
    site_tree.person.save()
    assert client.get(old).status_code == 200


def test_merged_organiser_leads_to_all_that_both_hold(site_tree, client, get):
    first = Organiser.objects.get()
    factories.host(site_tree.event, "Tenants union")
    second = Organiser.objects.get(name="Tenants union")
    address = second.get_url()
    other = factories.EventPageFactory(parent=site_tree.calendar, title="Assembly")
    factories.host(other, "Tenants union")
    merge(second, first)
    assert client.get(address).headers["Location"] == first.get_url()
    html = get(first.get_url())
    assert "Assembly" in html
    assert site_tree.event.title in html
    assert site_tree.event.event_organisers.count() == 1


def test_merged_series_and_imprint_take_their_books(site_tree, client, get):
    kept, gone = BookSeries.objects.create(name="Tides"), BookSeries.objects.create(name="Tide")
    ours, typo = Imprint.objects.create(name="Ours"), Imprint.objects.create(name="Oars")
    book = BookPage.objects.get(pk=site_tree.book.pk)
    book.series = gone
    book.imprints = [BookImprint(imprint=typo)]
    book.save_revision().publish()
    draft = factories.BookPageFactory(parent=site_tree.catalogue, title="Draft", live=False)
    draft.series = gone
    draft.save_revision()
    addresses = {gone.get_url(): kept.get_url(), typo.get_url(): ours.get_url()}
    merge(gone, kept)
    merge(typo, ours)
    for old, new in addresses.items():
        assert client.get(old).headers["Location"] == new
        assert site_tree.book.title in get(new)
    stored = BookPage.objects.get(pk=draft.pk)
    assert stored.get_latest_revision_as_object().series == kept
    assert not BookSeries.objects.filter(name="Tide").exists()


def test_moderator_merges_two_people(site_tree, twin, client, moderator, get):
    old = twin.get_url()
    client.force_login(moderator)
    response = client.post(merge_address(twin), {"into": site_tree.person.pk}, follow=True)
    assert "A. Example was merged into Ada Example." in response.content.decode()
    client.logout()
    assert not Contributor.objects.filter(name="A. Example").exists()
    html = get(site_tree.person.get_url())
    assert "Her other piece" in html
    assert html.count(f'href="{site_tree.sequel.url}"') == 1
    assert client.get(old).headers["Location"] == site_tree.person.get_url()


def test_draft_that_names_a_merged_person_names_the_other(site_tree, twin, client, moderator):
    site_tree.article.contributions.create(contributor=twin, role="author")
    site_tree.article.contributions.create(contributor=twin, role="editor")
    revision = site_tree.article.save_revision()
    client.force_login(moderator)
    client.post(merge_address(twin), {"into": site_tree.person.pk})
    revision.refresh_from_db()
    revision.publish()
    made = site_tree.article.contributions.model.objects.filter(page=site_tree.article)
    assert sorted(made.values_list("contributor__name", "role")) == [
        ("Ada Example", "author"),
        ("Ada Example", "editor"),
    ]


def test_topics_merge_too(site_tree, client, moderator, get):
    twin = factories.TopicFactory(name="Homes")
    factories.assign(site_tree.event, twin)
    client.force_login(moderator)
    client.post(merge_address(twin), {"into": site_tree.topic.pk})
    assert not Topic.objects.filter(name="Homes").exists()
    assert [topic.name for topic in type(site_tree.event).objects.get().topics] == ["Housing"]


def test_editor_is_not_offered_to_merge_and_cannot(site_tree, twin, client, editor, moderator):
    index = reverse("contributors_contributor_modeladmin_index")
    for user, offered in ((editor, False), (moderator, True)):
        client.force_login(user)
        assert (merge_address(twin) in client.get(index).content.decode()) == offered
    client.force_login(editor)
    client.post(merge_address(twin), {"into": site_tree.person.pk})
    assert Contributor.objects.filter(name="A. Example").exists()
    client.logout()
    assert "/login/" in client.get(merge_address(twin)).headers["Location"]


def test_entry_is_not_merged_into_itself_or_nothing(site_tree, twin, client, moderator):
    client.force_login(moderator)
    for into in (twin.pk, "", 10**6):
        response = client.post(merge_address(twin), {"into": into})
        assert response.context["form"].errors["into"]
    assert Contributor.objects.filter(name="A. Example").exists()
    assert client.get("/admin/directory/users.user/1/merge/").status_code == 404


def test_old_versions_can_be_opened_after_a_merge(site_tree, twin, admin_client):
    page = ArticlePage.objects.get(pk=site_tree.sequel.pk)
    old = page.save_revision()
    page.save_revision().publish()
    merge(twin, site_tree.person)
    for name in ("revisions_view", "revisions_revert"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, old.pk])
        assert admin_client.get(address).status_code == 200
    old.refresh_from_db()
    assert twin.pk not in {row["contributor"] for row in old.content["contributions"]}


def test_draft_that_names_what_is_gone_can_be_opened_and_published(site_tree, admin_client):
    page = ArticlePage.objects.get(pk=site_tree.article.pk)
    gone = factories.ContributorFactory(name="Gone")
    page.contributions.add(Contribution(contributor=gone, role="translator"))
    revision = page.save_revision()
    gone.delete()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert admin_client.get(address).status_code == 200
    revision.refresh_from_db()
    revision.publish()
    assert "Gone" not in ArticlePage.objects.get(pk=page.pk).credit_line


@pytest.mark.parametrize("name", ["person", "topic"])
def test_what_a_page_names_cannot_be_deleted(site_tree, name):
    with pytest.raises(ProtectedError):
        getattr(site_tree, name).delete()


def test_merged_topic_goes_on_filling_its_section(site_tree):
    other = factories.TopicFactory(name="Homes")
    section = {"heading": "Homes", "topic": site_tree.topic.pk, "count": 3, "pinned": []}
    page = HomePage.objects.get()
    page.body = HomePage._meta.get_field("body").to_python(
        json.dumps([{"type": "headlines", "value": section, "id": "a"}])
    )
    page.save()
    draft = page.save_revision()
    with pytest.raises(ProtectedError):
        site_tree.topic.delete()
    merge(site_tree.topic, other)
    draft.refresh_from_db()
    assert HomePage.objects.get().body[0].value["topic"] == other
    assert json.loads(draft.content["body"])[0]["value"]["topic"] == other.pk

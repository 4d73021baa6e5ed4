"""Renaming and merging snippets."""

import json

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from books.models import BookImprint, BookPage, BookSeries, Imprint
from contributors.models import Contribution, Contributor
from editorial.merge import MERGEABLE, merge
from events.models import DateChange, EventPage, Organiser, Venue
from home.models import HomePage
from news.models import ArticlePage
from tests import factories
from tests.form_data import form_data
from tests.site_tree import raw_body, raw_items
from topics.models import Topic


@pytest.fixture
def twin(site_tree):
    """A duplicate of the contributor, with a page of its own and one that both have."""
    twin = factories.ContributorFactory(name="A. Example")
    factories.attribute(site_tree.sequel, twin)
    own = factories.ArticlePageFactory(parent=site_tree.section, title="Her other piece")
    factories.attribute(own, twin, role="translator")
    return twin


def merge_url(entry):
    return reverse("merge_entry", args=[entry._meta.label_lower, entry.pk])


def test_renamed_snippet_redirects(site_tree, client):
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


def test_merged_organiser_has_all_events(site_tree, client, get):
    first = Organiser.objects.get()
    factories.host(site_tree.event, "Tenants union")
    second = Organiser.objects.get(name="Tenants union")
    old_url = second.get_url()
    other = factories.EventPageFactory(parent=site_tree.calendar, title="Assembly")
    factories.host(other, "Tenants union")
    merge(second, first)
    assert client.get(old_url).headers["Location"] == first.get_url()
    html = get(first.get_url())
    assert "Assembly" in html
    assert site_tree.event.title in html
    assert site_tree.event.event_organisers.count() == 1


def test_merged_series_and_imprint_have_all_books(site_tree, client, get):
    tides = BookSeries.objects.create(name="Tides")
    duplicate = BookSeries.objects.create(name="Tide")
    ours, oars = Imprint.objects.create(name="Ours"), Imprint.objects.create(name="Oars")
    book = BookPage.objects.get(pk=site_tree.book.pk)
    book.series = duplicate
    book.imprints = [BookImprint(imprint=oars)]
    book.save_revision().publish()
    draft = factories.BookPageFactory(parent=site_tree.catalogue, title="Draft", live=False)
    draft.series = duplicate
    draft.save_revision()
    redirects = {duplicate.get_url(): tides.get_url(), oars.get_url(): ours.get_url()}
    merge(duplicate, tides)
    merge(oars, ours)
    for old, new in redirects.items():
        assert client.get(old).headers["Location"] == new
        assert site_tree.book.title in get(new)
    stored = BookPage.objects.get(pk=draft.pk)
    assert stored.get_latest_revision_as_object().series == tides
    assert not BookSeries.objects.filter(name="Tide").exists()


def test_moderator_merges_contributors(site_tree, twin, client, moderator, get):
    old = twin.get_url()
    client.force_login(moderator)
    response = client.post(merge_url(twin), {"into": site_tree.person.pk}, follow=True)
    assert "A. Example was merged into Ada Example." in response.content.decode()
    client.logout()
    assert not Contributor.objects.filter(name="A. Example").exists()
    html = get(site_tree.person.get_url())
    assert "Her other piece" in html
    assert html.count(f'href="{site_tree.sequel.url}"') == 1
    assert client.get(old).headers["Location"] == site_tree.person.get_url()


def test_merge_changes_drafts(site_tree, twin, client, moderator):
    site_tree.article.contributions.create(contributor=twin, role="author")
    site_tree.article.contributions.create(contributor=twin, role="editor")
    revision = site_tree.article.save_revision()
    client.force_login(moderator)
    client.post(merge_url(twin), {"into": site_tree.person.pk})
    revision.refresh_from_db()
    revision.publish()
    contributions = site_tree.article.contributions.model.objects.filter(page=site_tree.article)
    assert sorted(contributions.values_list("contributor__name", "role")) == [
        ("Ada Example", "author"),
        ("Ada Example", "editor"),
    ]


def test_topics_are_merged(site_tree, client, moderator, get):
    twin = factories.TopicFactory(name="Homes")
    factories.assign(site_tree.event, twin)
    client.force_login(moderator)
    client.post(merge_url(twin), {"into": site_tree.topic.pk})
    assert not Topic.objects.filter(name="Homes").exists()
    assert [topic.name for topic in type(site_tree.event).objects.get().topics] == ["Housing"]


def test_merge_changes_choosers_that_only_a_draft_has(site_tree, twin):
    session = {"title": "Opening", "start": "10:00", "end": "11:00", "text": ""}
    speaker = {"contributor": twin.pk, "name": "", "role": ""}
    event, home = site_tree.event, site_tree.home
    event.programme = raw_body(("session", session | {"speakers": raw_items(speaker)}))
    event.save_revision()
    topic = factories.TopicFactory(name="Homes")
    home.body = raw_body(("lead_stories", {"topic": topic.pk}))
    home.save_revision()
    merge(twin, site_tree.person)
    merge(topic, site_tree.topic)
    draft = type(event).objects.get(pk=event.pk).get_latest_revision_as_object()
    assert draft.programme[0].value["speakers"][0]["contributor"] == site_tree.person
    draft = type(home).objects.get(pk=home.pk).get_latest_revision_as_object()
    assert draft.body[0].value["topic"] == site_tree.topic


def test_opposite_merges_keep_one_of_the_two(site_tree, twin, client, moderator):
    person = Contributor.objects.get(pk=site_tree.person.pk)
    merge(twin, person)
    with pytest.raises(Contributor.DoesNotExist):
        merge(person, twin)
    assert Contributor.objects.filter(pk=person.pk).exists()


def test_two_moderators_merge_at_once(site_tree, twin, client, moderator, monkeypatch):
    """The other merge happens between the form and the lock."""

    def merge_after_another(entry, into):
        merge(into, entry)
        merge(entry, into)

    monkeypatch.setattr("editorial.merge.merge", merge_after_another)
    client.force_login(moderator)
    response = client.post(merge_url(twin), {"into": site_tree.person.pk}, follow=True)
    assert "One of the two was merged or deleted meanwhile." in response.content.decode()
    assert Contributor.objects.filter(pk=twin.pk).exists()


def test_topic_with_public_pages_is_no_proposal(site_tree):
    proposed = factories.TopicFactory(name="Homes", is_proposed=True)
    another = factories.TopicFactory(name="Flats", is_proposed=True)
    merge(another, proposed)
    assert Topic.objects.get(pk=proposed.pk).is_proposed
    merge(site_tree.topic, proposed)
    assert not Topic.objects.get(pk=proposed.pk).is_proposed


def test_editor_accepts_or_merges_a_proposed_topic(site_tree, client, editor):
    client.force_login(editor)
    tides = factories.TopicFactory(name="Tides", is_proposed=True)
    edit = reverse("topics_topic_modeladmin_edit", args=[tides.pk])
    response = client.get(edit)
    html = response.content.decode()
    assert "A contributor has proposed this topic." in html
    assert merge_url(tides) in html
    data = form_data(response)
    client.post(edit, data | {"name": "Tide"})
    assert Topic.objects.get(pk=tides.pk).is_proposed
    response = client.post(edit, data | {"name": "The tides", "accept": "yes"}, follow=True)
    assert "“The tides” was accepted." in response.content.decode()
    assert Topic.objects.get(pk=tides.pk).is_proposed is False
    assert client.get(merge_url(tides)).status_code == 302
    html = client.get(edit).content.decode()
    assert "has proposed this topic" not in html
    assert merge_url(tides) not in html
    twin = factories.TopicFactory(name="Tide", is_proposed=True)
    client.post(merge_url(twin), {"into": tides.pk})
    assert not Topic.objects.filter(pk=twin.pk).exists()


def test_editor_cannot_merge(site_tree, twin, client, editor, moderator):
    index = reverse("contributors_contributor_modeladmin_index")
    for user, has_button in ((editor, False), (moderator, True)):
        client.force_login(user)
        assert (merge_url(twin) in client.get(index).content.decode()) == has_button
    client.force_login(editor)
    client.post(merge_url(twin), {"into": site_tree.person.pk})
    assert Contributor.objects.filter(name="A. Example").exists()
    client.logout()
    assert "/login/" in client.get(merge_url(twin)).headers["Location"]


def test_target_of_a_merge_is_required(site_tree, twin, client, moderator):
    client.force_login(moderator)
    for into in (twin.pk, "", 10**6):
        response = client.post(merge_url(twin), {"into": into})
        assert response.context["form"].errors["into"]
    assert Contributor.objects.filter(name="A. Example").exists()
    assert client.get("/admin/directory/users.user/1/merge/").status_code == 404


def test_old_revisions_open_after_a_merge(site_tree, twin, admin_client):
    page = ArticlePage.objects.get(pk=site_tree.sequel.pk)
    old = page.save_revision()
    page.save_revision().publish()
    merge(twin, site_tree.person)
    for name in ("revisions_view", "revisions_revert"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, old.pk])
        assert admin_client.get(url).status_code == 200
    old.refresh_from_db()
    assert twin.pk not in {row["contributor"] for row in old.content["contributions"]}


def test_draft_with_a_deleted_contributor_opens_and_publishes(site_tree, admin_client):
    page = ArticlePage.objects.get(pk=site_tree.article.pk)
    gone = factories.ContributorFactory(name="Gone")
    page.contributions.add(Contribution(contributor=gone, role="translator"))
    revision = page.save_revision()
    gone.delete()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert admin_client.get(url).status_code == 200
    revision.refresh_from_db()
    revision.publish()
    assert "Gone" not in ArticlePage.objects.get(pk=page.pk).credit_line


@pytest.mark.parametrize("name", ["person", "topic"])
def test_snippet_in_use_cannot_be_deleted(site_tree, name):
    with pytest.raises(ProtectedError):
        getattr(site_tree, name).delete()


def test_merge_changes_chooser_blocks(site_tree):
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


def test_merged_venue_has_all_events(site_tree, moderator, client):
    hall, twin = Venue.objects.create(name="The Hall"), Venue.objects.create(name="Hall, The")
    event = factories.EventPageFactory(parent=site_tree.calendar, title="Talk", venue=twin)
    event.save_revision()
    moved = factories.EventPageFactory(parent=site_tree.calendar, title="Moved", venue=hall)
    day = moved.occurrences.get().recurrence_id
    moved.changes.add(DateChange(date=day, kind="moved", new_venue=twin))
    moved.save()
    moved.save_revision()
    client.force_login(moderator)
    client.post(merge_url(twin), {"into": hall.pk})
    assert list(Venue.objects.filter(name__contains="Hall")) == [hall]
    for page in EventPage.objects.filter(pk__in=[event.pk, moved.pk]):
        assert {row.venue for row in page.occurrences.all()} == {hall}
        draft = page.get_latest_revision_as_object()
        assert draft.venue == hall
        assert {change.new_venue for change in draft.changes.all()} <= {hall}


def test_merged_venue_keeps_all_changed_dates_of_drafts(site_tree):
    hall, twin = Venue.objects.create(name="The Hall"), Venue.objects.create(name="Hall, The")
    event = factories.EventPageFactory(parent=site_tree.calendar, title="Talk", venue=hall)
    revision = event.save_revision()
    venues = (twin.pk, hall.pk, None, None)
    rows = [{"date": f"2027-01-0{day}", "new_venue": pk} for day, pk in enumerate(venues, 1)]
    revision.content["changes"] = rows
    revision.save()
    merge(twin, hall)
    revision.refresh_from_db()
    assert revision.content["changes"] == [rows[0] | {"new_venue": hall.pk}, *rows[1:]]


@pytest.mark.parametrize("model", MERGEABLE)
def test_form_of_an_entry_and_its_listing_link_to_the_merge(model, moderator, client):
    entry = model.objects.create(name="Twin")
    client.force_login(moderator)
    options = model._meta
    prefix = f"{options.app_label}_{options.model_name}_modeladmin"
    for address in (reverse(f"{prefix}_edit", args=[entry.pk]), reverse(f"{prefix}_index")):
        assert merge_url(entry) in client.get(address).content.decode()
    assert client.get(merge_url(entry)).status_code == 200

"""Tests that every change affects the next search, and tests for the check of the index."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from documents.models import SiteDocument
from editorial.merge import merge
from events.models import Organiser
from news.models import ArticlePage
from search.index.maintenance import Difference, check_index, reindex
from search.models import SearchEntry, SearchWord
from search.query.filters import SearchFilters
from search.query.search import Search
from tests import factories
from tests.access import restrict
from tests.search.search_helpers import is_public, titles
from tests.site_tree import raw_body


@pytest.fixture
def article(site_tree):
    body = raw_body(("paragraph", "<p>A cormorant.</p>"))
    return factories.ArticlePageFactory(parent=site_tree.section, title="Birds", body=body)


def test_page_is_found_while_it_is_live(site_tree, single_editor_site, moderator):
    page = factories.ArticlePageFactory(parent=site_tree.section, title="Cormorants", live=False)
    assert not is_public("cormorants")
    page.save_revision(user=moderator).publish(user=moderator)
    assert titles("cormorants") == ["Cormorants"]
    page.refresh_from_db()
    page.unpublish()
    assert not is_public("cormorants")
    page.save_revision(user=moderator).publish(user=moderator)
    assert is_public("cormorants")
    page.delete()
    assert not is_public("cormorants")


def test_draft_of_a_live_page_is_not_indexed(article, single_editor_site, moderator):
    article.title = "Gannets"
    revision = article.save_revision(user=moderator)
    assert not is_public("gannets")
    assert is_public("cormorant")
    revision.publish(user=moderator)
    assert is_public("gannets")


def test_expired_page_is_hidden_before_it_is_unpublished(article):
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=now() - timedelta(seconds=1))
    assert not is_public("cormorant")
    call_command("publish_scheduled", verbosity=0)
    assert not is_public("cormorant")


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_page_is_hidden_below_a_restricted_page(site_tree, article, kind):
    closed = PageViewRestriction.objects.create(
        page=site_tree.section, restriction_type=kind, password="a"
    )
    closed.groups.add(Group.objects.first())
    assert not is_public("cormorant")
    closed.delete()
    assert is_public("cormorant")


def test_page_moved_below_a_private_page_is_hidden(site_tree, article):
    private = factories.ArticleIndexPageFactory(
        parent=site_tree.home, title="Within", slug="within"
    )
    restrict(private)
    article.move(private, pos="last-child")
    assert not is_public("cormorant")
    ArticlePage.objects.get(pk=article.pk).move(site_tree.section, pos="last-child")
    assert is_public("cormorant")


def test_copied_page_is_found_only_if_live(site_tree, article):
    article.copy(update_attrs={"title": "Copy", "slug": "copy"}, keep_live=False)
    assert titles("cormorant") == ["Birds"]
    article.copy(update_attrs={"title": "Twin", "slug": "twin"})
    assert set(titles("cormorant")) == {"Birds", "Twin"}


def test_renaming_a_contributor_reindexes_their_pages(site_tree):
    site_tree.sequel.save()  # Reindex with the author, who was added later.
    assert "The settlement" in titles("example ada")
    site_tree.person.name = "Ursula Quince"
    site_tree.person.save()
    found = titles("quince")
    assert found[0] == "Ursula Quince"
    assert "The settlement" in found
    assert not is_public("example")


def test_renaming_a_topic_reindexes_its_pages(site_tree):
    site_tree.topic.name = "Dwellings"
    site_tree.topic.save()
    assert titles("dwellings")[0] == "Dwellings"
    assert "The tide" in titles("dwellings")
    assert "The tide" not in titles("housing -dwellings")


def test_merged_contributors_are_found_as_one(site_tree, article):
    twin = factories.ContributorFactory(name="Adah Exampel")
    factories.attribute(article, twin)
    article.save()
    assert titles("exampel")[0] == "Adah Exampel"
    merge(twin, site_tree.person)
    assert not is_public("exampel")
    assert titles("author:ada cormorant") == ["Birds"]


def test_counts_of_topics_and_contributors_are_updated(site_tree, article):
    twin, other = factories.ContributorFactory(), factories.TopicFactory()
    factories.attribute(article, twin, site_tree.person)
    factories.attribute(
        article, site_tree.person, role="translator"
    )  # A second role on the same page.
    factories.assign(article, other)
    article.save()
    counts = Search(SearchFilters(q="cormorant")).facet_counts.related
    assert counts == {"topic": {other.pk: 1}, "contributor": {twin.pk: 1, site_tree.person.pk: 1}}
    assert SearchEntry.objects.get(contributor=twin).contributor_ids == []
    merge(twin, site_tree.person)
    merge(other, site_tree.topic)
    counts = Search(SearchFilters(q="cormorant")).facet_counts.related
    assert counts == {"topic": {site_tree.topic.pk: 1}, "contributor": {site_tree.person.pk: 1}}


def test_renaming_venue_and_organiser_reindexes_the_event(site_tree):
    site_tree.event.venue = venue = factories.VenueFactory(name="Ropewalk Hall")
    site_tree.event.save()
    venue.name = "Sailmakers’ Loft"
    venue.save()
    assert "Housing conference" in titles("sailmakers loft")
    assert not is_public("ropewalk hall conference")
    organiser = Organiser.objects.get()
    organiser.name = "The Boatbuilders"
    organiser.save()
    assert "Housing conference" in titles("boatbuilders")


def test_document_is_found_while_a_visible_page_links_to_it(
    site_tree, single_editor_site, moderator
):
    document = factories.SiteDocumentFactory(title="Cormorant census", file__filename="a.pdf")
    assert not is_public("census")
    page = factories.ArticlePageFactory(parent=site_tree.section, title="Birds", live=False)
    page.body = raw_body(("document", {"document": document.pk, "title": ""}))
    page.save_revision(user=moderator).publish(user=moderator)
    page.refresh_from_db()
    assert titles("census")[0] == "Cormorant census"
    document.title = "Gannet survey"
    document.file = ContentFile(b"%PDF-1.4 another", name="b.pdf")
    document.save()
    assert not is_public("cormorant")
    assert "Gannet survey" in titles("survey")
    closed = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="login"
    )
    assert "Gannet survey" not in titles("survey")
    closed.delete()
    page.unpublish()
    assert not is_public("survey")


def test_contributor_without_visible_pages_is_not_found(site_tree):
    factories.ContributorFactory(name="Newcomer Example")
    assert not is_public("newcomer")


def test_deletion_deletes_the_entry(site_tree, article):
    document = factories.SiteDocumentFactory(title="Gone", file__filename="gone.pdf")
    ids = {"page": article.pk, "document": document.pk}
    article.delete()
    SiteDocument.objects.get(pk=document.pk).delete()
    for name, pk in ids.items():
        assert not SearchEntry.objects.filter(**{name: pk}).exists()


def differences(**options):
    return [each for each in check_index(**options) if isinstance(each, Difference)]


def test_check_finds_and_repairs_differences(site_tree, article, capsys):
    list(reindex())
    assert differences(repair=False) == []
    ArticlePage.objects.filter(pk=article.pk).update(title="Gannets", draft_title="Gannets")
    SearchEntry.objects.filter(page=site_tree.book.pk).delete()
    ArticlePage.objects.filter(pk=site_tree.sequel.pk).update(live=False)
    SearchWord.objects.filter(word="tide").delete()
    with pytest.raises(SystemExit):
        call_command("check_search", dry_run=True)
    assert "5 differences" in capsys.readouterr().out
    assert not is_public("gannets")
    found = {str(each.title): each.description for each in differences(repair=True)}
    assert found["Gannets"] == "outdated"
    assert found["The tide"] == "missing"
    assert found["The settlement"] == "not published any more"
    assert is_public("gannets")
    assert is_public("tide")
    call_command("check_search")
    assert "The index is up to date" in capsys.readouterr().out


def test_reindex_rebuilds_the_index(site_tree, capsys):
    before = set(SearchEntry.objects.values_list("page", "contributor", "topic", "document"))
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    assert not is_public("quillwort")
    call_command("reindex_search")
    after = set(SearchEntry.objects.values_list("page", "contributor", "topic", "document"))
    assert before == after
    assert is_public("quillwort")
    number = SearchEntry.objects.count()
    assert f"{number} of {number}" in capsys.readouterr().out

"""What changes is found, or not found any more, by the very next search."""

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
from tests.tree import raw_body


@pytest.fixture
def article(tree):
    body = raw_body(("paragraph", "<p>A cormorant.</p>"))
    return factories.ArticlePageFactory(parent=tree.section, title="Birds", body=body)


def test_page_is_found_from_its_publication_until_its_end(tree, alone, moderator):
    page = factories.ArticlePageFactory(parent=tree.section, title="Cormorants", live=False)
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


def test_draft_of_a_public_page_stays_hidden(article, alone, moderator):
    article.title = "Gannets"
    revision = article.save_revision(user=moderator)
    assert not is_public("gannets")
    assert is_public("cormorant")
    revision.publish(user=moderator)
    assert is_public("gannets")


def test_page_that_expires_is_gone_before_anybody_unpublishes_it(article):
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=now() - timedelta(seconds=1))
    assert not is_public("cormorant")
    call_command("publish_scheduled", verbosity=0)
    assert not is_public("cormorant")


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_page_is_hidden_with_all_above_it(tree, article, kind):
    closed = PageViewRestriction.objects.create(
        page=tree.section, restriction_type=kind, password="a"
    )
    closed.groups.add(Group.objects.first())
    assert not is_public("cormorant")
    closed.delete()
    assert is_public("cormorant")


def test_page_that_moves_below_a_private_one_is_hidden(tree, article):
    private = factories.ArticleIndexPageFactory(parent=tree.home, title="Within", slug="within")
    restrict(private)
    article.move(private, pos="last-child")
    assert not is_public("cormorant")
    ArticlePage.objects.get(pk=article.pk).move(tree.section, pos="last-child")
    assert is_public("cormorant")


def test_copied_page_is_found_only_when_it_is_public(tree, article):
    article.copy(update_attrs={"title": "Copy", "slug": "copy"}, keep_live=False)
    assert titles("cormorant") == ["Birds"]
    article.copy(update_attrs={"title": "Twin", "slug": "twin"})
    assert set(titles("cormorant")) == {"Birds", "Twin"}


def test_renamed_person_is_found_by_the_new_name_with_all_they_made(tree):
    tree.sequel.save()  # knows its author only now
    assert "The settlement" in titles("example ada")
    tree.person.name = "Ursula Quince"
    tree.person.save()
    found = titles("quince")
    assert found[0] == "Ursula Quince"
    assert "The settlement" in found
    assert not is_public("example")


def test_renamed_topic_is_found_by_the_new_name_with_its_pages(tree):
    tree.topic.name = "Dwellings"
    tree.topic.save()
    assert titles("dwellings")[0] == "Dwellings"
    assert "The tide" in titles("dwellings")
    assert "The tide" not in titles("housing -dwellings")


def test_merged_people_are_found_as_one(tree, article):
    twin = factories.ContributorFactory(name="Adah Exampel")
    factories.attribute(article, twin)
    article.save()
    assert titles("exampel")[0] == "Adah Exampel"
    merge(twin, tree.person)
    assert not is_public("exampel")
    assert titles("author:ada cormorant") == ["Birds"]


def test_topics_and_people_of_a_page_are_counted_as_they_are_now(tree, article):
    twin, other = factories.ContributorFactory(), factories.TopicFactory()
    factories.attribute(article, twin, tree.person)
    factories.attribute(article, tree.person, role="translator")  # A second part in one page.
    factories.assign(article, other)
    article.save()
    counted = Search(SearchFilters(q="cormorant")).tally.related
    assert counted == {"topic": {other.pk: 1}, "contributor": {twin.pk: 1, tree.person.pk: 1}}
    assert SearchEntry.objects.get(contributor=twin).contributor_ids == []
    merge(twin, tree.person)
    merge(other, tree.topic)
    counted = Search(SearchFilters(q="cormorant")).tally.related
    assert counted == {"topic": {tree.topic.pk: 1}, "contributor": {tree.person.pk: 1}}


def test_venue_and_organiser_are_followed(tree):
    tree.event.venue = venue = factories.VenueFactory(name="Ropewalk Hall")
    tree.event.save()
    venue.name = "Sailmakers’ Loft"
    venue.save()
    assert "Housing conference" in titles("sailmakers loft")
    assert not is_public("ropewalk hall conference")
    organiser = Organiser.objects.get()
    organiser.name = "The Boatbuilders"
    organiser.save()
    assert "Housing conference" in titles("boatbuilders")


def test_document_is_found_while_a_public_page_names_it(tree, alone, moderator):
    """What nobody links to yet, nobody may come across."""
    document = factories.SiteDocumentFactory(title="Cormorant census", file__filename="a.pdf")
    assert not is_public("census")
    page = factories.ArticlePageFactory(parent=tree.section, title="Birds", live=False)
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


def test_person_without_public_pages_is_not_found(tree):
    factories.ContributorFactory(name="Nobody Yet")
    assert not is_public("nobody")


def test_what_is_deleted_leaves_no_entry(tree, article):
    document = factories.SiteDocumentFactory(title="Gone", file__filename="gone.pdf")
    keys = {"page": article.pk, "document": document.pk}
    article.delete()
    SiteDocument.objects.get(pk=document.pk).delete()
    for name, key in keys.items():
        assert not SearchEntry.objects.filter(**{name: key}).exists()


def differences(**options):
    return [each for each in check_index(**options) if isinstance(each, Difference)]


def test_check_finds_and_mends_what_was_changed_behind_its_back(tree, article, capsys):
    list(reindex())
    assert differences(mend=False) == []
    ArticlePage.objects.filter(pk=article.pk).update(title="Gannets", draft_title="Gannets")
    SearchEntry.objects.filter(page=tree.book.pk).delete()
    ArticlePage.objects.filter(pk=tree.sequel.pk).update(live=False)
    SearchWord.objects.filter(word="tide").delete()
    with pytest.raises(SystemExit):
        call_command("check_search", dry_run=True)
    assert "5 differences" in capsys.readouterr().out
    assert not is_public("gannets")
    told = {str(each.title): each.sentence for each in differences(mend=True)}
    assert told["Gannets"] == "has changed"
    assert told["The tide"] == "was missing"
    assert told["The settlement"] == "is not published any more"
    assert is_public("gannets")
    assert is_public("tide")
    call_command("check_search")
    assert "The index agrees" in capsys.readouterr().out


def test_reindexing_makes_all_anew(tree, capsys):
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

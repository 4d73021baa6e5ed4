"""Pages that come in stand in the tree as if an editor had made them, and ask for little."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Site

from importers.progress import Progress
from importers.wordpress.bulk import append_child
from news.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.importers.wordpress.exports import generated, write
from tests.importers.wordpress.import_helpers import move_in
from tests.importers.wordpress.sample_site import article

MOST_FOR_A_NEW_AND_A_KNOWN_POST = 18


def test_tree_is_sound(moved):
    assert not any(Page.find_problems())
    assert not Page.objects.exclude(numchild=0).filter(path__endswith="zz").exists()
    first = article("First & foremost")
    assert first.url_path == f"{first.get_parent().url_path}first/"
    assert first.draft_title == first.title
    assert first.locale_id == first.get_parent().locale_id
    assert Site.objects.get().root_page.get_descendant_count() == Page.objects.count() - 2


def test_history_says_once_that_a_page_was_made(moved, old, uploads):
    move_in(old, media=uploads)
    pages = Page.objects.filter(depth__gt=2)
    made = PageLogEntry.objects.filter(action="wagtail.create")
    assert sorted(made.values_list("page_id", flat=True)) == sorted(
        pages.values_list("pk", flat=True)
    )
    entry = made.get(page_id=article("First & foremost").pk)
    assert (entry.label, entry.content_changed) == ("First & foremost", True)
    assert entry.content_type == article("First & foremost").content_type


def test_page_is_planted_beside_those_that_others_made(site):
    section = factories.ArticleIndexPageFactory(parent=site)
    for number in range(2):
        stored = ArticleIndexPage.objects.get(pk=section.pk)
        with transaction.atomic():
            assert append_child(
                ArticlePage(title=f"Planted {number}", slug=f"planted-{number}"), stored
            )
        factories.ArticlePageFactory(parent=ArticleIndexPage.objects.get(pk=section.pk))
    section.refresh_from_db()
    assert section.numchild == 4
    assert [page.title for page in section.get_children()][::2] == ["Planted 0", "Planted 1"]
    assert not any(Page.find_problems())


def test_nothing_is_planted_where_the_list_was_moved(site):
    section = factories.ArticleIndexPageFactory(parent=site)
    stale = ArticleIndexPage.objects.get(pk=section.pk)
    section.slug = "renamed"
    section.save()
    page = ArticlePage(title="Planted", slug="planted")
    assert not append_child(page, stale)
    assert page.pk is None
    assert ArticleIndexPage.objects.get(pk=section.pk).numchild == 0


@pytest.mark.parametrize("does", ["renames", "deletes"])
def test_somebody_changes_a_list_while_a_site_moves_in(site, tmp_path, monkeypatch, does):
    done = []

    def meddle(progress, number):
        done.append(number)
        section = ArticleIndexPage.objects.first()
        if len(done) == 5 and does == "renames":
            section.slug = "renamed"
            section.save()
        elif len(done) == 5:
            section.delete()

    monkeypatch.setattr(Progress, "add", meddle)
    move_in(write(tmp_path / "old.xml", generated(8)))
    section = ArticleIndexPage.objects.get()
    assert section.get_children().count() == (8 if does == "renames" else 4)
    assert all(page.url_path.startswith(section.url_path) for page in section.get_children())
    assert not any(Page.find_problems())


def test_references_are_those_that_wagtail_finds(moved):
    def listed():
        return {
            tuple(str(value) for value in row)
            for row in ReferenceIndex.objects.exclude(object_id="").values_list(
                "content_type", "base_content_type", "object_id", "to_content_type",
                "to_object_id", "model_path", "content_path", "content_path_hash",
            )
        }  # fmt: skip

    before = listed()
    for page in Page.objects.filter(depth__gt=2).specific():
        ReferenceIndex.remove_for_object(page)
        ReferenceIndex.create_or_update_for_object(page)
    assert before == listed()
    assert len(before) > 10


def test_post_asks_for_little_however_many_there_are(site, tmp_path):
    asked = []
    for number in (20, 40, 80):
        export = write(tmp_path / f"{number}.xml", generated(number))
        with CaptureQueriesContext(connection) as captured:
            move_in(export)
        statements = (query["sql"] for query in captured)
        asked.append(sum(not each.startswith(("SAVEPOINT", "RELEASE")) for each in statements))
    # Half of the posts of the last two runs are there already.
    assert (asked[2] - asked[1]) / 20 <= MOST_FOR_A_NEW_AND_A_KNOWN_POST

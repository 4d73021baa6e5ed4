"""Imported pages are stored as an editor would have stored them, with few queries."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Site

from importers.bulk import append_child
from importers.progress import Progress
from news.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.importers.wordpress.exports import generated, write
from tests.importers.wordpress.import_helpers import run_import
from tests.importers.wordpress.sample_site import article

MAX_QUERIES_FOR_A_NEW_AND_A_KNOWN_POST = 18


def test_tree_is_valid(imported):
    assert not any(Page.find_problems())
    assert not Page.objects.exclude(numchild=0).filter(path__endswith="zz").exists()
    first = article("First & foremost")
    assert first.url_path == f"{first.get_parent().url_path}first/"
    assert first.draft_title == first.title
    assert first.locale_id == first.get_parent().locale_id
    assert Site.objects.get().root_page.get_descendant_count() == Page.objects.count() - 2


def test_creation_of_a_page_is_logged_once(imported, export_file, uploads):
    run_import(export_file, media=uploads)
    pages = Page.objects.filter(depth__gt=2)
    entries = PageLogEntry.objects.filter(action="wagtail.create")
    assert sorted(entries.values_list("page_id", flat=True)) == sorted(
        pages.values_list("pk", flat=True)
    )
    entry = entries.get(page_id=article("First & foremost").pk)
    assert (entry.label, entry.content_changed) == ("First & foremost", True)
    assert entry.content_type == article("First & foremost").content_type


def test_page_is_appended_after_children_that_editors_added(site):
    section = factories.ArticleIndexPageFactory(parent=site)
    for number in range(2):
        stored = ArticleIndexPage.objects.get(pk=section.pk)
        with transaction.atomic():
            assert append_child(
                ArticlePage(title=f"Appended {number}", slug=f"appended-{number}"), stored
            )
        factories.ArticlePageFactory(parent=ArticleIndexPage.objects.get(pk=section.pk))
    section.refresh_from_db()
    assert section.numchild == 4
    assert [page.title for page in section.get_children()][::2] == ["Appended 0", "Appended 1"]
    assert not any(Page.find_problems())


def test_nothing_is_appended_if_the_parent_has_moved(site):
    section = factories.ArticleIndexPageFactory(parent=site)
    stale = ArticleIndexPage.objects.get(pk=section.pk)
    section.slug = "renamed"
    section.save()
    page = ArticlePage(title="Appended", slug="appended")
    assert not append_child(page, stale)
    assert page.pk is None
    assert ArticleIndexPage.objects.get(pk=section.pk).numchild == 0


@pytest.mark.parametrize("action", ["rename", "delete"])
def test_editor_changes_an_index_page_during_an_import(site, tmp_path, monkeypatch, action):
    done = []

    def interfere(progress, number):
        done.append(number)
        section = ArticleIndexPage.objects.first()
        if len(done) == 5 and action == "rename":
            section.slug = "renamed"
            section.save()
        elif len(done) == 5:
            section.delete()

    monkeypatch.setattr(Progress, "add", interfere)
    run_import(write(tmp_path / "old.xml", generated(8)))
    section = ArticleIndexPage.objects.get()
    assert section.get_children().count() == (8 if action == "rename" else 4)
    assert all(page.url_path.startswith(section.url_path) for page in section.get_children())
    assert not any(Page.find_problems())


def test_references_are_the_same_as_wagtails(imported):
    def references():
        return {
            tuple(str(value) for value in row)
            for row in ReferenceIndex.objects.exclude(object_id="").values_list(
                "content_type", "base_content_type", "object_id", "to_content_type",
                "to_object_id", "model_path", "content_path", "content_path_hash",
            )
        }  # fmt: skip

    before = references()
    for page in Page.objects.filter(depth__gt=2).specific():
        ReferenceIndex.remove_for_object(page)
        ReferenceIndex.create_or_update_for_object(page)
    assert before == references()
    assert len(before) > 10


def test_number_of_queries_per_post_is_constant(site, tmp_path):
    counts = []
    for number in (20, 40, 80):
        export = write(tmp_path / f"{number}.xml", generated(number))
        with CaptureQueriesContext(connection) as captured:
            run_import(export)
        statements = (query["sql"] for query in captured)
        counts.append(sum(not each.startswith(("SAVEPOINT", "RELEASE")) for each in statements))
    # Half of the posts of the last two runs exist already.
    assert (counts[2] - counts[1]) / 20 <= MAX_QUERIES_FOR_A_NEW_AND_A_KNOWN_POST

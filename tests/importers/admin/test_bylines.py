"""Names in standfirsts: proposed until they are in the byline, and added as the rules allow."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Site

from contributors.models import Contributor
from contributors.roles import Role
from core.models import PublicationSettings
from editorial.models import ModerationSettings
from importers.admin.bylines import add_to_byline, names_in, proposals
from importers.admin.imported_pages import empty_pages
from importers.models import RunStage
from news.models import ArticlePage
from tests.access import member
from tests.importers.admin.working import work
from tests.importers.wordpress.exports import export, item, write


@pytest.fixture
def run(run_of, tmp_path):
    path = write(tmp_path / "old.xml", [export(
        item(1, "One", "<p>x</p>", slug="one", excerpt="By Ada Lovelace and Mary Shelley today."),
        item(2, "Two", "<p>x</p>", slug="two", excerpt="By Ada Lovelace.", status="draft"),
        item(3, "Same", "<p>x</p>", slug="same", excerpt="By Ada Lovelace, first."),
        item(4, "Same", "", slug="same-2", excerpt="By Mary Shelley, second."),
    )])  # fmt: skip
    return work(work(run_of(path)), RunStage.IMPORT)


@pytest.fixture
def one_person(db):
    ModerationSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"one_person": True}
    )
    PublicationSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"blocking_checks": []}
    )


def found(run):
    return [(row.title, row.name) for row in proposals(run)]


def credit(page):
    page.refresh_from_db()
    return page.specific_class.objects.get(pk=page.pk).credit_line


def draft_credit(page):
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().credit_line


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Ada Lovelace", ["Ada Lovelace"]),
        ("Ada Lovelace and Mary Shelley", ["Ada Lovelace", "Mary Shelley"]),
        ("A B, C D, and E F (The Lantern)", ["A B", "C D", "E F"]),
    ],
)
def test_names_are_told_apart(words, names):
    assert names_in(words) == names


def test_names_belong_to_their_pages(run):
    assert found(run) == [
        ("One", "Ada Lovelace"),
        ("One", "Mary Shelley"),
        ("Two", "Ada Lovelace"),
        ("Same", "Ada Lovelace"),
        ("Same", "Mary Shelley"),
    ]
    same = [row.page_id for row in proposals(run) if row.title == "Same"]
    assert [ArticlePage.objects.get(pk=pk).slug for pk in same] == ["same", "same-2"]


def test_added_name_waits_for_a_review(run, chief):
    row = proposals(run)[0]
    page = ArticlePage.objects.get(pk=row.page_id)
    assert not add_to_byline(row, Role.AUTHOR, chief)
    assert credit(page) == ""
    assert draft_credit(page) == "By Ada Lovelace"
    assert page.latest_revision.user == chief
    assert page.has_unpublished_changes
    assert ("One", "Ada Lovelace") not in found(run)
    assert not add_to_byline(proposals(run)[0], Role.AUTHOR, chief)
    assert draft_credit(page) == "By Ada Lovelace and Mary Shelley"


def test_one_person_publishes_what_was_live_and_unchanged(run, chief, one_person):
    row = proposals(run)[0]
    page = ArticlePage.objects.get(pk=row.page_id)
    assert add_to_byline(row, Role.INTERVIEWEE, chief)
    assert credit(page) == "Interview with Ada Lovelace"
    assert not page.has_unpublished_changes


def test_draft_and_page_with_other_changes_stay_drafts(run, chief, one_person):
    rows = {row.title: row for row in proposals(run)}
    draft = ArticlePage.objects.get(pk=rows["Two"].page_id)
    assert not add_to_byline(rows["Two"], Role.AUTHOR, chief)
    assert not ArticlePage.objects.get(pk=draft.pk).live
    changed = ArticlePage.objects.get(title="One")
    changed.standfirst = "Changed"
    changed.save_revision(user=chief)
    assert not add_to_byline(proposals(run)[0], Role.AUTHOR, chief)
    assert ArticlePage.objects.get(pk=changed.pk).standfirst != "Changed"


def test_contributor_of_the_name_is_used(run, chief):
    known = Contributor.objects.create(name="ada lovelace")
    add_to_byline(proposals(run)[0], Role.AUTHOR, chief)
    assert Contributor.objects.get() == known


def test_locked_page_is_not_changed(run, chief):
    row = proposals(run)[0]
    page = ArticlePage.objects.get(pk=row.page_id)
    page.locked, page.locked_by = True, member("other", "Administrators")
    page.save()
    with pytest.raises(PermissionDenied):
        add_to_byline(row, Role.AUTHOR, chief)
    assert not Contributor.objects.exists()


def test_changed_page_is_not_imported_again(run, chief):
    row = proposals(run)[0]
    add_to_byline(row, Role.AUTHOR, chief)
    run = work(run, RunStage.IMPORT)
    assert draft_credit(ArticlePage.objects.get(pk=row.page_id)) == "By Ada Lovelace"


def test_pages_without_a_text(run):
    assert [link.title for link in empty_pages(run)] == ["Same"]

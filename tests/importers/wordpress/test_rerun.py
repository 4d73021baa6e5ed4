"""A site that moves in once more, in parts, or with something wrong."""

import json

import pytest
from django.core.management import CommandError

from books.models import BookPage
from events.models import EventPage
from images.models import SiteImage
from importers.models import ImportedItem
from news.models import ArticleIndexPage, ArticlePage
from tests.importers.wordpress.exports import (
    export,
    item,
    write,
)
from tests.importers.wordpress.import_helpers import move_in, snapshot
from tests.importers.wordpress.sample_site import article, parts
from topics.models import Topic


def test_second_run_changes_nothing(moved, old, uploads):
    before, items = snapshot(), list(ImportedItem.objects.order_by("pk").values())
    again = json.loads(move_in(old, media=uploads).read_text())
    assert snapshot() == before
    assert list(ImportedItem.objects.order_by("pk").values()) == items
    assert again["outcomes"]["post"] == {"unchanged": 9, "left out": 1}
    assert not {"created", "updated"} & {
        name for kind in again["outcomes"].values() for name in kind
    } - ({"created"} if "nav_menu_item" in again["outcomes"] else set())


def changed(*pairs):
    content = export(*parts())
    for before, after in pairs:
        assert before in content
        content = content.replace(before, after)
    return content


def test_third_run_takes_what_changed_there_and_keeps_what_was_edited_here(moved, old, editor):
    mine = article("First & foremost")
    mine.title = "Edited here"
    mine.save_revision(user=editor)
    mine.save()
    old.write_text(changed(("A <a", "Changed there <a"), ("First &amp; foremost", "Changed too")))
    report = json.loads(move_in(old).read_text())
    assert "Changed there" in str(ArticlePage.objects.get(slug="second").body.raw_data)
    assert ArticlePage.objects.get(pk=mine.pk).title == "Edited here"
    assert report["outcomes"]["post"] == {
        "updated": 1,
        "kept as edited here": 1,
        "unchanged": 7,
        "left out": 1,
    }


def test_page_that_was_deleted_here_does_not_come_back(moved, old, uploads):
    article("First & foremost").delete()
    move_in(old, media=uploads)
    assert not ArticlePage.objects.filter(slug="first").exists()


def test_pictures_come_later_where_their_folder_comes_later(site, old, uploads):
    move_in(old)
    assert article("First & foremost").lead_image is None
    assert not SiteImage.objects.exists()
    move_in(old, media=uploads)
    assert article("First & foremost").lead_image.title == "boats.jpg"
    assert "image" in [block["type"] for block in article("First & foremost").body.raw_data]


def test_dry_run_writes_nothing_but_a_report_and_the_table(site, old, uploads, tmp_path):
    before, table = snapshot(), tmp_path / "map.csv"
    report = json.loads(move_in(old, "--dry-run", media=uploads, map=table).read_text())
    assert snapshot() == before
    assert not ImportedItem.objects.exists()
    assert report["is_dry_run"]
    assert report["unaccounted"] == {}
    assert "post_tag,tides,Tides,1,topic,Tides" in table.read_text(encoding="utf-8-sig")


def test_table_says_what_categories_become(site, old, tmp_path):
    table = tmp_path / "map.csv"
    move_in(old, "--dry-run", map=table)
    text = table.read_text(encoding="utf-8-sig")
    text = text.replace("ports,Ports,1,topic,Ports", "ports,Ports,1,section,Theory")
    table.write_text(
        text.replace("post_tag,tides,Tides,1,topic,Tides", "post_tag,tides,Tides,1,nothing,")
    )
    move_in(old, map=table)
    first = article("First & foremost")
    assert first.get_parent().specific == ArticleIndexPage.objects.get(title="Theory")
    assert first.topics == []
    assert not Topic.objects.filter(name="Tides").exists()


@pytest.mark.parametrize(
    ("cell", "words"),
    [("chapter,Ports", "chapter"), ("format,Saga", "there is no format “Saga”")],
)
def test_wrong_cell_of_the_table_is_named(site, old, tmp_path, cell, words):
    table = tmp_path / "map.csv"
    table.write_text(f"Taxonomy,Slug,Becomes,As\ncategory,ports,{cell}\n")
    with pytest.raises(CommandError, match=words):
        move_in(old, map=table)
    assert not ImportedItem.objects.exists()


def test_parts_can_be_brought_alone(site, old):
    move_in(old, only="events")
    assert EventPage.objects.count() == 2
    assert not ArticlePage.objects.exists()
    with pytest.raises(CommandError, match="--only takes"):
        move_in(old, only="comments")


def test_currency_of_the_shop_is_asked_for(site, old):
    old.write_text(changed(("RRP: £5, €6, $7 (print)", "")))
    move_in(old, currency="GBP")
    assert BookPage.objects.get().formats.first().price_line == "£5"


def test_house_rules_hold_for_nobody_who_moves_in_and_for_everybody_after(moved, editor):
    """A picture without a credit stops a publication here, and did not there."""
    first = article("First & foremost")
    assert first.live
    assert first.lead_image.credit == ""


def test_report_that_cannot_be_written_is_said_before_anything_is_done(site, old, tmp_path):
    for report in (tmp_path / "none/report.html", tmp_path):
        with pytest.raises(CommandError, match="folder"):
            move_in(old, report=report)
    assert not ImportedItem.objects.exists()


def test_file_that_cannot_be_read_is_said(site, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        move_in(tmp_path / "none.xml")
    with pytest.raises(CommandError, match="is no folder"):
        move_in(write(tmp_path / "a.xml", [export(item(1))]), media=tmp_path / "none")

"""A site is imported again, in parts, or with wrong options."""

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
from tests.importers.wordpress.import_helpers import run_import, snapshot
from tests.importers.wordpress.sample_site import article, parts
from topics.models import Topic


def test_second_run_changes_nothing(imported, export_file, uploads):
    before, items = snapshot(), list(ImportedItem.objects.order_by("pk").values())
    again = json.loads(run_import(export_file, media=uploads).read_text())
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


def test_third_run_updates_what_changed_and_keeps_what_was_edited(imported, export_file, editor):
    edited = article("First & foremost")
    edited.title = "Edited here"
    edited.save_revision(user=editor)
    edited.save()
    export_file.write_text(
        changed(("A <a", "Changed there <a"), ("First &amp; foremost", "Changed too"))
    )
    report = json.loads(run_import(export_file).read_text())
    assert "Changed there" in str(ArticlePage.objects.get(slug="second").body.raw_data)
    assert ArticlePage.objects.get(pk=edited.pk).title == "Edited here"
    assert report["outcomes"]["post"] == {
        "updated": 1,
        "kept as edited here": 1,
        "unchanged": 7,
        "left out": 1,
    }


def test_deleted_page_is_not_imported_again(imported, export_file, uploads):
    article("First & foremost").delete()
    run_import(export_file, media=uploads)
    assert not ArticlePage.objects.filter(slug="first").exists()


def test_images_are_added_once_their_folder_is_given(site, export_file, uploads):
    run_import(export_file)
    assert article("First & foremost").lead_image is None
    assert not SiteImage.objects.exists()
    run_import(export_file, media=uploads)
    assert article("First & foremost").lead_image.title == "boats.jpg"
    assert "image" in [block["type"] for block in article("First & foremost").body.raw_data]


def test_dry_run_writes_only_the_report_and_the_table(site, export_file, uploads, tmp_path):
    before, table = snapshot(), tmp_path / "map.csv"
    report = json.loads(run_import(export_file, "--dry-run", media=uploads, map=table).read_text())
    assert snapshot() == before
    assert not ImportedItem.objects.exists()
    assert report["is_dry_run"]
    assert report["unaccounted"] == {}
    assert "post_tag,tides,Tides,1,topic,Tides" in table.read_text(encoding="utf-8-sig")


def test_table_decides_what_categories_become(site, export_file, tmp_path):
    table = tmp_path / "map.csv"
    run_import(export_file, "--dry-run", map=table)
    text = table.read_text(encoding="utf-8-sig")
    text = text.replace("ports,Ports,1,topic,Ports", "ports,Ports,1,section,Theory")
    table.write_text(
        text.replace("post_tag,tides,Tides,1,topic,Tides", "post_tag,tides,Tides,1,nothing,")
    )
    run_import(export_file, map=table)
    first = article("First & foremost")
    assert first.get_parent().specific == ArticleIndexPage.objects.get(title="Theory")
    assert first.topics == []
    assert not Topic.objects.filter(name="Tides").exists()


@pytest.mark.parametrize(
    ("cell", "message"),
    [("chapter,Ports", "chapter"), ("format,Saga", "there is no format “Saga”")],
)
def test_error_names_the_wrong_cell_of_the_table(site, export_file, tmp_path, cell, message):
    table = tmp_path / "map.csv"
    table.write_text(f"Taxonomy,Slug,Becomes,As\ncategory,ports,{cell}\n")
    with pytest.raises(CommandError, match=message):
        run_import(export_file, map=table)
    assert not ImportedItem.objects.exists()


def test_parts_can_be_imported_on_their_own(site, export_file):
    run_import(export_file, only="events")
    assert EventPage.objects.count() == 2
    assert not ArticlePage.objects.exists()
    with pytest.raises(CommandError, match="can be selected"):
        run_import(export_file, only="comments")


def test_shop_prices_have_the_currency_of_the_option(site, export_file):
    export_file.write_text(changed(("RRP: £5, €6, $7 (print)", "")))
    run_import(export_file, currency="GBP")
    assert BookPage.objects.get().formats.first().price_line == "£5"


def test_page_checks_do_not_stop_an_import(imported):
    """An image without a credit is an error here, but was live at the source."""
    first = article("First & foremost")
    assert first.live
    assert first.lead_image.credit == ""


def test_report_that_cannot_be_written_is_an_error_before_the_import(site, export_file, tmp_path):
    for report in (tmp_path / "none/report.html", tmp_path):
        with pytest.raises(CommandError, match="folder"):
            run_import(export_file, report=report)
    assert not ImportedItem.objects.exists()


def test_file_that_cannot_be_read_is_an_error(site, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run_import(tmp_path / "none.xml")
    with pytest.raises(CommandError, match="is not a folder"):
        run_import(write(tmp_path / "a.xml", [export(item(1))]), media=tmp_path / "none")

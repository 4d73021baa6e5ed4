"""An editor types while the database is locked, read-only or away, or the disk is full."""

import contextlib
import re

import pytest
from playwright.sync_api import expect

from tests.databases import is_postgresql
from tests.journeys.desk import add_page
from tests.journeys.server import copy_of_site, served, windows
from tests.operations import faults
from tests.operations.sites import SmallSite

FAULT_SECONDS = 6


@pytest.fixture(scope="module")
def site(tmp_path_factory, demo_template):
    """A site with demo content, in a folder of its own that holds nothing but the database."""
    folder = tmp_path_factory.mktemp("site")
    with copy_of_site(demo_template, folder, PAGE_CACHE_SECONDS="300") as environment:
        found = SmallSite(environment, folder)
        if not is_postgresql():
            (folder / "database").mkdir()
            moved = folder / "database" / "site.sqlite3"
            found.database_file.rename(moved)
            environment["DATABASE_URL"] = f"sqlite:///{moved}"
        url = environment["BASE_URL"]
        with served(environment, url.rpartition(":")[2]):
            yield found


@pytest.fixture
def editor(site, chromium):
    with windows(chromium, site.environment["BASE_URL"]) as visit:
        yield visit("editor")


@contextlib.contextmanager
def locked_for_a_while(site):
    with faults.database_locked(site):
        yield


FAULTS = {
    "away": faults.database_away,
    "read-only": faults.database_read_only,
    "locked": locked_for_a_while,
}


@pytest.mark.parametrize("name", FAULTS)
def test_typed_text_is_saved_when_the_fault_ends(site, editor, name):
    title = f"Typed while it was {name}"
    add_page(editor, "News and analysis", title)
    standfirst = editor.get_by_label(re.compile("^Standfirst"))
    with FAULTS[name](site):
        standfirst.fill("Words of the first minute")
        editor.keyboard.press("Control+s")
        editor.wait_for_timeout(FAULT_SECONDS * 1000)
        if name != "locked":  # Then the form is on its way, and waits for the lock.
            expect(standfirst).to_have_value("Words of the first minute")
            standfirst.press_sequentially(" and of the second")
    editor.wait_for_timeout(1000)
    expect(editor.get_by_text(re.compile(f"Page '{title}' (created|updated)"))).to_be_visible(
        timeout=60_000
    )
    expect(standfirst).to_have_value(re.compile("^Words of the first minute"))
    rows = site.lines()["wagtailcore_revision"]
    assert any(title in row and "Words of the first minute" in row for row in rows)
    assert sum(f'"title": "{title}"' in row for row in site.lines()["wagtailcore_page"]) == 1


def test_upload_on_a_full_disk_says_so_and_leaves_nothing(site, editor, tmp_path):
    rows = len(site.lines()["images_siteimage"])
    with faults.small_disk(1) as disk:
        media = site.media
        aside = media.with_name("media.aside")
        media.rename(aside)
        media.symlink_to(disk)
        with faults.full(disk):
            editor.goto("/admin/images/add/")
            editor.set_input_files("input[type=file]", "demo/pictures/harbour.webp")
            editor.get_by_label("Title").fill("No room")
            editor.get_by_role("button", name="Upload").click()
            expect(editor.get_by_text("The disk of the server is full")).to_be_visible()
        left = [path for path in disk.rglob("*") if path.is_file()]
        media.unlink()
        aside.rename(media)
    assert not left
    assert len(site.lines()["images_siteimage"]) == rows

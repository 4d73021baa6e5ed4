"""A site that moved in, as its readers, its editors and its administrators meet it."""

import os
import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from site_config.settings.environment import PROJECT
from tests.importers.wordpress.exports import author, category, export, generated, item, write
from tests.importers.wordpress.sample_site import parts
from tests.journeys import desk
from tests.journeys.accessible import expect_accessible
from tests.journeys.signing_in import confirm_if_asked

TEXT = """<!-- wp:paragraph -->
<p>They came by <em>capstan</em> light. <a href="https://old.example/2019/05/second/">More</a></p>
<!-- /wp:paragraph -->
<!-- wp:code --><pre class="wp-block-code"><code>tide = high(port)</code></pre><!-- /wp:code -->
<script src="https://track.example/x.js"></script>"""


def test_article_of_the_old_site_is_read_found_and_edited(visit, address, environment, tmp_path):
    file = write(
        tmp_path / "old.xml",
        [
            export(
                author("wren", "Wren Oldsite"),
                category("piers", "Piers"),
                item(1, "By capstan light", TEXT, slug="first", creator="wren", excerpt="Long ago.",
                     terms=[("category", "piers", "Piers")]),
                item(2, "Second of two", "<p>Then</p>", slug="second", creator="wren"),
            )
        ],
    )  # fmt: skip
    command = ["manage.py", "import_wordpress", str(file), "--report", str(tmp_path / "r.html")]
    subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, check=True)

    reader = visit()
    foreign = []
    reader.on("request", lambda request: foreign.append(request.url))
    reader.goto("/2019/05/first/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("By capstan light")
    expect(reader.get_by_role("main")).to_contain_text("By Wren Oldsite")
    expect(reader.get_by_text("tide = high(port)")).to_be_visible()
    expect_accessible(reader)
    assert not [url for url in foreign if not url.startswith(address)]
    reader.get_by_role("main").get_by_role("link", name="More").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Second of two")
    reader.get_by_role("banner").get_by_label("Search the site").fill("capstan")
    reader.get_by_role("banner").get_by_role("button", name="Search").click()
    expect(reader.get_by_role("main").get_by_role("link", name="By capstan light")).to_be_visible()
    reader.goto("/category/piers/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Piers")

    editor = visit("editor")
    editor.goto("/admin/articles/?q=capstan")
    editor.get_by_role("link", name="By capstan light").first.click()
    editor.get_by_role("textbox", name="Standfirst").fill("Longer ago.")
    desk.save(editor)
    subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, check=True)
    editor.reload()
    expect(editor.get_by_role("textbox", name="Standfirst")).to_have_value("Longer ago.")


# Wagtail's own sidebar, and its header, whose buttons are not ours.
FURNITURE = ("#wagtail-sidebar", "header")
MANY = 900  # posts, so that there is time to stop


def press(page: Page, name, role="button"):
    """Use a button or link by the keyboard alone."""
    target = page.get_by_role(role, name=name, exact=True)
    target.focus()
    page.keyboard.press("Enter")


def look(page: Page, name):
    """Check a page for everybody: on a desktop and a phone, in the light and the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_load_state()
            expect_accessible(page, f"{name}, {width} px, {scheme}", beside=FURNITURE)
            wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name}: {wide} px wider than {width} px"
            if folder := os.environ.get("SCREENSHOTS"):
                page.screenshot(path=f"{folder}/import-{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def begin(page: Page, file):
    """Upload an export, and wait for the end of its dry run."""
    page.goto("/admin/imports/")
    page.get_by_role("link", name="New import").click()
    confirm_if_asked(page)
    page.get_by_label("Export files").set_input_files(file)
    press(page, "Begin the dry run")
    expect(page.get_by_text("The dry run is done; nothing was imported.")).to_be_visible(
        timeout=60_000
    )


def test_administrator_imports_a_site_in_the_admin(visit, tmp_path):
    chief = visit("administrator")
    chief.goto("/admin/imports/")
    chief.get_by_role("link", name="New import").click()
    confirm_if_asked(chief)
    look(chief, "new")
    begin(chief, write(tmp_path / "old.xml", [export(*parts())]))
    look(chief, "checked")

    press(chief, "Front page", "link")
    look(chief, "front-page")
    expect(chief.get_by_text("an import leaves it as it is")).to_be_visible()
    press(chief, "Back to the import", "link")

    press(chief, "Categories and tags", "link")
    look(chief, "table")
    target = chief.get_by_role("combobox", name="What Ports becomes", exact=True)
    target.focus()
    chief.keyboard.press("s")  # as section
    expect(target).to_have_value("section")
    name = chief.get_by_role("textbox", name="Name of what Ports becomes")
    chief.keyboard.press("Tab")
    expect(name).to_be_focused()
    name.fill("Harbours of old")
    press(chief, "Save the choices")
    expect(chief.get_by_text("The choices were saved.")).to_be_visible()
    chief.go_back()
    chief.go_back()
    press(chief, "Begin the import")
    expect(chief.get_by_text("The import is done.")).to_be_visible(timeout=60_000)
    look(chief, "done")
    reader = visit()
    reader.goto("/2019/05/first/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("First & foremost")
    expect(reader.get_by_role("link", name="Harbours of old").first).to_be_visible()

    chief.get_by_role("link", name="left out").click()
    look(chief, "entries")
    chief.go_back()
    chief.get_by_role("link", name="Names in standfirsts").click()
    look(chief, "bylines")
    press(chief, re.compile(r"Add to the byline.*Ada Lovelace"))
    expect(chief.get_by_text("The draft waits for its publication.")).to_be_visible()
    expect(chief.get_by_text("There are none left.")).to_be_visible()
    chief.goto("/admin/articles/?q=foremost")
    chief.get_by_role("link", name="First & foremost").first.click()
    expect(chief.get_by_role("region", name="Contributors")).to_contain_text("Ada Lovelace")


def test_administrator_stops_an_import_and_goes_on(visit, environment, tmp_path):
    chief = visit("administrator")
    many = (part.replace("old.example", "many.example") for part in generated(MANY))
    begin(chief, write(tmp_path / "many.xml", many))
    press(chief, "Begin the import")
    confirm_if_asked(chief)
    count = chief.get_by_text(f" of {MANY} items")
    expect(count).to_be_visible(timeout=60_000)
    look(chief, "running")
    press(chief, "Stop")
    expect(chief.get_by_text("The import was stopped.")).to_be_visible(timeout=60_000)
    look(chief, "stopped")
    done = int(count.inner_text().split(" of ")[0].split()[-1])
    assert 0 < done < MANY
    press(chief, "Continue")
    expect(chief.get_by_text("The import is done.")).to_be_visible(timeout=180_000)
    expect(chief.get_by_role("row", name="Posts")).to_contain_text(f"{MANY} created")

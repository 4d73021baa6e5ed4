"""A site that moved in, as its readers and its editors meet it."""

import subprocess
import sys

from playwright.sync_api import expect

from site_config.settings.environment import PROJECT
from tests.importers.wordpress.exports import author, category, export, item, write
from tests.journeys import desk
from tests.journeys.accessible import expect_accessible

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

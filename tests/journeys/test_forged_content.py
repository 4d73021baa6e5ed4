"""Scripts in forged values do not run: each was stored, and is met in the browser."""

import html
import json
import subprocess
import sys
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.conf import settings

from site_config.settings.environment import PROJECT
from tests.databases import empty_database
from tests.hostile.examples import ADDRESSES, MARKER, SCHEMES
from tests.hostile.scripts import SCRIPTS
from tests.journeys.server import manage, served, variables

# Reading the marker, or asking the reader something, is told to the test.
TRAP = f"""() => {{
  const tell = (how) => window.ran(`${{how}} in ${{location.href}}: `
    + (document.currentScript?.outerHTML ?? new Error().stack));
  Object.defineProperty(window, "{MARKER}", {{ get() {{ tell("script"); return ""; }} }});
  for (const name of ["alert", "confirm", "prompt"]) window[name] = () => tell(name);
}}"""
# What waits for a click or a pointer, also in templates and shadows; then open all menus.
LATENT = """([marker, addresses, schemes]) => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((element) => [
    element, ...[element.shadowRoot, element.content].flatMap((inner) =>
      inner instanceof DocumentFragment ? all(inner) : [])]);
  const runs = ({ name, value }) => value.includes(marker) && (name.startsWith("on")
    || (addresses.includes(name)
      && schemes.some((scheme) =>
        value.replace(/[\\0-\\x20]/g, "").toLowerCase().startsWith(scheme))));
  return all(document).flatMap((element) => [...element.attributes].filter(runs)
    .map(({ name, value }) => `<${element.localName} ${name}="${value}">`));
}"""
STIR = """() => {
  for (const element of document.querySelectorAll("[data-controller~=w-tooltip], [title]"))
    for (const name of ["mouseenter", "mouseover", "focusin"])
      element.dispatchEvent(new Event(name, { bubbles: true }));
  const menus = "[data-side-panel-toggle], [data-w-dropdown-target=toggle], "
    + "[aria-haspopup], summary";
  for (const element of document.querySelectorAll(menus)) element.click?.();  // not in XML
}"""
TABS = 4


class Watch:
    """Opens addresses in several tabs of a window, and collects all that runs."""

    def __init__(self, chromium, url="", session="", **options):
        self.found = []
        self.context = chromium.new_context(base_url=url or None, **options)
        if session:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}
            self.context.add_cookies([cookie])
        self.context.expose_function("ran", self.tell)
        self.context.add_init_script(f"({TRAP})()")
        self.tabs = [self.tab() for _ in range(TABS)]

    def tell(self, text):
        self.found.append(text)

    def tab(self):
        page = self.context.new_page()
        page.on("dialog", self.dismiss)
        page.on("pageerror", lambda error: self.error(page, str(error)))
        return page

    def dismiss(self, dialog):
        if dialog.type != "beforeunload":
            self.found.append(f"{dialog.type} in {dialog.page.url}")
        dialog.accept()

    def error(self, page, text):
        """Note a script that was broken by a text within it."""
        if "SyntaxError" in text or "Unexpected" in text:
            self.found.append(f"{text} in {page.url}")

    def open(self, addresses):
        addresses = list(addresses)
        for first in range(0, len(addresses), TABS):
            pairs = list(zip(self.tabs, addresses[first : first + TABS], strict=False))
            for page, address in pairs:
                answer = page.goto(address, wait_until="commit")
                assert answer.status == 200, (address, answer.status)
                assert "/login/" not in answer.url, address
            for page, _address in pairs:
                page.wait_for_load_state("load")
            self.look([page for page, _address in pairs], wait=0)
            for page, _address in pairs:
                page.evaluate(STIR)
            self.look([page for page, _address in pairs])

    def look(self, pages, wait=150):
        """Wait for scripts, and note what would run on a click."""
        pages[0].wait_for_timeout(wait)
        for page in pages:
            latent = page.evaluate(LATENT, [MARKER, ADDRESSES, SCHEMES])
            self.found += [f"{one} in {page.url}" for one in latent]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A served site that was filled by forged forms."""
    folder = tmp_path_factory.mktemp("site")
    with empty_database(folder) as database_url:
        environment = variables(folder, database_url, PAGE_CACHE_SECONDS="0")
        manage(environment, "migrate", "-v", "0")
        code = "import django; django.setup(); from tests.journeys import forged_site"
        command = [sys.executable, "-c", f"{code}; forged_site.store('{folder}/stored.json')"]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
        found = SimpleNamespace(**json.loads((folder / "stored.json").read_text()))
        found.url = environment["BASE_URL"]
        with served(environment, found.url.rsplit(":", 1)[1]):
            yield found


@pytest.fixture
def watch(chromium, site):
    """Open a window of a user, or of a reader, and expect that nothing runs in it."""
    watches = []

    def open_window(username="", **options):
        watches.append(Watch(chromium, site.url, site.sessions.get(username), **options))
        return watches[-1]

    yield open_window
    for one in watches:
        one.context.close()
        assert not one.found, "\n".join(dict.fromkeys(one.found))


def mistakes(text):
    """Return a text as pages that do not escape it, or not as they have to, show it."""
    yield f"<p>{text}</p>"
    for mark in ("'", '"'):
        yield f"<a title={mark}{text}{mark}>"
    yield f'<a href="{html.escape(text)}">'
    yield html.unescape(text)
    yield f'<a href="{text}">'
    yield text.replace("<script>", "", 1).replace("</script>", "", 1)
    yield f"<script>`{text}`</script>"
    yield f'<p></p><script>document.querySelector("p").innerHTML = "{text}"</script>'
    yield f'<script>"{text.replace(chr(34), chr(92) + chr(34))}"</script>'


def test_scripts_run_where_they_are_not_escaped(chromium):
    watch = Watch(chromium)
    page = watch.tabs[0]
    missed = []
    for text in SCRIPTS:
        for shown in mistakes(text):
            page.set_content(shown)
            watch.look([page], wait=20)
            if watch.found:
                break
        missed += [] if watch.found else [text]
        watch.found.clear()
    watch.context.close()
    assert missed == []


def test_forms_store_most_scripts(site):
    assert site.stored > 1000
    assert len(site.refused) < site.stored / 2


def test_nothing_runs_for_readers(watch, site):
    reader = watch(bypass_csp=True)
    reader.open(site.public)
    reader.open(f"/search/?q={quote(text)}" for text in SCRIPTS[::3])
    reader.open(["/feed/", "/news/feed/", "/search/feed/?q=script", "/archive/", "/sitemap.xml"])
    field = reader.tabs[0].get_by_label("Search the site").first
    reader.tabs[0].goto("/")
    field.press_sequentially("script")
    reader.tabs[0].wait_for_timeout(600)
    reader.look(reader.tabs)


def test_nothing_runs_under_the_policy(watch, site):
    watch().open(site.public[::6])


def test_nothing_runs_in_views_of_pages(watch, site):
    editor = watch("moderator", bypass_csp=True)
    pages = [f"/admin/pages/{pk}" for pk in site.pages]
    editor.open(f"{page}/edit/" for page in pages)
    editor.open(f"{page}/view_draft/" for page in pages)
    editor.open(f"{page}/revisions/compare/earliest...latest/" for page in pages)
    editor.open(f"/admin/reviews/{pk}/" for pk in site.pages)
    editor.open(
        f"/admin/pages/{site.article}/{name}/" for name in ("history", "usage", "delete", "copy")
    )


def test_nothing_runs_where_the_keys_of_blocks_are_forged(watch, site):
    """Only a quotation mark ends the attribute that holds the key in the editor."""
    numbers = [number for number, text in enumerate(SCRIPTS) if '"' in text][:4]
    keys = [site.articles[f"forged-{number}"] for number in numbers]
    watch("moderator", bypass_csp=True).open(f"/admin/pages/{key}/edit/" for key in keys)


CHOOSERS = """() => [...new Map([...document.querySelectorAll("[data-chooser-url]")]
  .map((chooser) => [chooser.dataset.chooserUrl, chooser.id])).values()]"""


def test_nothing_runs_in_dialogs_of_the_editor(watch, site):
    editor = watch("moderator", bypass_csp=True)
    page = editor.tabs[0]
    page.goto(f"/admin/pages/{site.article}/edit/")
    choosers = page.evaluate(CHOOSERS)
    assert len(choosers) > 2
    for chooser in choosers:
        page.goto(f"/admin/pages/{site.article}/edit/")
        page.evaluate(
            "id => document.querySelector(`#${id} [data-chooser-action-choose]`).click()", chooser
        )
        page.locator(".modal-body").wait_for()
        editor.look([page])


LISTS = (
    *("pages/search/", "images/", "documents/", "articles/", "reports/site-history/", "users/"),
    *("contributors/contributor/", "topics/topic/", "events/venue/", "events/organiser/"),
    *("books/imprint/", "books/bookseries/", "books/bookseller/", "groups/", "sites/"),
    *("redirects/", "workflows/list/", "reports/workflow/", "reports/workflow_tasks/", ""),
    *("reports/locked/", "reports/aging-pages/", "reviews/", "collections/"),
    *("images/1/", "documents/edit/1/", "contributors/contributor/edit/1/", "topics/topic/edit/1/"),
    *("settings/core/publicationsettings/2/", "users/edit/2/", "pages/3/"),
)


def test_nothing_runs_in_lists_and_entries(watch, site):
    administrator = watch("administrator", bypass_csp=True)
    administrator.open([f"/admin/pages/{site.section}/", *(f"/admin/{name}" for name in LISTS)])
    pairs = zip(LISTS, SCRIPTS[::3], strict=False)
    administrator.open(f"/admin/{name}?q={quote(text)}" for name, text in pairs)

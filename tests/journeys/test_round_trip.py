"""A page that is opened, changed by one letter and saved is otherwise what it was."""

import contextlib
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.databases import empty_database
from tests.filled import PAGE_TYPES, stream_fields, walk
from tests.form_data import differences
from tests.journeys import store
from tests.journeys.server import PASSWORD, manage, served, variables, windows

# The titles in the choosers of a form that are not empty, and those that lists have selected.
CHOSEN = """() => [...document.querySelectorAll(
    "#page-edit-form .chooser:not(.blank), #page-edit-form option:checked")]
  .map(chooser => (chooser.querySelector(".chooser__title") ?? chooser).textContent.trim())"""


@contextlib.contextmanager
def site(environment):
    """Serve a site; yield its address and its store."""
    url = environment["BASE_URL"]
    with store.opened(environment) as opened, served(environment, url.rsplit(":", 1)[1]):
        yield SimpleNamespace(url=url, store=opened)


@pytest.fixture(scope="module")
def filled_site(tmp_path_factory):
    """A site with a page of every type, each with every block and row."""
    folder = tmp_path_factory.mktemp("site")
    with empty_database(folder) as database_url:
        environment = variables(folder, database_url, DEMO_PASSWORD=PASSWORD)
        manage(environment, "migrate", "-v", "0")
        with site(environment) as found:
            found.store.ask("fill_site", PASSWORD)
            found.keys = {kind: key for key, kind in reversed(found.store.ask("pages"))}
            yield found


@pytest.fixture(scope="module")
def editor(filled_site, chromium):
    with windows(chromium, filled_site.url) as visit:
        yield visit("administrator")


@pytest.fixture
def errors(editor):
    """What the scripts of the page complain of."""
    found = []
    editor.on("pageerror", lambda error: found.append(str(error)))
    editor.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else None
    )
    return found


def save_by_itself(editor: Page):
    with editor.expect_response(
        lambda answer: answer.request.method == "POST" and "/edit/" in answer.url
    ) as answer:
        pass
    assert answer.value.ok
    answer.value.finished()


def save_by_shortcut(editor: Page):
    with editor.expect_navigation():
        editor.keyboard.press("Control+s")
    expect_saved(editor)


def save_by_button(editor: Page):
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save draft").click()
    expect_saved(editor)


def expect_saved(editor: Page):
    expect(editor.get_by_role("main").get_by_role("status").first).to_contain_text(
        re.compile("updated|error")
    )
    mistakes = editor.locator(".error-message, .help-critical").all_inner_texts()
    assert not mistakes


SAVES = {"autosave": save_by_itself, "shortcut": save_by_shortcut, "button": save_by_button}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_one_letter_changes_nothing_else(filled_site, editor, errors, model, record_property):
    key = filled_site.keys[model.__name__]
    before = filled_site.store.ask("page", key)
    title = before["content"]["title"]
    save_at_once(editor, f"**/pages/{key}/edit/")
    for letter, (name, save) in zip("abc", SAVES.items(), strict=True):
        editor.goto(f"/admin/pages/{key}/edit/")
        field = editor.locator("#id_title")
        expect(field).to_have_value(title)
        if name == "autosave":  # Wagtail takes what it finds in the first moments for unchanged.
            editor.wait_for_timeout(2_000)
        assert not missing_titles(editor, before), name
        title += letter
        field.press("Control+End")
        field.press_sequentially(letter)
        save(editor)
        after = filled_site.store.ask("page", key)
        assert differences(before["content"] | {"title": title}, after["content"]) == [], name
        before["chosen"] = after["chosen"]  # The page may name itself.
        assert after["comments"] == before["comments"], name
    assert errors == [], errors
    paths = [path for field in stream_fields(model) for path, _ in walk(field.stream_block)]
    record_property("report", f"Round trip of {model.__name__}, with {len(paths)} kinds of blocks")


DEMO_TYPES = ("HomePage", "ArticlePage", "EventPage", "BookPage")


@pytest.fixture(scope="module")
def demo(demo_environment, chromium):
    """The demo, with an administrator at its desk."""
    with site(demo_environment) as found, windows(chromium, found.url) as visit:
        found.editor = visit("administrator")
        yield found


@pytest.mark.parametrize("kind", DEMO_TYPES)
def test_demo_comes_through_unchanged(demo, kind, record_property):
    keys = [key for key, name in demo.store.ask("pages") if name == kind]
    changed = {key: found for key in keys if (found := change_one_letter(demo, key))}
    assert changed == {}
    record_property("report", f"Round trip of {len(keys)} pages of type {kind} of the demo")


def change_one_letter(demo, key) -> list[str]:
    """Return what else changes where a letter is added to the title of a page."""
    before = demo.store.ask("page", key)
    demo.editor.goto(f"/admin/pages/{key}/edit/")
    title = demo.editor.locator("#id_title")
    title.press("Control+End")
    title.press_sequentially("x")
    missing = missing_titles(demo.editor, before)
    save_by_button(demo.editor)
    after = demo.store.ask("page", key)
    expected = before["content"] | {"title": before["content"]["title"] + "x"}
    return missing + differences(expected, after["content"])


def missing_titles(editor: Page, stored) -> list[str]:
    """Return the titles of what was chosen, and stands in no chooser of the form."""
    shown = Counter(editor.evaluate(CHOSEN))
    return list((Counter(stored["chosen"]) - shown).elements())


def save_at_once(page, forms):
    """Let forms save by themselves after a moment, and not after ten seconds."""

    def answer(route):
        if route.request.method == "POST":
            route.continue_()
            return
        form = route.fetch()
        route.fulfill(response=form, body=form.text().replace('value="10000"', 'value="50"'))

    page.route(forms, answer)

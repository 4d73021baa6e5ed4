"""The product as it is served: its own set-up, its own server, a real browser."""

import json
import os
import re
import secrets
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

from tests.databases import create_database, once_per_run, shared_folder
from tests.html import links_of
from tests.journeys.desk import add_page, save
from tests.journeys.server import (
    CHROMIUM_OPTIONS,
    PASSWORD,
    copy_of_site,
    manage,
    variables,
    windows,
    with_scheduler,
)


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory, worker_id):
    """Collect the static files once for all workers and all sites."""
    folder = shared_folder(tmp_path_factory, worker_id)
    os.environ["STATIC_ROOT"] = f"{folder}/static"

    def collect():
        environment = variables(folder, f"sqlite:///{folder}/none.sqlite3")
        manage(environment, "collectstatic", "--noinput", "-v", "0")
        return ""

    once_per_run(folder / "static-files", collect)


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory, worker_id, static_files):
    """A site that is set up with its demo content once for all workers: its database and files."""
    folder = shared_folder(tmp_path_factory, worker_id)

    def build():
        files = folder / "demo-site"
        files.mkdir()
        address = create_database(files)
        manage(variables(files, address, DEMO_PASSWORD=PASSWORD), "setup", "--demo")
        return json.dumps([address, str(files)])

    return json.loads(once_per_run(folder / "demo", build))


@pytest.fixture(scope="module")
def demo_environment(tmp_path_factory, demo_template):
    """The variables of a site with demo content, for one module alone."""
    with copy_of_site(demo_template, tmp_path_factory.mktemp("site")) as environment:
        yield environment


@pytest.fixture(scope="session")
def environment(tmp_path_factory, demo_template):
    """The variables of a site with demo content, with the page cache that is the default."""
    folder = tmp_path_factory.mktemp("site")
    with copy_of_site(demo_template, folder, PAGE_CACHE_SECONDS="300") as environment:
        yield environment


@pytest.fixture(scope="session")
def address(environment):
    """Serve the site and return its address."""
    with with_scheduler(environment) as url:
        yield url


@pytest.fixture(scope="session")
def kinds(address):
    """An address of every kind of page of the demo publication."""
    with urllib.request.urlopen(address) as response:
        front = response.read().decode()
    found = {"front page": "/", "search": "/search/?q=harbour", "lost": "/no-such-page/"}
    for section in ("news", "theory", "events", "books", "contributors", "topics"):
        found[section] = f"/{section}/"
        page = re.compile(f"/{section}/(?!subscribe/)[^/]+/$")
        pages = sorted(link for link in links_of(front) if page.match(link))
        if pages:
            found[f"{section} page"] = pages[0]
    return found | {
        "past events": "/events/past/",
        "month of events": "/events/month/",
        "events of a kind": "/events/?free=1",
        "series of events": "/events/tenants-advice-table/",
        "cancelled event": "/events/fitting-out-day/",
        "event with a programme": "/events/who-owns-the-shore/",
        "books of a kind": "/books/?format=epub&contributor=coldwater",
        "series of books": "/books/series/tide-tables/",
        "book with all there is": "/books/slack-water/",
        "topic": "/topics/housing/",
        "about": "/about/",
        "form": "/join/",
        "petition": "/night-bus/",
        "appeal": "/support/",
        "essay": "/theory/tide-table-against-the-clock/",  # with notes and a list of contents
        "corrected": "/news/quarry-row-tenants-withhold-rent/",
        "series": "/the-price-of-waiting/",
        "nothing found": "/search/?q=zugzwang",
    }


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=CHROMIUM_OPTIONS
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """Open a browser window with its own session; signed in if a user is named."""
    with windows(chromium, address) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def writer(chromium, address):
    """An editor with the form of a new article."""
    with windows(chromium, address) as open_page:
        editor = open_page("editor")
        add_page(editor, "News and analysis", f"Pasted {secrets.token_hex(3)}")
        save(editor)
        yield editor

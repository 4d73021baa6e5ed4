"""The product as it is served: its own set-up, its own server, a real browser."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.server import (
    CHROMIUM_OPTIONS,
    PASSWORD,
    PROJECT,
    empty_database,
    granian,
    variables,
    wait_for,
    windows,
)


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """The variables of a new site in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    with empty_database(folder) as database_url:
        yield variables(
            folder,
            database_url,
            DEMO_PASSWORD=PASSWORD,
            PAGE_CACHE_SECONDS="300",  # as where nobody sets it, unlike in the other tests
        )


@pytest.fixture(scope="session")
def address(environment):
    """Set the site up with its demo content, serve it, and return its address."""
    for command in (["setup"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=PROJECT, env=environment, check=True
        )
    url = environment["BASE_URL"]
    commands = [
        granian(url.rsplit(":", 1)[1], workers=2),
        [sys.executable, "manage.py", "run_scheduler"],
    ]
    running = [subprocess.Popen(command, cwd=PROJECT, env=environment) for command in commands]
    try:
        wait_for(url)
        yield url
    finally:
        for process in running:
            process.terminate()
            process.wait(timeout=20)


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
    """Open a browser window of somebody's own, with or without scripts; signed in if named."""
    with windows(chromium, address) as open_page:
        yield open_page

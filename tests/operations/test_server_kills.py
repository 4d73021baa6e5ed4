"""kill -9 of the server and of its workers while editors save and readers read."""

import os
import random
import re
import signal
import subprocess
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from urllib.error import URLError

import pytest
from bs4 import BeautifulSoup

from tests.journeys.server import served
from tests.kills import KILLS
from tests.operations.browser import Browser

pytestmark = pytest.mark.slow


def children(process):
    found = subprocess.run(
        ["pgrep", "--parent", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def create_article(editor, title):
    """Create an article as an editor does, in the form of the admin."""
    status, page = editor.get("/admin/pages/add/news/articlepage/4/")
    assert status == 200
    form = BeautifulSoup(page, "html.parser").select_one("#page-edit-form")
    fields = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.get("type") in {"checkbox", "radio", "file", "submit"}:
            continue
        chosen = field.select_one("option[selected]")
        fields[field["name"]] = chosen["value"] if chosen else field.get("value", field.text)
        if field.name == "select" and not chosen:
            option = field.select_one("option")
            fields[field["name"]] = option.get("value", "") if option else ""
    fields |= {"title": title, "slug": title.lower().replace(" ", "-"), "standfirst": "Words"}
    # The editor sends the blocks of streams, of which the form has none without JavaScript.
    fields |= {"body-count": "0"}
    return editor.get("/admin/pages/add/news/articlepage/4/", fields)


def stored(small_site, title):
    """Return the tables in which an article is stored."""
    lines = small_site.lines()
    tables = {
        "page": "wagtailcore_page",
        "revision": "wagtailcore_revision",
        "log": "wagtailcore_pagelogentry",
    }
    return {
        name
        for name, table in tables.items()
        if any(re.search(rf"{re.escape(title)}\b", row) for row in lines[table])
    }


def test_server_is_killed_while_an_editor_saves(small_site):
    rng = random.Random(23)  # noqa: S311
    url = small_site.environment["BASE_URL"]
    port = url.rpartition(":")[2]
    editor, titles = Browser(url), []
    for number in range(KILLS):
        with served(small_site.environment, port, workers=1) as server:
            if not number:
                editor.sign_in()
            titles.append(f"Killed number {number} x")
            saving = threading.Thread(target=try_to, args=[create_article, editor, titles[-1]])
            saving.start()
            time.sleep(rng.uniform(0.05, 0.9))
            server.send_signal(signal.SIGKILL)
            saving.join()
            wait_until_nothing_answers(url)
    with served(small_site.environment, port, workers=1):
        status, page = create_article(editor, "Not killed x")
        assert status == 200
        assert "error-message" not in page
        assert editor.get("/news/article-a-1/")[0] == 200
    assert stored(small_site, "Not killed x") == {"page", "revision", "log"}
    for title in titles:
        assert stored(small_site, title) in (set(), {"page", "revision", "log"}), title


def try_to(call, *arguments):
    with suppress(URLError, OSError, HTTPException):
        call(*arguments)


def wait_until_nothing_answers(url):
    """Wait for the workers, which end with their master."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            Browser(url).get("/healthz")
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("A worker serves on.")


def test_workers_are_killed_while_readers_read(small_site):
    rng = random.Random(23)  # noqa: S311
    url = small_site.environment["BASE_URL"]
    before = small_site.lines()["wagtailcore_page"]
    with served(small_site.environment, url.rpartition(":")[2], workers=2) as server:
        reader = Browser(url)
        for _ in range(KILLS):
            # Of a worker that ends twice within six seconds, granian thinks that it never works:
            # it ends, and systemd starts it again. So the oldest one is killed each time.
            time.sleep(rng.uniform(3, 3.6))
            os.kill(min(children(server)), signal.SIGKILL)
            deadline = time.monotonic() + 15
            statuses = []
            while time.monotonic() < deadline and 200 not in statuses:
                with suppress(OSError):
                    statuses.append(reader.get("/news/article-a-1/")[0])
                time.sleep(0.05)
            assert 200 in statuses
            assert set(statuses) <= {200, 502, 503}
    assert small_site.lines()["wagtailcore_page"] == before

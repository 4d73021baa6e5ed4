"""Serve the product as `make run` does, and open windows of a browser on it."""

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

from playwright.sync_api import expect

from site_config.settings.environment import PROJECT
from tests.databases import copied_database

PASSWORD = "a-password-for-the-journeys"


CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def manage(environment, *command):
    """Run a command of manage.py."""
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=PROJECT, env=environment, check=True
    )


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def variables(folder, database_url, **others):
    """Return the environment of a site that keeps its files in `folder`."""
    return os.environ | {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "site_config.settings.base",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"http://127.0.0.1:{free_port()}",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": f"{folder}/media",
        "COUNTERS_FILE": f"{folder}/counters.sqlite3",
        "IMPORT_FOLDER": f"{folder}/imports",
        "EMAIL_URL": "dummymail://",
        **others,
    }


def granian(port, workers):
    """Return the command that serves the site, as `make run` does."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"]
    command += ["--blocking-threads", "4", "--backpressure", "2048", "--no-ws"]
    command += ["--http1-header-read-timeout", "10000", "--respawn-failed-workers"]
    command += ["--workers-kill-timeout", "5"]
    place = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    return [*command, *place, "site_config.wsgi:application"]


@contextlib.contextmanager
def served(environment, port, workers=2):
    """Serve a site as `make run` does; yield the process above the workers."""
    command = granian(port, workers)
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}")
            yield process
        finally:
            process.terminate()


@contextlib.contextmanager
def with_scheduler(environment, workers=2):
    """Serve a site as its administrator does, with the scheduler beside it; yield its address."""
    url = environment["BASE_URL"]
    commands = [
        granian(url.rsplit(":", 1)[1], workers),
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


def wait_for(url):
    for _ in range(600):  # A minute: the machine may be busy.
        with contextlib.suppress(URLError):
            urllib.request.urlopen(url).close()
            return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing answers at {url}")


SIGNED_IN = {}  # the cookies of users who have signed in, by the URL of the site and the username


@contextlib.contextmanager
def windows(chromium, address):
    """Yield a function that opens windows of a site, each with a copy of its user's cookies."""
    contexts = []

    def open_page(username=None, **options):
        context = chromium.new_context(
            base_url=address, viewport={"width": 1280, "height": 900}, **options
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        if username:
            context.add_cookies(SIGNED_IN.get((address, username), []))
            page.goto("/admin/")
            if "/login/" in page.url:  # For the first time, or the session has ended.
                sign_in(page, username)
            expect(page).to_have_url(re.compile(r"/admin/$"))
            page.wait_for_load_state()
            SIGNED_IN[address, username] = context.cookies()
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page, username):
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@contextlib.contextmanager
def copy_of_site(template, folder, **others):
    """Copy a site that was set up to a folder, and yield the variables of the copy."""
    database, files = template
    shutil.copytree(f"{files}/media", folder / "media")
    with copied_database(database, folder) as database_url:
        environment = variables(folder, database_url, DEMO_PASSWORD=PASSWORD, **others)
        manage(environment, "setup")  # for the address of the copy
        yield environment

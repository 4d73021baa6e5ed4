"""A small site in a database and folder of its own, whose commands run in processes."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from site_config.settings.environment import PROJECT
from tests.databases import copied_database, create_database, once_per_run
from tests.journeys.server import variables

PASSWORD = "correct-horse-battery-9"
# Tables whose rows differ between two moments of the same content.
VOLATILE = {"operations_taskrun", "page_cache_cachegeneration", "django_session"}


class SmallSite:
    """The variables of a site, and what it holds."""

    def __init__(self, environment, folder):
        self.environment, self.folder = environment, folder
        self.media = Path(environment["MEDIA_ROOT"])

    @property
    def database_file(self):
        """The SQLite file of the site."""
        return Path(self.environment["DATABASE_URL"].removeprefix("sqlite:///"))

    def start(self, *command, **options):
        """Start a command of manage.py, or a module if the first argument is -m."""
        program = command if command[0] == "-m" else ("manage.py", *command)
        return subprocess.Popen(
            [sys.executable, *program], cwd=PROJECT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
        )  # fmt: skip

    def run(self, *command, **options):
        """Run a command; return its exit code and what it prints."""
        process = self.start(*command, **options)
        output = process.communicate()[0]
        return process.returncode, output

    def manage(self, *command, **options):
        """Run a command that has to succeed, and return what it prints."""
        code, output = self.run(*command, **options)
        assert code == 0, output
        return output

    def fill(self, *arguments):
        """Create content, by `tests.operations.content`."""
        return self.manage("-m", "tests.operations.content", *arguments)

    def rows(self):
        """Return all rows of all tables, as text, by table."""
        return json.loads(self.manage("-m", "tests.operations.rows"))

    def lines(self):
        """Return the rows of all tables by table, in a form that is the same on all databases."""
        return json.loads(self.manage("-m", "tests.operations.rows", "--json"))

    def content(self):
        """Return the rows that a backup keeps as they are."""
        return {name: rows for name, rows in self.rows().items() if name not in VOLATILE}

    def files(self):
        """Return the contents of all uploaded files by their paths."""
        paths = [path for path in self.media.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.media)): path.read_bytes() for path in paths}


def site_variables(folder, database_url, **others):
    return variables(folder, database_url, **others) | {
        "SECRET_KEY": "a-key-that-all-copies-of-the-small-site-share-0123456789",
        "PAGE_CACHE_SECONDS": "300",
        "STATIC_ROOT": f"{folder}/static",
    }


def template(shared):
    """Return the DATABASE_URL and the folder of a site that is set up once in a run."""

    def build():
        folder = shared / "small-site"
        folder.mkdir()
        url = create_database(folder)
        site = SmallSite(site_variables(folder, url, ADMIN_PASSWORD=PASSWORD), folder)
        site.manage(
            *("setup", "--no-demo", "--no-input", "--name", "The Small Paper"),
            *("--username", "ada", "--email", "ada@example.org"),
        )
        site.fill("3")
        return json.dumps([url, str(folder)])

    return json.loads(once_per_run(shared / "small-site-ready", build))


@contextlib.contextmanager
def copy(of, folder, **others):
    """Yield a copy of a site that nothing uses."""
    url, files = of
    shutil.copytree(f"{files}/media", folder / "media")
    with copied_database(url, folder) as database_url:
        environment = site_variables(folder, database_url, **others)
        environment["STATIC_ROOT"] = f"{files}/static"
        yield SmallSite(environment, folder)


def database_names():
    """Return the databases of the PostgreSQL server."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database")}

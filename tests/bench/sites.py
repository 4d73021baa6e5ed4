"""A site of its own to measure, in a folder that is thrown away."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.conftest import PROJECT, free_port, granian, wait_for

WORKERS = 2


class ScratchSite:
    """A site on one database, with the demo content and whatever is generated."""

    def __init__(self, database: str, folder: Path) -> None:
        """Take the address of an empty database, and a folder for files."""
        self.folder = folder
        self.articles = 0  # generated, beside those of the demo content
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "site_config.settings.base",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "BASE_URL": self.address,
            "DATABASE_URL": database,
            "MEDIA_ROOT": f"{folder}/media",
            "STATIC_ROOT": f"{folder}/static",
            "EMAIL_URL": "dummymail://",
        }

    def set_up(self) -> None:
        """Make the tables, the demo content and the files of the theme."""
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
        self.run("manage.py", "setup")

    def run(self, *step: str) -> object:
        """Run Python on the site; return what the last line of it says in JSON, if it does."""
        command = [sys.executable, *step]
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=PROJECT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        last = done.stdout.strip().rpartition("\n")[2]
        return json.loads(last) if last.startswith(("{", "[")) else None

    @contextlib.contextmanager
    def served(self, **variables: str) -> Iterator[subprocess.Popen]:
        """Serve the site as `make run` does."""
        command = granian(self.port, WORKERS)
        environment = self.environment | variables
        with subprocess.Popen(command, env=environment, cwd=PROJECT) as process:
            try:
                wait_for(self.address)
                yield process
            finally:
                process.terminate()

"""A site of its own to measure, in a folder that is thrown away."""

import json
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from site_config.settings.environment import PROJECT
from tests.journeys.server import free_port, served, variables


class ScratchSite:
    """A site on one database, with demo content and generated content."""

    def __init__(self, database: str, folder: Path) -> None:
        """Take the address of an empty database, and a folder for files."""
        self.folder = folder
        self.articles = 0  # generated, beside those of the demo content
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        hosts = "127.0.0.1,testserver"
        self.environment = variables(folder, database, ALLOWED_HOSTS=hosts, BASE_URL=self.address)

    def set_up(self) -> None:
        """Make the tables, the demo content and the files of the theme."""
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
        self.run("manage.py", "setup", "--demo")

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

    def served(self, **others: str) -> AbstractContextManager[subprocess.Popen]:
        """Serve the site, with other variables if there are some."""
        return served(self.environment | others, self.port)

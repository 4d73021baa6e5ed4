"""The site on a fresh Debian: its checkout there, its installation, and what it answers."""

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_config.settings.environment import PROJECT
from tests.deploy.machine import Machine

CHECKOUT = "/root/masthead"
HOST = "example.test"
PAGES = ("/", "/search/?q=a", "/feed/")
LOAD = PROJECT / "tests/deploy/load.py"
ASK = """
import http.client, ssl, sys
port = int(sys.argv[1])
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
if port == 443:
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
connection.request(sys.argv[2], sys.argv[3], headers={"Host": sys.argv[4]})
response = connection.getresponse()
print(response.status, response.headers["X-Cache-Status"])
"""
MIGRATION = """
from django.db import migrations

def run(apps, schema_editor):
    %s

class Migration(migrations.Migration):
    dependencies = [("news", "%s")]
    operations = [migrations.RunPython(run)]
"""


@dataclass
class DeployedSite:
    """The site on a machine."""

    machine: Machine

    def script(self, name: str, *arguments: str) -> subprocess.CompletedProcess:
        """Run a script of the checkout."""
        return self.machine.call(f"{CHECKOUT}/deploy/{name}", *arguments)

    def answer(self, path: str = "/", method: str = "GET", port: int = 80) -> tuple[int, str]:
        """Return the status of a response of nginx, and what its cache did."""
        told = self.machine.run("python3", "-c", ASK, port, method, path, HOST).split()
        return int(told[0]), told[1]

    def release(self, link: str = "current") -> str:
        return Path(self.machine.run("readlink", f"/opt/masthead/{link}")).name

    def port(self) -> str:
        """Return the port of the server that readers get."""
        upstream = self.machine.path("/etc/nginx/masthead/upstream.conf").read_text()
        return upstream.partition(";")[0].split(":")[1].split()[0]

    def data(self) -> str:
        """Return what the database knows of pages and migrations."""
        query = "SELECT title FROM wagtailcore_page; SELECT name FROM django_migrations ORDER BY id"
        return self.machine.run("runuser", "-u", "masthead", "--", "psql", "-c", query)

    def commit(self, files: dict[str, str | None]) -> str:
        """Change files of the checkout, commit them, and return the name of the release."""
        folder = self.machine.path(CHECKOUT)
        for name, text in files.items():
            if text is None:
                (folder / name).unlink()
            else:
                (folder / name).write_text(text)
        return commit(folder)

    @contextlib.contextmanager
    def readers(self) -> Iterator[dict[str, int]]:
        """Let readers ask for pages; afterwards, the yielded dictionary has what they got."""
        inside = ["nsenter", f"--target={self.machine.pid}", "--net", "--"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        got: dict[str, int] = {}
        with subprocess.Popen([*inside, sys.executable, LOAD, *PAGES], **pipes) as load:
            try:
                yield got
            finally:
                got.update(json.loads(load.communicate()[0]))


def migration(statement: str = "pass") -> str:
    """Return the code of a migration of `news` that follows the last one."""
    last = max(path.stem for path in (PROJECT / "news/migrations").glob("0*.py"))
    return MIGRATION % (statement, last)


def commit(folder: Path) -> str:
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.test", "-C", folder]
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message=A version"], check=True)
    return subprocess.check_output([*git, "rev-parse", "--short=12", "HEAD"], text=True).strip()


def copy_checkout(folder: Path) -> None:
    """Copy the files of this checkout, also those not committed yet, into a new one."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed, cwd=PROJECT, text=True).splitlines():
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    commit(folder)

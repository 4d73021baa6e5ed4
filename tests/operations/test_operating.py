"""Every command of docs/operating.md does what it says."""

import os
import shlex
import shutil
import subprocess

import pytest

from operations.backup.creation import existing
from site_config.settings.environment import PROJECT
from tests.journeys.server import served
from tests.operations.document import TEXT, commands
from tests.operations.sites import PASSWORD
from tests.services import apt_install

FOLDER = "/var/lib/masthead"
# What only a server of its own can run: tests/deploy runs these.
ON_A_SERVER = ("deploy/", "runuser ", "cd /opt/", "systemctl ")


def test_document_is_short():
    assert len(TEXT.splitlines()) < 200


def test_every_command_is_run():
    known = ("manage.py ", "age-keygen ", "curl ", *ON_A_SERVER)
    assert commands(*known) == commands()
    assert len(commands()) > 20


def test_options_of_the_scripts_exist():
    for script in ("install", "update"):
        told = subprocess.run(
            ["bash", str(PROJECT / f"deploy/{script}.sh"), "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in commands(f"deploy/{script}.sh"):
            for word in command.split():
                assert not word.startswith("--") or word in told


@pytest.fixture
def home(small_site):
    """A folder for the files of the commands, and what stands for `manage.py`."""
    home = small_site.folder / "home"
    home.mkdir()
    if not shutil.which("age-keygen"):
        apt_install("age")
    return home


@pytest.mark.once
@pytest.mark.slow
def test_commands_of_the_site(small_site, home):
    """In the order of the document, on one site."""
    backups = home / "backups"
    for line in commands("manage.py ", "age-keygen "):
        command = line.replace(FOLDER, str(home))
        for ending in (".tar.age", ".tar"):
            if f"masthead-…{ending} " in f"{command} ":
                (*_, newest) = [path for path in existing(backups) if path.name.endswith(ending)]
                command = command.replace(f"{backups}/masthead-…{ending}", str(newest))
        # Run by test_setup.py and, into an empty site, by test_backup.py.
        is_for_empty_site = " restore " in command and "--replace" not in command
        if command == "manage.py remove_demo" or is_for_empty_site:
            continue
        run(small_site, home, command)
    assert "Former editor" in str(small_site.rows()["users_user"])
    assert (home / "site.export").exists()


def run(site, home, command):
    """Run a command in a shell, in which `manage.py` is the one of the site."""
    manage = f"{shlex.quote(str(PROJECT / '.venv/bin/python'))} {PROJECT / 'manage.py'}"
    done = subprocess.run(
        ["bash", "-c", command.replace("manage.py ", f"{manage} ")],
        cwd=home,
        env=site.environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.mark.slow
def test_monitor(small_site):
    url = small_site.environment["BASE_URL"]
    with served(small_site.environment, url.rpartition(":")[2], workers=1):
        for command in commands("curl "):
            shown = subprocess.run(
                [*command.replace("http://127.0.0.1:8001", url).split(), "--silent", "--fail"],
                env=os.environ,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            assert '"status": "ok"' in shown
        assert '"backup"' in shown

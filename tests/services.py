"""A PostgreSQL server and a Chromium browser for the tests, found or installed.

Where one cannot be had, the run ends with the one command that installs it.
"""

import contextlib
import glob
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
POSTGRES_PROGRAMS = (
    "/usr/lib/postgresql/*/bin/initdb",
    "/opt/homebrew/opt/postgresql*/bin/initdb",
    "/usr/local/opt/postgresql*/bin/initdb",
)


def as_root() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where nobody may."""
    if os.geteuid() == 0:
        return []
    can_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False)
    return ["sudo", "-n"] if can_sudo and can_sudo.returncode == 0 else None


def apt_install(package: str) -> None:
    """Install a Debian package where that is allowed; else do nothing."""
    prefix = as_root()
    if prefix is None or not shutil.which("apt-get"):
        return
    print(f"Installing {package} …", flush=True)
    quiet = subprocess.DEVNULL
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*prefix, "apt-get", "update", "-qq"], stdout=quiet, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    subprocess.run([*prefix, *environment, *install], stdout=quiet, check=False)


def needed(what: str, debian: str, mac: str) -> SystemExit:
    """Return the end of a run that lacks `what`."""
    command = mac if platform.system() == "Darwin" else debian
    return SystemExit(f"The tests need {what}. This installs it:  {command}")


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine: the system's own, or Playwright's."""
    found = [shutil.which(name) for name in BROWSERS]
    found += [path for path in MAC_BROWSERS if Path(path).exists()]
    for folder in ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright"):
        found += glob.glob(os.path.expanduser(f"{folder}/chromium-*/chrome-*/chrome"))
        found += glob.glob(os.path.expanduser(f"{folder}/chromium-*/chrome-*/*.app/*/*/*"))
    return next(filter(None, found), None)


def browser() -> str:
    """Return the path of a Chromium, installed if need be."""
    if path := find_browser():
        return path
    apt_install("chromium")
    if path := find_browser():
        return path
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(playwright, check=False)
    if path := find_browser():
        return path
    raise needed("Chromium", "apt-get install chromium", "brew install --cask chromium")


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest one."""
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    found = sorted(path for pattern in POSTGRES_PROGRAMS for path in glob.glob(pattern))
    return Path(found[-1]).parent if found else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Yield the DATABASE_URL of a PostgreSQL server: the one given, or a throw-away cluster."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    if not find_postgres():
        apt_install("postgresql")
    programs = find_postgres()
    if programs is None:
        raise needed("PostgreSQL", "apt-get install postgresql", "brew install postgresql")
    with tempfile.TemporaryDirectory(prefix="masthead-pg-") as folder:
        yield from cluster(programs, Path(folder))


def cluster(programs: Path, folder: Path) -> Iterator[str]:
    """Run a new cluster in `folder` on a socket of its own, and yield its address."""
    # PostgreSQL refuses to run as root; Debian's package brings the account that it runs as.
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_owner:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        command = [*as_owner, str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    call("initdb", "-U", "masthead", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off"
    call("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        host = str(folder).replace("/", "%2F")
        yield f"postgres://masthead@{host}/postgres"
    finally:
        call("pg_ctl", "-w", "-m", "immediate", "stop")

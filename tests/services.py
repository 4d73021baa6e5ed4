"""PostgreSQL, Chromium and w3m for the tests, installed if necessary.

If one cannot be installed, the run ends with the command to do so.
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
    """Return the prefix of a command to run it as root, or None if that is impossible."""
    if os.geteuid() == 0:
        return []
    can_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False)
    return ["sudo", "-n"] if can_sudo and can_sudo.returncode == 0 else None


def apt_install(package: str) -> None:
    """Install a Debian package, if permissions allow it."""
    prefix = as_root()
    if prefix is None or not shutil.which("apt-get"):
        return
    print(f"Installing {package} …", flush=True)
    quiet = subprocess.DEVNULL
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*prefix, "apt-get", "update", "-qq"], stdout=quiet, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    subprocess.run([*prefix, *environment, *install], stdout=quiet, check=False)


def missing(service: str, debian: str, mac: str) -> SystemExit:
    """Return the exception that ends a run without `service`."""
    command = mac if platform.system() == "Darwin" else debian
    return SystemExit(f"The tests need {service}. This installs it:  {command}")


def find_browser() -> str | None:
    """Return the path of an installed Chromium: the system's, or Playwright's."""
    found = [shutil.which(name) for name in BROWSERS]
    found += [path for path in MAC_BROWSERS if Path(path).exists()]
    for folder in ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright"):
        found += glob.glob(os.path.expanduser(f"{folder}/chromium-*/chrome-*/chrome"))
        found += glob.glob(os.path.expanduser(f"{folder}/chromium-*/chrome-*/*.app/*/*/*"))
    return next(filter(None, found), None)


def browser() -> str:
    """Return the path of a Chromium; install one if necessary."""
    if path := find_browser():
        return path
    apt_install("chromium")
    if path := find_browser():
        return path
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(playwright, check=False)
    if path := find_browser():
        return path
    raise missing("Chromium", "apt-get install chromium", "brew install --cask chromium")


def text_browser() -> str:
    """Return the path of w3m; install it if necessary."""
    if not shutil.which("w3m"):
        apt_install("w3m")
    if path := shutil.which("w3m"):
        return path
    raise missing("w3m", "apt-get install w3m", "brew install w3m")


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's server programs, of the newest version."""
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    found = sorted(path for pattern in POSTGRES_PROGRAMS for path in glob.glob(pattern))
    return Path(found[-1]).parent if found else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server: DATABASE_URL if set, else a temporary cluster."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    if not find_postgres():
        apt_install("postgresql")
    programs = find_postgres()
    if programs is None:
        raise missing("PostgreSQL", "apt-get install postgresql", "brew install postgresql")
    with tempfile.TemporaryDirectory(prefix="masthead-pg-") as folder:
        yield from cluster(programs, Path(folder))


def cluster(programs: Path, folder: Path) -> Iterator[str]:
    """Run a new cluster in `folder` on a Unix socket, and yield its URL."""
    # PostgreSQL refuses to run as root; Debian's package creates the account "postgres".
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

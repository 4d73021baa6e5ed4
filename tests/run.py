"""Run all tests on SQLite and PostgreSQL, and each browser test on one of the two."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.services import browser, postgres

# The quick tests use one worker per core, for one database after the other. A journey, with its
# server and browser, needs more than one core, so only one per database runs at a time. Each module
# of journeys runs on one database: they test browsers, and the quick tests cover both databases.
# The modules are dealt out by size, so that both take about as long.
QUICK = ["--numprocesses=auto", "--dist=loadfile", "--ignore=tests/journeys"]
# The tests of forged values take minutes, and run on SQLite only: the values are read by our code.
# So do the tests of the deployment, which have a PostgreSQL of their own, and those that kill
# processes twenty times each.
ONCE = ["--ignore=tests/hostile", "--ignore=tests/deploy", "--ignore-glob=*kills.py"]
JOURNEYS = sorted(Path("tests/journeys").glob("test_*.py"), key=lambda path: path.stat().st_size)


def start(
    part: list[str | Path], environment: dict[str, str], **options: object
) -> subprocess.Popen:
    """Start a part of the tests with additional environment variables."""
    command = [sys.executable, "-m", "pytest", *part, *sys.argv[1:]]
    return subprocess.Popen(command, env=os.environ | environment, **options)


def run(databases: dict[str, str], chromium: str) -> bool:
    """Run all tests on all databases, and return whether all have passed."""
    environments = {
        name: {"DATABASE_URL": url, "CHROMIUM": chromium} for name, url in databases.items()
    }
    codes = []
    for name, environment in environments.items():
        print(f"\nTests on {name}", flush=True)
        part = QUICK + ONCE if environment["DATABASE_URL"] else QUICK
        codes.append(start(part, environment).wait())
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    journeys = {
        name: start(JOURNEYS[first :: len(environments)], environment, **pipes)
        for first, (name, environment) in enumerate(environments.items())
    }
    for name, journey in journeys.items():
        print(f"\nJourneys on {name}\n{journey.communicate()[0]}", flush=True)
        codes.append(journey.returncode)
    return not any(codes)


def main() -> None:
    """Run the tests on both databases and exit with 1 if any has failed."""
    chromium, started = browser(), time.monotonic()
    with postgres() as url:
        passed = run({"SQLite": "", "PostgreSQL": url}, chromium)
    print(f"{time.monotonic() - started:.0f} seconds in all", flush=True)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

"""Run the whole suite on SQLite and on PostgreSQL, each with the journeys in a browser."""

import os
import subprocess
import sys
import time

from tests.services import browser, postgres

# The quick tests have a worker for each core, on one database after the other. A journey keeps
# more than one core busy, with its server and its browser: one of each database runs at a time.
QUICK = ["--numprocesses=auto", "--dist=loadfile", "--ignore=tests/journeys"]
JOURNEYS = ["tests/journeys"]


def start(part: list[str], environment: dict[str, str], **options: object) -> subprocess.Popen:
    """Start a part of the suite on the database that the environment names."""
    command = [sys.executable, "-m", "pytest", *part, *sys.argv[1:]]
    return subprocess.Popen(command, env=os.environ | environment, **options)


def run(databases: dict[str, str], chromium: str) -> bool:
    """Run all tests on all databases and return whether they passed."""
    environments = {
        name: {"DATABASE_URL": url, "CHROMIUM": chromium} for name, url in databases.items()
    }
    codes = []
    for name, environment in environments.items():
        print(f"\nTests on {name}", flush=True)
        codes.append(start(QUICK, environment).wait())
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    journeys = {name: start(JOURNEYS, each, **pipes) for name, each in environments.items()}
    for name, journey in journeys.items():
        print(f"\nJourneys on {name}\n{journey.communicate()[0]}", flush=True)
        codes.append(journey.returncode)
    return not any(codes)


def main() -> None:
    """Run everything, so that one failure does not hide another."""
    chromium, started = browser(), time.monotonic()
    with postgres() as url:
        passed = run({"SQLite": "", "PostgreSQL": url}, chromium)
    print(f"{time.monotonic() - started:.0f} seconds in all", flush=True)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

"""Run the whole suite on SQLite and on PostgreSQL, each with the journeys in a browser."""

import os
import subprocess
import sys
import time

from tests.services import browser, postgres

# The quick tests run on all cores; the journeys share one server and one browser.
PARTS = (
    ["--numprocesses=auto", "--dist=loadfile", "--ignore=tests/journeys"],
    ["tests/journeys"],
)


def run(name: str, database_url: str, chromium: str) -> bool:
    """Run all tests on one database and tell whether they passed."""
    print(f"\nTests on {name}", flush=True)
    started = time.monotonic()
    environment = {**os.environ, "DATABASE_URL": database_url, "CHROMIUM": chromium}
    codes = [
        subprocess.run(
            [sys.executable, "-m", "pytest", *part, *sys.argv[1:]], env=environment, check=False
        ).returncode
        for part in PARTS
    ]
    print(f"{name}: {time.monotonic() - started:.0f} seconds", flush=True)
    return not any(codes)


def main() -> None:
    """Run everything, so that one failure does not hide another."""
    chromium = browser()
    with postgres() as url:
        passed = [run("SQLite", "", chromium), run("PostgreSQL", url, chromium)]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()

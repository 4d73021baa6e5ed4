"""Run the whole suite on SQLite and on PostgreSQL, each with the journeys in a browser."""

import os
import subprocess
import sys
import time

from tests.services import browser, postgres


def run(name: str, database_url: str, chromium: str) -> bool:
    """Run all tests on one database and tell whether they passed."""
    print(f"\nTests on {name}", flush=True)
    started = time.monotonic()
    environment = {**os.environ, "DATABASE_URL": database_url, "CHROMIUM": chromium}
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment, check=False
    ).returncode
    print(f"{name}: {time.monotonic() - started:.0f} seconds", flush=True)
    return code == 0


def main() -> None:
    """Run everything, so that one failure does not hide another."""
    chromium = browser()
    with postgres() as url:
        passed = [run("SQLite", "", chromium), run("PostgreSQL", url, chromium)]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()

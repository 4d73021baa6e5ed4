"""Run all tests on SQLite and PostgreSQL, and each browser test on one of the two."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services import browser, postgres

# The quick tests use one worker per core, for one database after the other. Journeys and the tests
# of operations, with their servers and browsers, need more than one core, so only one per database
# runs at a time. Each module of journeys runs on one database: they test browsers, and the quick
# tests cover both databases.
QUICK = ["--numprocesses=auto", "--dist=worksteal"]
QUICK += [f"--ignore=tests/{folder}" for folder in ("journeys", "operations", "deploy")]
# Run once, on SQLite: what uses no database, and the tests of forged values, which take minutes and
# whose values are read by our code.
ONCE = ["--ignore=tests/hostile", "--only-database"]
FAILED = pytest.ExitCode.TESTS_FAILED
JOURNEYS = sorted(Path("tests/journeys").glob("test_*.py"), key=lambda path: path.stat().st_size)
# The tests of the deployment have a PostgreSQL of their own, and those that kill processes do so
# many times: they run beside the journeys on SQLite, which are fewer.
ON_SQLITE = JOURNEYS[::4]
PROCESSES = {
    "SQLite": ["tests/operations", "tests/deploy", *ON_SQLITE],
    "PostgreSQL": [
        "tests/operations",
        "--ignore-glob=*kills.py",
        *("-m", "not once"),
        *(module for module in JOURNEYS if module not in ON_SQLITE),
    ],
}


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
        part = [*part, *cache_of(f"quick-{name}")]
        code = start(part, environment).wait()
        codes.append(failed_alone(name, part, environment) if code == FAILED else code)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    journeys = {
        name: start([*part_of(name), "--durations=15"], environment, **pipes)
        for name, environment in environments.items()
    }
    for name, journey in journeys.items():
        print(f"\nOperations and journeys on {name}\n{journey.communicate()[0]}", flush=True)
    for name, journey in journeys.items():
        code, part = journey.returncode, part_of(name)
        codes.append(failed_alone(name, part, environments[name]) if code == FAILED else code)
    return not any(codes)


def failed_alone(name: str, part: list[str | Path], environment: dict[str, str]) -> int:
    """Run again, one by one, what failed, and return the exit code.

    A browser on a busy machine can be late, and the workers run the tests in another order each
    time. What fails alone as well is a fault; what does not is in the output above.
    """
    print(f"\nWhat failed on {name}, alone", flush=True)
    return start([*part, "--last-failed", "--lfnf=none", "--numprocesses=0"], environment).wait()


def part_of(name: str) -> list[str | Path]:
    """Return the arguments of the second part."""
    return [*PROCESSES[name], *cache_of(name)]


def cache_of(name: str) -> list[str]:
    """Return the option for a cache of its own, which holds what failed."""
    return ["-o", f"cache_dir=var/pytest-{name}"]


def main() -> None:
    """Run the tests on both databases and exit with 1 if any has failed."""
    chromium, started = browser(), time.monotonic()
    with postgres() as url:
        passed = run({"SQLite": "", "PostgreSQL": url}, chromium)
    print(f"{time.monotonic() - started:.0f} seconds in all", flush=True)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

"""Measure the site on SQLite and on PostgreSQL, print what was found, and write it down.

`make bench` takes up to half an hour and writes docs/benchmarks.md; `make bench-quick` takes three
minutes, measures a small site on SQLite, and only prints.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from site_config.settings.environment import PROJECT
from tests.bench import machine, report, scaling, serving
from tests.bench.sites import ScratchSite
from tests.services import postgres

SIZES = [int(size) for size in os.environ.get("ARTICLES", "1000,10000,100000").split(",")]
QUICK = [100]


def measure(name: str, database: str, sizes: list[int], *, whole: bool) -> dict[str, object]:
    """Return what was found of a site on one database."""
    with tempfile.TemporaryDirectory() as folder:
        site = ScratchSite(database or f"sqlite:///{folder}/site.sqlite3", Path(folder))
        site.set_up()
        found: dict[str, object] = {"growth": {}}
        for size in sizes:
            say(f"{name}: {size} articles")
            found["growth"][size] = scaling.measure(site, size)
            if size == sizes[0]:
                say(f"{name}: under load")
                found["load"] = serving.measure(site, found["growth"][size]["pages"])
                found["desk"] = site.run("-m", "tests.bench.desk")
        if whole:
            say(f"{name}: search")
            found["search"] = site.run("-m", "tests.bench.searches")
            say(f"{name}: moving in")
            found["moving in"] = site.run("-m", "tests.bench.importing")
        return found


def say(words: str) -> None:
    """Tell whoever waits how far it is."""
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


def main() -> None:
    """Measure one database after the other, so that neither slows the other down."""
    is_quick = "quick" in sys.argv[1:]
    sizes = QUICK if is_quick else SIZES
    begun = time.monotonic()
    found = {"SQLite": measure("SQLite", "", sizes, whole=not is_quick)}
    if not is_quick:
        with postgres() as url:
            found["PostgreSQL"] = measure("PostgreSQL", url, sizes, whole=True)
    text = report.write(machine.describe(), found, round((time.monotonic() - begun) / 60))
    print(text)
    if not is_quick:
        (PROJECT / "docs/benchmarks.md").write_text(text)


if __name__ == "__main__":
    main()

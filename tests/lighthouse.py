"""Measure all types of pages with Lighthouse, which simulates a phone on a slow network.

Serves the demo publication with `make run` and separate data. Lighthouse is installed from npm
into `var/node`. Prints the table of medians for docs/quality.md.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from urllib.error import URLError

from site_config.settings.environment import PROJECT
from tests import node
from tests.services import browser

HOME = PROJECT / "var/lighthouse"
VERSION = "12.8.2"
PORT = os.environ.get("PORT", "8765")
RUNS = 3
ATTEMPTS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "front page": "/",
    "article": "/news/dockers-walk-out-over-shift-pay/",
    "essay": "/theory/tide-table-against-the-clock/",
    "event": "/events/who-owns-the-shore/",
    "book": "/books/slack-water/",
    "list": "/news/",
    "calendar": "/events/",
    "search": "/search/?q=harbour",
}
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def serve() -> subprocess.Popen:
    """Start `make run` with separate data, and wait until it responds."""
    variables = {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"http://127.0.0.1:{PORT}",
        "DATABASE_URL": "sqlite:///var/lighthouse/site.sqlite3",
        "MEDIA_ROOT": "var/lighthouse/media",
        "DEMO_PASSWORD": secrets.token_urlsafe(9),
    }
    environment = os.environ | variables
    # `make run` loads the demo only where no database is set.
    setup = [sys.executable, "manage.py", "setup", "--demo", "--no-input"]
    subprocess.run(setup, cwd=PROJECT, env=environment, check=True)
    server = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"PORT={PORT}"],
        cwd=PROJECT,
        env=environment,
        start_new_session=True,
    )
    for _ in range(300):
        try:
            urllib.request.urlopen(variables["BASE_URL"]).close()
            return server
        except URLError:
            time.sleep(1)
    raise TimeoutError("The site does not respond.")


def audit(url: str, chromium: str) -> dict:
    """Return the report of one run on one page.

    Retries, as Lighthouse occasionally fails when the browser starts too slowly.
    """
    report = HOME / "report.json"
    environment = node.environment(CHROME_PATH=chromium)
    for _ in range(ATTEMPTS):
        with tempfile.TemporaryDirectory() as profile:
            flags = f"--chrome-flags={CHROME} --user-data-dir={profile}"
            command = [
                node.package("lighthouse", VERSION) / "cli/index.js",
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                flags,
            ]
            if subprocess.run(command, env=environment, check=False).returncode == 0:
                return json.loads(report.read_text())
    raise SystemExit(f"Lighthouse could not measure {url}.")


def row(name: str, reports: list[dict]) -> str:
    """Return the medians of a page as a row of the table."""

    def median(get_value: Callable[[dict], float]) -> float:
        return statistics.median(get_value(report) for report in reports)

    scores = [
        f"{100 * median(lambda report, c=category: report['categories'][c]['score']):.0f}"
        for category in CATEGORIES
    ]
    paint = median(lambda r: r["audits"]["largest-contentful-paint"]["numericValue"]) / 1000
    weight = median(lambda r: r["audits"]["total-byte-weight"]["numericValue"]) / 1000
    return f"| {name} | {' | '.join(scores)} | {paint:.1f} s | {weight:.0f} kB |"


def main() -> None:
    """Print the table, page by page."""
    HOME.mkdir(parents=True, exist_ok=True)
    chromium = browser()
    server = serve()
    try:
        print("\n| page | performance | accessibility | best practices | SEO | LCP | weight |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for name, path in PAGES.items():
            reports = [audit(f"http://127.0.0.1:{PORT}{path}", chromium) for _ in range(RUNS)]
            print(row(name, reports), flush=True)
    finally:
        os.killpg(server.pid, 15)


if __name__ == "__main__":
    main()

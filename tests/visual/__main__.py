"""Take a picture of every kind of page, at three widths, by day and in the dark, and of print.

`python -m tests.visual` looks at the site on http://127.0.0.1:8000, or at the address that is
given, and puts the pictures into `var/screenshots`. Names of pages after the address limit it.
Without such names, the pictures of the manuals are taken, too, from a site of their own.
"""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from site_config.settings.environment import PROJECT
from tests.services import browser

FOLDER = PROJECT / "var/screenshots"
MANUAL = "tests/visual/manual.py"
WIDTHS = (390, 820, 1440)
SCHEMES = ("light", "dark")
PAGES = {
    "front": "/",
    "section": "/news/",
    "archive": "/events/past/",
    "article": "/news/dockers-walk-out-over-shift-pay/",
    "essay": "/theory/tide-table-against-the-clock/",
    "series": "/the-price-of-waiting/",
    "events": "/events/",
    "event": "/events/who-owns-the-shore/",
    "books": "/books/",
    "book": "/books/slack-water/",
    "people": "/contributors/",
    "person": "/contributors/maren-coldwater/",
    "topic": "/topics/housing/",
    "format": "/formats/review/",
    "corrections": "/corrections/",
    "standing": "/privacy/",
    "search": "/search/?q=harbour",
    "nothing": "/search/?q=zugzwang",
    "lost": "/no-such-page/",
}
LOAD_ALL = """async () => {
  for (const image of document.images) {
    image.loading = "eager";
    await image.decode().catch(() => {});
  }
  await document.fonts.ready;
}"""


def take(page: Page, path: str, file: Path) -> None:
    """Take a picture of a whole page, with all that loads late."""
    page.goto(path, wait_until="networkidle")
    page.evaluate(LOAD_ALL)
    page.screenshot(path=file, full_page=True)


def take_all(chromium: Browser, address: str, pages: dict[str, str]) -> None:
    """Take the pictures of `pages`."""
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = chromium.new_context(
                base_url=address, color_scheme=scheme, viewport={"width": width, "height": 900}
            )
            page = context.new_page()
            for name, path in pages.items():
                take(page, path, FOLDER / f"{name}-{width}-{scheme}.png")
            context.close()
    page = chromium.new_page(base_url=address)
    for name, path in pages.items():
        page.goto(path)
        page.pdf(path=FOLDER / f"{name}.pdf", format="A4")


def main() -> None:
    """Take the pictures that are asked for."""
    address, *names = sys.argv[1:] or ["http://127.0.0.1:8000"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=browser(), args=options)
        take_all(chromium, address, {name: PAGES[name] for name in names or PAGES})
        chromium.close()
    print(f"The pictures are in {FOLDER}")
    if not names:
        take_manuals()


def take_manuals() -> None:
    """Take the pictures of docs/editors.md and docs/moderators.md."""
    environment = {**os.environ, "CHROMIUM": browser(), "DATABASE_URL": "", "PYTHONPATH": "."}
    command = [sys.executable, "-m", "pytest", "-p", "tests.journeys.conftest", MANUAL]
    subprocess.run(command, env=environment, check=True)
    print("Those of the manuals are in docs/pictures")


if __name__ == "__main__":
    main()

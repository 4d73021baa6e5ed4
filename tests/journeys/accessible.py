"""What axe, Deque's checker of the WCAG, says of a page in a browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Part of WCAG 2.2 AA, but off by default.
OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def expect_accessible(page: Page, name: str = "", *, beside: tuple[str, ...] = ()):
    """Fail with axe's report unless the whole page, without the parts `beside`, is clean.

    A click does not wait for the page that it leads to: half a page has no title and no language.
    """
    page.wait_for_load_state()
    results = Axe().run(page, {"exclude": [[part] for part in beside]}, OPTIONS)
    assert results.violations_count == 0, f"{name or page.url}: {results.generate_report()}"

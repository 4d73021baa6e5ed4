"""How long pages take as a site grows."""

import time

from tests.bench.sites import ScratchSite

# Beside the articles.
EVENTS = BOOKS = 200


def measure(site: ScratchSite, size: int) -> dict[str, object]:
    """Fill a site up to a number of articles; return how fast that was, and its pages."""
    known = site.articles
    others = [] if known else [f"--events={EVENTS}", f"--books={BOOKS}"]
    begun = time.monotonic()
    # What is generated with one seed is told from what another one generates.
    site.run(
        "manage.py", "generate_content", f"--articles={size - known}", f"--seed={size}", *others
    )
    seconds = time.monotonic() - begun
    site.articles = size
    return {
        "articles a second": round((size - known) / seconds),
        "pages": site.run("-m", "tests.bench.pages"),
    }

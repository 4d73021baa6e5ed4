"""Where the time of a page goes, by looking every half millisecond at what is being done."""

import signal
from collections import Counter
from collections.abc import Callable
from types import FrameType

INTERVAL = 0.0005  # seconds
# What is being done, by the innermost file that tells: the path of it, or of its folder.
PARTS = {
    "waiting for the database": ("/django/db/backends/utils.py", "/sqlite3/base.py", "/psycopg/"),
    "putting questions together": (
        *("/db/models/sql/", "/db/models/query_utils.py", "/db/models/lookups.py"),
        *("/db/models/expressions.py", "/db/models/query.py", "/db/models/manager.py"),
        *("/db/models/functions/", "/db/models/aggregates.py", "/db/backends/"),
    ),
    "making objects of the answers": ("/db/models/", "/modelcluster/"),
    "templates": ("/django/template/", "/django/utils/html.py", "/django/utils/safestring.py"),
    "Wagtail": ("/wagtail/",),
    "requests, addresses, translations": ("/django/", "/csp/", "/whitenoise/", "/asgiref/"),
}


def where(work: Callable[[], object], times: int) -> dict[str, int]:
    """Return for each part the share of the time of some work, in per cent."""
    seen: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[part_of(frame)] += 1

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
    try:
        for _ in range(times):
            work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return {part: round(100 * seen[part] / seen.total()) for part in (*PARTS, "Masthead")}


def part_of(frame: FrameType | None) -> str:
    """Return what is being done; what no library does is the site's own."""
    while frame:
        path = frame.f_code.co_filename
        if "site-packages" not in path:
            if "/lib/python" not in path:
                return "Masthead"
        else:
            for part, places in PARTS.items():
                if any(place in path for place in places):
                    return part
        frame = frame.f_back
    return "Masthead"

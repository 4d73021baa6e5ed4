"""Counters that all processes of the server share, such as those of the rate limits."""

import logging
import sqlite3
import time
from contextlib import closing

from django.conf import settings
from django.core.cache import cache

log = logging.getLogger(__name__)

LOCK_TIMEOUT = 0.5  # seconds
TABLE = (
    "CREATE TABLE IF NOT EXISTS counter "
    "(key TEXT PRIMARY KEY, count INTEGER NOT NULL, expires REAL NOT NULL) WITHOUT ROWID"
)
INCREMENT = (
    "INSERT INTO counter VALUES (:key, 1, :expires) ON CONFLICT (key) DO UPDATE "
    "SET count = count + 1 RETURNING count"
)
DELETE_EXPIRED = "DELETE FROM counter WHERE expires <= ?"


def count(key: str, seconds: int) -> int:
    """Increment a counter, and return its value since it was first counted `seconds` ago or less.

    The counters are in the cache if it is a server of its own, else in a SQLite file beside the
    database: the memory of one process does not know what the others count, and the database
    itself may be busy with a long write. Return 0 if the file is unavailable.
    """
    if settings.COUNTERS_FILE is None:
        return _count_in_cache(key, seconds)
    now = time.time()
    try:
        with closing(sqlite3.connect(settings.COUNTERS_FILE, LOCK_TIMEOUT)) as counters, counters:
            counters.execute("PRAGMA synchronous = OFF")
            counters.execute(TABLE)
            counters.execute(DELETE_EXPIRED, [now])
            row = counters.execute(INCREMENT, {"key": key, "expires": now + seconds}).fetchone()
            return row[0]
    except sqlite3.Error as error:
        log.warning("Requests are not counted: %s", error)
        return 0


def _count_in_cache(key: str, seconds: int) -> int:
    key = f"counter.{key}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # Another process has just deleted the key.
        return 1

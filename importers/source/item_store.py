"""Keep the items of an export in a temporary SQLite database, rather than in memory."""

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from importers.source.records import Item

TABLES = """
CREATE TABLE items (id INTEGER, type TEXT, status TEXT, parent INTEGER, path TEXT, name TEXT,
    content TEXT, PRIMARY KEY (type, id)) WITHOUT ROWID;
CREATE INDEX by_path ON items (path);
CREATE INDEX by_name ON items (name) WHERE name <> '';
CREATE INDEX by_id ON items (id);
CREATE INDEX by_parent ON items (parent) WHERE parent <> 0;
"""
BATCH_SIZE = 500
# The suffixes that WordPress appends to the names of an image's other sizes and edited versions.
SIZE_SUFFIX = re.compile(r"(?:-\d+x\d+|-scaled|-rotated|-e\d{10,})+(?=\.\w+$)")


class ItemStore:
    """The items of one site, from one or several files; deleted on exit as a context manager."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="masthead-import-")
        self.database = sqlite3.connect(Path(self.folder.name) / "items.sqlite3")
        self.database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;{TABLES}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()
        self.folder.cleanup()

    def add(self, item: Item) -> bool:
        """Add an item, replacing one with the same ID; return whether it is new."""
        existing = self.database.execute(
            "SELECT 1 FROM items WHERE type = ? AND id = ?", (item.type, item.id)
        )
        is_new = existing.fetchone() is None
        name = full_size_name(item.attachment_url) if item.attachment_url else ""
        row = (item.id, item.type, item.status, item.parent, path_of(item.link), name)
        self.database.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, json.dumps(asdict(item))),
        )
        return is_new

    def count(self, types: Iterable[str]) -> int:
        """Return the number of items of some types."""
        where, values = _in_types(types)
        return self.database.execute(
            f"SELECT COUNT(*) FROM items WHERE {where}", values
        ).fetchone()[0]

    def types(self) -> dict[str, int]:
        """Return the number of items by type."""
        rows = self.database.execute("SELECT type, COUNT(*) FROM items GROUP BY type ORDER BY type")
        return dict(rows.fetchall())

    def items(self, types: Iterable[str]) -> Iterator[Item]:
        """Yield the items of some types, ordered by ID."""
        where, values = _in_types(types)
        last = -1
        while True:
            rows = self.database.execute(
                f"SELECT id, content FROM items WHERE {where} AND id > ? ORDER BY id LIMIT ?",
                (*values, last, BATCH_SIZE),
            ).fetchall()
            for last, content in rows:  # noqa: B007
                yield _item(content)
            if not rows:
                return
            last = rows[-1][0]

    def get(self, item_id: int, types: Iterable[str]) -> Item | None:
        """Return an item by its ID and its possible types."""
        where, values = _in_types(types)
        row = self.database.execute(
            f"SELECT content FROM items WHERE {where} AND id = ?",
            (*values, item_id),
        ).fetchone()
        return _item(row[0]) if row else None

    def children(self, parent: int, kind: str) -> list[int]:
        """Return the IDs of an item's children of a type."""
        rows = self.database.execute(
            "SELECT id FROM items WHERE type = ? AND parent = ? ORDER BY id", (kind, parent)
        )
        return [item_id for (item_id,) in rows]

    def by_path(self, path: str) -> list[tuple[str, int]]:
        """Return (type, ID) of the items whose permalink has a path, as `path_of()` returns it."""
        rows = self.database.execute("SELECT type, id FROM items WHERE path = ?", (path,))
        return rows.fetchall()

    def by_id(self, item_id: int) -> list[tuple[str, int]]:
        """Return (type, ID) of the items with an ID, of any type."""
        rows = self.database.execute("SELECT type, id FROM items WHERE id = ?", (item_id,))
        return rows.fetchall()

    def attachment_by_name(self, name: str) -> int | None:
        """Return the ID of the attachment with a file, by the name of any of its sizes."""
        for candidate in dict.fromkeys((name, SIZE_SUFFIX.sub("", name))):
            row = self.database.execute(
                "SELECT id FROM items WHERE name = ?", (candidate,)
            ).fetchone()
            if row:
                return row[0]
        return None


def path_of(url: str) -> str:
    """Return path and query of a URL, normalised for comparison; an empty string if invalid."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = "/" + unquote(parts.path).strip("/")
    return f"{path}?{parts.query}" if parts.query else path


def full_size_name(url: str) -> str:
    """Return the name of a file with year and month, for an image that of its full size."""
    parts = path_of(url).partition("?")[0].rsplit("/", 3)
    return SIZE_SUFFIX.sub("", "/".join(parts[-3:]))


def _in_types(types: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return an SQL condition and its parameters."""
    values = tuple(types)
    return f"type IN ({', '.join('?' * len(values))})", values


def _item(content: str) -> Item:
    values = json.loads(content)
    values["terms"] = [tuple(term) for term in values["terms"]]
    return Item(**values)

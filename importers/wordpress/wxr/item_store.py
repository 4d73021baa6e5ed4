"""The items of an export in a scratch database: in any order, and never all in memory at once."""

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from importers.wordpress.wxr.records import Item

TABLES = """
CREATE TABLE items (id INTEGER, type TEXT, status TEXT, parent INTEGER, path TEXT, name TEXT,
    content TEXT, PRIMARY KEY (type, id)) WITHOUT ROWID;
CREATE INDEX by_path ON items (path);
CREATE INDEX by_name ON items (name) WHERE name <> '';
CREATE INDEX by_id ON items (id);
CREATE INDEX by_parent ON items (parent) WHERE parent <> 0;
"""
AT_ONCE = 500
# What WordPress puts behind the name of a picture for its other sizes and its edits.
SIZE = re.compile(r"(?:-\d+x\d+|-scaled|-rotated|-e\d{10,})+(?=\.\w+$)")


class Store:
    """The items of one site, from one file or several."""

    def __init__(self) -> None:
        """Begin with none; the file is gone when this is closed."""
        self.folder = tempfile.TemporaryDirectory(prefix="masthead-import-")
        self.database = sqlite3.connect(Path(self.folder.name) / "items.sqlite3")
        self.database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;{TABLES}")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Throw all away."""
        self.database.close()
        self.folder.cleanup()

    def add(self, item: Item) -> bool:
        """Keep an item; of two with the same number the later one. Tell whether it was new."""
        asked = self.database.execute(
            "SELECT 1 FROM items WHERE type = ? AND id = ?", (item.type, item.id)
        )
        is_new = asked.fetchone() is None
        row = (item.id, item.type, item.status, item.parent, path_of(item.link), _name(item))
        self.database.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, json.dumps(asdict(item))),
        )
        return is_new

    def count(self, types: Iterable[str]) -> int:
        """Return how many items of some types there are."""
        where, values = _any(types)
        return self.database.execute(
            f"SELECT COUNT(*) FROM items WHERE {where}", values
        ).fetchone()[0]

    def types(self) -> dict[str, int]:
        """Return how many items there are of each type."""
        rows = self.database.execute("SELECT type, COUNT(*) FROM items GROUP BY type ORDER BY type")
        return dict(rows.fetchall())

    def items(self, types: Iterable[str]) -> Iterator[Item]:
        """Yield the items of some types by their numbers."""
        where, values = _any(types)
        last = -1
        while True:
            rows = self.database.execute(
                f"SELECT id, content FROM items WHERE {where} AND id > ? ORDER BY id LIMIT ?",
                (*values, last, AT_ONCE),
            ).fetchall()
            for last, content in rows:  # noqa: B007
                yield _item(content)
            if not rows:
                return
            last = rows[-1][0]

    def get(self, number: int, types: Iterable[str]) -> Item | None:
        """Return an item by its number."""
        where, values = _any(types)
        row = self.database.execute(
            f"SELECT content FROM items WHERE {where} AND id = ?",
            (*values, number),
        ).fetchone()
        return _item(row[0]) if row else None

    def children(self, parent: int, kind: str) -> list[int]:
        """Return the numbers of the items of a type below another."""
        rows = self.database.execute(
            "SELECT id FROM items WHERE type = ? AND parent = ? ORDER BY id", (kind, parent)
        )
        return [number for (number,) in rows]

    def at(self, path: str) -> list[tuple[str, int]]:
        """Return type and number of the items at an address, by its path."""
        rows = self.database.execute("SELECT type, id FROM items WHERE path = ?", (path,))
        return rows.fetchall()

    def numbered(self, number: int) -> list[tuple[str, int]]:
        """Return type and number of the items of a number, whatever they are."""
        rows = self.database.execute("SELECT type, id FROM items WHERE id = ?", (number,))
        return rows.fetchall()

    def named(self, name: str) -> int | None:
        """Return the number of the attachment with a file, in whatever size that is asked for."""
        for each in dict.fromkeys((name, SIZE.sub("", name))):
            found = self.database.execute("SELECT id FROM items WHERE name = ?", (each,)).fetchone()
            if found:
                return found[0]
        return None


def path_of(address: str) -> str:
    """Return the path of an address with its query, as addresses are compared; "" for none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = "/" + unquote(parts.path).strip("/")
    return f"{path}?{parts.query}" if parts.query else path


def file_name(address: str) -> str:
    """Return by what files are compared: year, month and name, or the last parts of the path."""
    parts = path_of(address).partition("?")[0].rsplit("/", 3)
    return "/".join(parts[-3:])


def plain_name(address: str) -> str:
    """Return the same for the picture in its full size."""
    return SIZE.sub("", file_name(address))


def _name(item: Item) -> str:
    """Return the name of the file of an attachment, as the largest size has it."""
    return plain_name(item.attachment_url) if item.attachment_url else ""


def _any(types: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    values = tuple(types)
    return f"type IN ({', '.join('?' * len(values))})", values


def _item(content: str) -> Item:
    values = json.loads(content)
    values["terms"] = [tuple(term) for term in values["terms"]]
    return Item(**values)

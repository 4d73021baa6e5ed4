"""Copy the database by its own tools: SQLite's backup API, and `pg_dump` with `pg_restore`."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from operations.database_file import database_path

# Where Debian and Homebrew keep PostgreSQL's programs.
PROGRAM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
BUSY_SECONDS = 60


class DatabaseCopyError(Exception):
    """The database could not be dumped or loaded; the message says why."""


def dump_name() -> str:
    """Return the name that a copy of this kind of database has in an archive."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def dump(path: Path) -> None:
    """Write the committed content of the database, as of one moment, to a file."""
    _tool(_dump_sqlite, _dump_postgresql)(path)


def check(path: Path) -> None:
    """Raise DatabaseCopyError if a copy is no database that can be loaded."""
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(path)) as copy:
                found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            found = str(error)
        if found != "ok":
            raise DatabaseCopyError(f"The database in the backup is damaged: {found}.")
    else:
        _call("pg_restore", "--list", str(path))


def load(path: Path) -> None:
    """Replace the whole database by the content of a file, in one transaction."""
    connection.close()
    _tool(_load_sqlite, _load_postgresql)(path)


def _tool(for_sqlite: Callable, for_postgresql: Callable) -> Callable[[Path], None]:
    return for_sqlite if connection.vendor == "sqlite" else for_postgresql


def _dump_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            with closing(_open_sqlite("mode=ro")) as source:
                source.backup(copy)  # In one step: steps of pages begin again after each write.
            copy.execute("PRAGMA journal_mode = DELETE")
        check(path)
    except sqlite3.Error as error:
        raise DatabaseCopyError(f"The database could not be copied: {error}.") from error


def _load_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as source:
            try:
                with closing(_open_sqlite("mode=rwc")) as target:
                    source.backup(target)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                _replace_damaged(path)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseCopyError(f"The database could not be written: {error}.") from error


def _replace_damaged(path: Path) -> None:
    """Put a copy in the place of a file that SQLite cannot write to; keep that as `.damaged`."""
    name = str(database_path())
    copy = Path(f"{name}.restored")
    shutil.copyfile(path, copy)
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.remove(name + suffix)
    os.replace(name, f"{name}.damaged")
    os.replace(copy, name)


def _open_sqlite(mode: str) -> sqlite3.Connection:
    path = database_path()
    return sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, timeout=BUSY_SECONDS)


def _dump_postgresql(path: Path) -> None:
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}"]
    _call("pg_dump", *options, f"--dbname={_conninfo()}")


def _load_postgresql(path: Path) -> None:
    script = path.with_suffix(".sql")
    options = ["--no-owner", "--no-privileges", "--no-comments", f"--file={script}"]
    _call("pg_restore", *options, str(path))
    _call(
        "psql",
        *("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        f"--command=SET lock_timeout = '{BUSY_SECONDS}s'",
        *("--command=SET client_min_messages = warning", "--command=DROP SCHEMA public CASCADE"),
        *("--command=CREATE SCHEMA public", f"--file={script}"),
        f"--dbname={_conninfo()}",
    )
    script.unlink()


def _conninfo() -> str:
    """Return libpq's connection string, without the password."""
    values = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    given = {name: values[key] for name, key in names.items() if values[key]}
    options = {name: text for name, text in values["OPTIONS"].items() if isinstance(text, str)}
    return make_conninfo(**given, **options)


def _call(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs. Raise DatabaseCopyError with what it says if it fails."""
    environment = os.environ | {"PGPASSWORD": connection.settings_dict["PASSWORD"]}
    command = [_find(program), *arguments]
    result = subprocess.run(  # noqa: S603 -- the arguments are ours and the site's settings
        command, env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode:
        reason = result.stderr.strip().splitlines() or [f"exit code {result.returncode}"]
        raise DatabaseCopyError(f"{program} failed: {reason[0]}")


def _find(program: str) -> str:
    found = [
        str(path) for each in PROGRAM_FOLDERS for path in Path("/").glob(f"{each[1:]}/{program}")
    ]
    if path := max(found, default=None) or shutil.which(program):
        return path
    raise DatabaseCopyError(f"{program} is missing. On Debian: apt-get install postgresql-client")

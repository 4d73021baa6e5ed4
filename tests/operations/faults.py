"""Cause real faults of a database, and end them."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.databases import is_postgresql
from tests.services import as_root


def administer(statement):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def _name(site):
    return urlsplit(site.environment["DATABASE_URL"]).path[1:]


def _disconnect(site):
    terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname"
    administer(f"{terminate} = '{_name(site)}'")


@contextlib.contextmanager
def database_away(site):
    """Move the SQLite file away, or refuse connections to the PostgreSQL database."""
    if is_postgresql():
        administer(f"ALTER DATABASE {_name(site)} ALLOW_CONNECTIONS false")
        _disconnect(site)
        yield
        administer(f"ALTER DATABASE {_name(site)} ALLOW_CONNECTIONS true")
        return
    path = site.database_file
    path.rename(path.with_suffix(".away"))
    yield
    path.with_suffix(".away").rename(path)


@contextlib.contextmanager
def database_deleted(site):
    """Delete the database while it is in use; then put a copy in its place."""
    if is_postgresql():
        name = _name(site)
        _disconnect(site)
        administer(f"ALTER DATABASE {name} RENAME TO {name}_copy")
        yield
        administer(f"ALTER DATABASE {name}_copy RENAME TO {name}")
        return
    path = site.database_file
    copy = path.with_suffix(".copy")
    with contextlib.closing(sqlite3.connect(path)) as source:
        source.execute("VACUUM INTO ?", [str(copy)])
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    yield
    assert not path.exists()
    shutil.copyfile(copy, path)


@contextlib.contextmanager
def database_read_only(site):
    """Put SQLite's files on a read-only disk, or make PostgreSQL's transactions read-only."""
    if is_postgresql():
        name = _name(site)
        administer(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        _disconnect(site)
        yield
        administer(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        _disconnect(site)
        return
    folder = site.database_file.parent
    found = folder.glob(f"{site.database_file.name}*")
    files = [(path.name, path.read_bytes()) for path in found]
    mount("-t", "tmpfs", "-o", "size=50m,mode=777", "tmpfs", str(folder))
    try:
        for name, content in files:
            (folder / name).write_bytes(content)
        mount("-o", "remount,ro", str(folder))
        yield
    finally:
        unmount(str(folder))


@contextlib.contextmanager
def database_locked(site):
    """Hold a lock that no other transaction can write beside."""
    if is_postgresql():
        with psycopg.connect(site.environment["DATABASE_URL"]) as other:
            other.execute("LOCK TABLE wagtailcore_page, wagtailcore_revision IN EXCLUSIVE MODE")
            yield
            other.rollback()
        return
    with contextlib.closing(sqlite3.connect(site.database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def table_locked(site):
    """Lock the pages even for readers, as a slow migration does; on SQLite only for writers."""
    if not is_postgresql():
        with database_locked(site):
            yield
        return
    with psycopg.connect(site.environment["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE wagtailcore_page IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def mount(*arguments):
    subprocess.run([*as_root(), "mount", *arguments], check=True)


def unmount(folder):
    subprocess.run([*as_root(), "umount", "--lazy", folder], check=True)


@contextlib.contextmanager
def small_disk(megabytes):
    """Yield a folder on a disk of this size of its own."""
    with tempfile.TemporaryDirectory(prefix="masthead-disk-") as folder:
        mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", folder)
        try:
            yield Path(folder)
        finally:
            unmount(folder)


@contextlib.contextmanager
def full(folder):
    """Fill the disk of a folder."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    yield
    filler.unlink()

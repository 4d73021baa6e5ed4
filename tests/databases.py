"""Databases for the tests: migrated once in a run, then copied for each worker."""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from filelock import FileLock

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # as Django names it


def once_per_run(path: Path, build: Callable[[], str]) -> str:
    """Return what the first of all workers to call this built, which is stored at `path`."""
    with FileLock(f"{path}.lock"):
        if not path.exists():
            path.write_text(build())
        return path.read_text()


def shared_folder(tmp_path_factory, worker_id: str) -> Path:
    """Return the temporary folder that all workers of a run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@contextlib.contextmanager
def migrated_database(folder: Path) -> Iterator[None]:
    """Connect to a migrated test database of this process's own."""
    copy = postgresql_copy if is_postgresql() else sqlite_copy
    with copy(folder):
        yield
        connection.close()


@contextlib.contextmanager
def sqlite_copy(folder: Path) -> Iterator[None]:
    def build() -> str:
        path = str(folder / "migrated.sqlite3")
        migrate(path)
        return path

    template = once_per_run(folder / "sqlite", build)
    use(IN_MEMORY)
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(template)) as source:
        source.backup(connection.connection)
    yield


@contextlib.contextmanager
def postgresql_copy(folder: Path) -> Iterator[None]:
    def build() -> str:
        name = _create()
        migrate(name)
        return name

    template = once_per_run(folder / "postgresql", build)
    with FileLock(folder / "postgresql.lock"):  # A template may have one user at a time.
        name = _create(f"TEMPLATE {template}")
    use(name)
    yield
    _drop(name)


def migrate(name: str) -> None:
    use(name)
    call_command("migrate", verbosity=0)
    connection.close()


def use(name: str) -> None:
    """Connect to another database from now on."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def create_database(folder: Path) -> str:
    """Create an empty database, of the kind under test, and return its DATABASE_URL."""
    if not is_postgresql():
        return f"sqlite:///{folder}/site.sqlite3"
    return _url(_create())


@contextlib.contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of an empty database."""
    url = create_database(folder)
    yield url
    if is_postgresql():
        _drop(_name(url))


@contextlib.contextmanager
def copied_database(template: str, folder: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a copy of a database that no one uses any more."""
    if is_postgresql():
        name = _create(f"TEMPLATE {_name(template)}")
        yield _url(name)
        _drop(name)
        return
    with (
        contextlib.closing(sqlite3.connect(template.removeprefix("sqlite:///"))) as source,
        contextlib.closing(sqlite3.connect(folder / "site.sqlite3")) as target,
    ):
        source.backup(target)
    yield f"sqlite:///{folder}/site.sqlite3"


def is_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def _create(options: str = "") -> str:
    """Create a database on the server of the tests, and return its name."""
    name = f"masthead_{secrets.token_hex(4)}"
    _execute(f"CREATE DATABASE {name} {options}")
    return name


def _drop(name: str) -> None:
    _execute(f"DROP DATABASE {name} WITH (FORCE)")


def _execute(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def _url(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _name(url: str) -> str:
    return urlsplit(url).path[1:]

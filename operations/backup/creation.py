"""Create a backup, and delete the oldest ones."""

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyrage
from django.db import connection

from operations.backup import databases, media
from operations.backup.archive import ArchiveWriter
from operations.backup.scratch import scratch_folder
from operations.versions import applied_migrations, version

KIND = "backup"
PREFIX, SUFFIX, ENCRYPTED, PART = "masthead-", ".tar", ".tar.age", ".part"
NAME = re.compile(rf"{PREFIX}\d{{4}}-\d\d-\d\dT[\d.]+Z\.tar(\.age)?")
# Variables that are no secrets: what a person needs to set up the site again.
SETTINGS = (
    *("ALLOWED_HOSTS", "BASE_URL", "LANGUAGE_CODE", "TIME_ZONE", "EMAIL_FROM", "WORKERS"),
    *(
        "PAGE_CACHE_SECONDS",
        "IDLE_SECONDS",
        "FRONTEND_CACHES",
        "PEERTUBE_HOSTS",
        "RENDITION_WORKER",
    ),
    *("BACKUP_DIR", "BACKUP_KEEP", "LOG_FORMAT", "ACCESS_LOG"),
)


class BackupError(Exception):
    """A backup was not made; the message says why."""


@dataclass(frozen=True)
class BackupOptions:
    """Where a backup goes, how many stay there, and what it holds."""

    folder: Path
    keep: int | None = None
    recipient: str = ""  # an age public key
    with_media: bool = True


def create(options: BackupOptions) -> Path:
    """Create a backup and return its path. Raise BackupError if that fails; no part is left."""
    recipients = _recipients(options.recipient)
    if media.holds(options.folder):
        raise BackupError(f"{options.folder} is among the uploaded files. Name another folder.")
    if options.keep and options.keep < 0:
        raise BackupError("The number of backups that are kept must be 0 or more.")
    try:
        options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _only_one(options.folder), _part(options.folder) as part:
            _write(part, with_media=options.with_media)
            finished = _encrypt(part, recipients) if recipients else part
            path = options.folder / _name(ENCRYPTED if recipients else SUFFIX)
            os.replace(finished, path)
            _sync(options.folder)
            _rotate(options)
    except (databases.DatabaseCopyError, media.MissingFilesError) as error:
        raise BackupError(str(error)) from error
    except OSError as error:
        raise BackupError(f"{options.folder}: {error.strerror or error}.") from error
    return path


def existing(folder: Path) -> list[Path]:
    """Return the finished backups of a folder, the oldest first."""
    return sorted(path for path in folder.glob(f"{PREFIX}*") if NAME.fullmatch(path.name))


def _recipients(key: str) -> list[pyrage.x25519.Recipient]:
    try:
        return [pyrage.x25519.Recipient.from_str(key)] if key else []
    except pyrage.RecipientError as error:
        raise BackupError(
            "The key to encrypt to is not the public key of age, which begins with age1."
        ) from error


def _name(suffix: str) -> str:
    return f"{PREFIX}{datetime.now(UTC):%Y-%m-%dT%H%M%S.%f}Z{suffix}"


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Lock a folder for one backup at a time, also across processes that are killed."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup into {folder} is running.") from error
        for left in folder.glob(f"{PREFIX}*{PART}"):  # by a backup that was killed
            left.unlink()
        yield


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """Yield the path of a file that is removed unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=PART, dir=folder)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for left in folder.glob(f"{Path(name).stem}*{PART}"):
            left.unlink()


def _write(path: Path, *, with_media: bool) -> None:
    """Write an archive.

    Files are copied before the database and those that came since afterwards: so every file that
    the database refers to is in the archive, whatever is uploaded or deleted meanwhile.
    """
    with path.open("wb") as stream, scratch_folder(path.parent) as scratch:
        archive = ArchiveWriter(stream)
        given = {name: os.environ[name] for name in SETTINGS if os.environ.get(name)}
        content = json.dumps(given, indent=1, ensure_ascii=False).encode()
        archive.add("settings.json", BytesIO(content), len(content))
        if with_media:
            media.add_all(archive)
        created = datetime.now(UTC)
        database = scratch / databases.dump_name()
        databases.dump(database)
        migrations = applied_migrations()
        if not migrations:
            raise BackupError("The database has no tables, so there is nothing to back up.")
        with database.open("rb") as file:
            archive.add(database.name, file, database.stat().st_size)
        if with_media:
            media.add_all(archive)
            media.require_files(archive)
        archive.close(
            {
                "kind": KIND,
                "version": version(),
                "created": created.isoformat(),
                "database": connection.vendor,
                "media": with_media,
                "migrations": migrations,
            }
        )
        stream.flush()
        os.fsync(stream.fileno())


def _encrypt(part: Path, recipients: list[pyrage.x25519.Recipient]) -> Path:
    encrypted = part.with_suffix(f".age{PART}")
    with part.open("rb") as source, encrypted.open("wb") as target:
        os.fchmod(target.fileno(), 0o600)
        pyrage.encrypt_io(source, target, recipients)
        target.flush()
        os.fsync(target.fileno())
    part.unlink()
    return encrypted


def _sync(folder: Path) -> None:
    """Make a new name survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rotate(options: BackupOptions) -> None:
    if options.keep:
        for old in existing(options.folder)[: -options.keep]:
            old.unlink()

"""Write and read the file of an export."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from operations.backup import media
from operations.backup.archive import (
    ArchiveReader,
    ArchiveWriter,
    DamagedArchiveError,
    verified_archive,
)
from operations.backup.scratch import scratch_folder
from operations.export.tables import cleared_models, exported_models, insert, json_lines
from operations.versions import applied_migrations, version
from page_cache.invalidation import purge
from page_cache.models import CacheGeneration

KIND = "export"
DATA = "data/"
BATCH_SIZE = 500
# Renditions are made again from the originals.
DERIVED_FILES = "images/"
OPTIONAL = "django_tasks_database."  # its migrations: an app that a site may have
Report = Callable[[str], object]


class TransferError(Exception):
    """A site was not exported or imported; the message says why."""


def export_site(path: Path) -> None:
    """Write the content of one moment to a file. Raise TransferError if that fails."""
    if path.exists():
        raise TransferError(f"{path} exists. Name a new file.")
    if media.holds(path):
        raise TransferError(f"{path} is among the uploaded files. Name another folder.")
    part = path.with_name(f"{path.name}.part")
    try:
        with _private(part) as stream, scratch_folder(path.parent) as folder:
            archive = ArchiveWriter(stream)
            media.add_all(archive, without=DERIVED_FILES)
            _add_tables(archive, folder / "rows")
            media.add_all(archive, without=DERIVED_FILES)
            media.require_files(archive)
            archive.close(
                {
                    "kind": KIND,
                    "version": version(),
                    "created": datetime.now(UTC).isoformat(),
                    "migrations": applied_migrations(),
                }
            )
        part.replace(path)
    except OSError as error:
        raise TransferError(f"{path}: {error.strerror or error}.") from error
    except media.MissingFilesError as error:
        raise TransferError(str(error)) from error
    except DatabaseError as error:
        raise TransferError(f"The database does not answer: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only its owner reads: it holds accounts and drafts."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _add_tables(archive: ArchiveWriter, scratch: Path) -> None:
    """Add the rows of all tables, as one transaction sees them."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in exported_models():
            with scratch.open("wb") as file:
                file.writelines(json_lines(model))
            with scratch.open("rb") as file:
                archive.add(f"{DATA}{model._meta.label}.jsonl", file, scratch.stat().st_size)


def import_site(path: Path, report: Report) -> None:
    """Replace all content by that of an export, in one transaction.

    Raises TransferError if the file is damaged, was made by another version, or does not fit.
    """
    try:
        with verified_archive(path, KIND) as archive:
            _check_version(archive.manifest)
            with transaction.atomic():
                _clear()
                for model in exported_models():
                    _read_table(archive, model)
                _reset_sequences()
            media.write_all(archive, report)
    except DamagedArchiveError as error:
        raise TransferError(f"{path} is damaged: {error}. Nothing was changed.") from error
    except OSError as error:
        raise TransferError(f"{error.filename or path}: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise TransferError(f"The content does not fit: {error}. Nothing was changed.") from error
    ContentType.objects.clear_cache()
    _rebuild(report)


def _check_version(manifest: dict) -> None:
    then, here = (
        {name for name in names if not name.startswith(OPTIONAL)}
        for names in (manifest["migrations"], applied_migrations())
    )
    if then != here:
        raise TransferError(
            f"The export was made by Masthead {manifest['version']}, and this is {version()}. "
            "Import it into a site of that version, then upgrade that site."
        )


def _clear() -> None:
    """Empty all tables; foreign keys are checked at the end of the transaction."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in cleared_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
            return
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- a name of ours


def _read_table(archive: ArchiveReader, model: type[Model]) -> None:
    name = f"{DATA}{model._meta.label}.jsonl"
    if name not in archive.names:
        raise DamagedArchiveError(f"{name} is missing")
    with archive.open(name) as lines:
        rows = _rows(lines, name)
        while batch := list(islice(rows, BATCH_SIZE)):
            try:
                insert(model, batch)
            except (KeyError, TypeError, ValueError, ValidationError, OverflowError) as error:
                raise DamagedArchiveError(f"{name}: {error}") from error


def _rows(lines: Iterator[bytes], name: str) -> Iterator[dict]:
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DamagedArchiveError(f"{name}, line {number}") from error
        if not isinstance(row, dict):
            raise DamagedArchiveError(f"{name}, line {number}")
        yield row


def _reset_sequences() -> None:
    """Let new rows have keys that no imported one has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), exported_models()):
            cursor.execute(statement)


def _rebuild(report: Report) -> None:
    """Make the indexes again."""
    report("Making the indexes again …")
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    call_command("reindex_search", verbosity=0)
    CacheGeneration.restart()
    purge()

"""Restore a backup: check everything, then add the files, replace the database, remove the rest."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyrage
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils.translation import gettext

from demo.loading import is_empty
from editorial.models import UndeliveredMail
from home.models import HomePage
from letters.models import Mailing
from operations.backup import databases, media
from operations.backup.archive import (
    MANIFEST,
    MEDIA,
    ArchiveReader,
    DamagedArchiveError,
    verified_archive,
)
from operations.backup.creation import ENCRYPTED, KIND
from operations.backup.scratch import scratch_folder
from operations.versions import known_migrations
from page_cache.invalidation import purge
from page_cache.models import CacheGeneration


class RestoreError(Exception):
    """A backup was not restored; the message says why."""


def restore(
    path: Path, report: Callable[[str], object], *, replace: bool = False, identity: Path | None
) -> None:
    """Restore a backup.

    Nothing is written before the whole archive was checked. If the process is killed, the database
    is the old or the new one as a whole, and the files of both are there; run it again.

    Raises RestoreError if the archive is damaged or does not fit, or if the site has content and
    `replace` is false.
    """
    if media.holds(path):
        raise RestoreError(f"{path} is among the uploaded files. Move it elsewhere first.")
    try:
        _check_and_restore(path, report, replace=replace, identity=identity)
    except DamagedArchiveError as error:
        raise RestoreError(f"{path} is damaged: {error}. Nothing was changed.") from error
    except databases.DatabaseCopyError as error:
        raise RestoreError(str(error)) from error
    except DatabaseError as error:
        raise RestoreError(f"The database does not answer: {error}") from error
    except OSError as error:
        raise RestoreError(f"{error.filename or path}: {error.strerror or error}.") from error


def _check_and_restore(
    path: Path, report: Callable[[str], object], *, replace: bool, identity: Path | None
) -> None:
    if not path.is_file():
        raise RestoreError(f"There is no file {path}.")
    if not replace and has_content():
        raise RestoreError(
            "The site has content. --replace replaces all of it by the content of the backup."
        )
    with _decrypted(path, identity) as plain, verified_archive(plain, KIND) as archive:
        _check_fit(archive)
        _restore(archive, report)
        _report_settings(archive, report)


def has_pages() -> bool:
    """Return whether the site has pages below the front page."""
    try:
        return HomePage.objects.filter(numchild__gt=0).exists()
    except DatabaseError:  # It has no tables yet.
        return False


def has_content() -> bool:
    """Return whether the site has accounts, or pages below the front page."""
    try:
        return not is_empty()
    except DatabaseError:  # It has no tables yet, or does not answer: that is raised here.
        return bool(connection.introspection.table_names())


@contextmanager
def _decrypted(path: Path, identity: Path | None) -> Iterator[Path]:
    """Yield the path of the archive, decrypted to a temporary file if it is encrypted."""
    if not path.name.endswith(ENCRYPTED):
        yield path
        return
    if identity is None:
        raise RestoreError(
            "The backup is encrypted. --identity names the file with the secret key."
        )
    with scratch_folder(path.parent) as folder:
        plain = folder / "archive.tar"
        try:
            with path.open("rb") as source, plain.open("wb") as target:
                pyrage.decrypt_io(source, target, _identities(identity))
        except pyrage.DecryptError as error:
            raise RestoreError(
                f"{path} cannot be decrypted: it is damaged, or the key in {identity} is another "
                "one. Nothing was changed."
            ) from error
        yield plain


def _identities(path: Path) -> list[pyrage.x25519.Identity]:
    """Return the secret keys of a file that age-keygen wrote."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise RestoreError(f"{path} has no secret key of age.") from error
    if not found:
        raise RestoreError(f"{path} has no secret key of age.")
    return found


def _check_fit(archive: ArchiveReader) -> None:
    """Raise RestoreError if this version, or this kind of database, cannot read the backup."""
    manifest = archive.manifest
    if missing := {"database", "media"} - manifest.keys():
        raise DamagedArchiveError(f"{MANIFEST} has no {min(missing)}")
    if manifest["database"] != connection.vendor:
        raise RestoreError(
            f"The backup is of {manifest['database']}, and this site uses {connection.vendor}. "
            "Restore it on such a database; export_site and import_site change the kind."
        )
    if unknown := sorted(set(manifest["migrations"]) - known_migrations()):
        raise RestoreError(
            f"The backup was made by Masthead {manifest['version']}, which is newer: it has the "
            f"migration {unknown[0]}. Install that version first."
        )
    if not manifest["migrations"]:
        raise RestoreError("The backup is of a database without tables. Nothing was changed.")
    if absent := {"settings.json", databases.dump_name()} - set(archive.names):
        raise DamagedArchiveError(f"it has no {min(absent)}")


def _restore(archive: ArchiveReader, report: Callable[[str], object]) -> None:
    with scratch_folder(Path(tempfile.gettempdir())) as folder:
        dump = folder / databases.dump_name()
        archive.extract(dump.name, dump)
        databases.check(dump)
        media.write_all(archive, report)
        report("Replacing the database …")
        databases.load(dump)
        _forget_mail()
        _stop_letters()
    if archive.manifest["media"]:
        wanted = set(archive.names)
        for name in [each for each in media.names() if MEDIA + each not in wanted]:
            default_storage.delete(name)
    with suppress(DatabaseError):  # A very old backup may not have the table.
        CacheGeneration.restart()
        purge()


def _forget_mail() -> None:
    """Keep mail that waited when the backup was made from being sent again."""
    with suppress(DatabaseError):  # A very old backup may not have the table.
        UndeliveredMail.objects.exclude(message=None).delete()


def _stop_letters() -> None:
    """Keep letters from being sent again that were sent after the backup was made."""
    problem = gettext("The site was restored from a backup, made before some of it was sent.")
    with suppress(DatabaseError):  # A very old backup may not have the table.
        for mailing in Mailing.objects.unfinished():
            mailing.stop(problem)


def _report_settings(archive: ArchiveReader, report: Callable[[str], object]) -> None:
    """Name the settings that were others when the backup was made."""
    then = json.loads(archive.open("settings.json").read())
    for name, value in then.items():
        if os.environ.get(name, "") != value:
            report(f"{name} was {value} when the backup was made.")

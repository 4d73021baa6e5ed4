"""The uploaded files, in a folder or in a bucket."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from documents.models import SiteDocument
from images.models import SiteImage
from operations.backup.archive import MEDIA, ArchiveReader, ArchiveWriter


def names(folder: str = "") -> Iterator[str]:
    """Yield the names of all files of the storage, without what is being written."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # Nothing was uploaded yet.
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + file for file in sorted(files) if file and file[0] != ".")
    for each in sorted(folders):
        yield from names(prefix + each)


def write(name: str, content: IO[bytes]) -> None:
    """Store a file under exactly this name, in place of one that has it."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:  # a bucket
        default_storage.delete(name)
        default_storage.save(name, File(content))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=".restoring-", dir=target.parent)
    with os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(content, copy)
    os.chmod(part, settings.FILE_UPLOAD_PERMISSIONS)
    os.replace(part, target)


class MissingFilesError(Exception):
    """The folder of the uploaded files is not where it should be."""


def require_files(archive: ArchiveWriter) -> None:
    """Raise MissingFilesError if an archive has none of the files that the database names."""
    named = [
        name
        for model in (SiteImage, SiteDocument)
        for name in model.objects.order_by("pk").values_list("file", flat=True)
    ]
    if named and not any(MEDIA + name in archive.files for name in named):
        raise MissingFilesError(
            f"The database names {len(named)} uploaded files, and none of them is in "
            f"{settings.MEDIA_ROOT}. Is that folder mounted?"
        )


def add_all(archive: ArchiveWriter, without: str | None = None) -> None:
    """Add the files that an archive does not have yet, but for those of one folder."""
    for name in names():
        if MEDIA + name in archive.files or (without and name.startswith(without)):
            continue
        # A file may be deleted meanwhile.
        with suppress(FileNotFoundError), closing(default_storage.open(name)) as file:
            archive.add(MEDIA + name, file, file.size)


def write_all(archive: ArchiveReader, report: Callable[[str], object]) -> None:
    """Store all files of an archive."""
    files = [name for name in archive.names if name.startswith(MEDIA)]
    report(f"Writing {len(files)} files …")
    for name in files:
        with archive.open(name) as content:
            write(name.removeprefix(MEDIA), content)


def holds(path: Path) -> bool:
    """Return whether a path is within the folder of the uploaded files."""
    try:
        folder = Path(default_storage.path("")).resolve()
    except NotImplementedError:  # a bucket
        return False
    return path.resolve().is_relative_to(folder)

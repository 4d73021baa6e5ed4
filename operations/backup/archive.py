"""The file of a backup: a tar archive in which every byte is covered by a checksum.

Its members are `settings.json`, the database (`database.sqlite3` or `database.dump`), the files
below `media/` and, at the end, `manifest.json` with the SHA-256 and the size of each of them. The
last line, which tar ignores, is the SHA-256 of the whole archive.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
CHUNK = 1024 * 1024
MAX_MANIFEST_BYTES = 64 * 1024 * 1024
MAX_NAME_BYTES = 255  # of a file or folder, as disks have it
LABEL = b"\nSHA-256 of the archive above: "
TRAILER_LENGTH = len(LABEL) + 64 + 1


class DamagedArchiveError(Exception):
    """An archive, or one of its members, is not what was written."""


class _HashingReader:
    """Pass on what is read, and compute its checksum and size."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest, self.size = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data


class _HashingWriter:
    """Pass on what is written, and compute its checksum."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def tell(self) -> int:
        return self.stream.tell()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.stream.write(data)


class ArchiveWriter:
    """Write members one after the other, and the manifest at the end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = _HashingWriter(stream)
        self.tar = tarfile.open(fileobj=self.stream, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.files: dict[str, dict[str, object]] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add `size` bytes of a stream. Raise OSError if it has fewer."""
        reader = _HashingReader(content)
        self.tar.addfile(self._header(name, size), reader)
        self.files[name] = {"size": size, "sha256": reader.digest.hexdigest()}

    def close(self, description: dict[str, object]) -> None:
        """Write the manifest, which holds the description and all checksums, and the last line."""
        manifest = {"format": FORMAT, **description, "files": self.files}
        content = json.dumps(manifest, indent=1).encode()  # Names may be no valid Unicode.
        self.tar.addfile(self._header(MANIFEST, len(content)), io.BytesIO(content))
        self.tar.close()
        digest = self.stream.digest.hexdigest()
        self.stream.stream.write(LABEL + digest.encode() + b"\n")

    def _header(self, name: str, size: int) -> tarfile.TarInfo:
        header = tarfile.TarInfo(name)
        header.size, header.mode = size, 0o600
        return header


class ArchiveReader:
    """Read an archive after it was verified."""

    def __init__(
        self, tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], manifest: dict
    ) -> None:
        self.tar, self.members, self.manifest = tar, members, manifest

    @property
    def names(self) -> list[str]:
        """The names of all members but the manifest."""
        return list(self.manifest["files"])

    def open(self, name: str) -> IO[bytes]:
        """Return a member as a stream."""
        return self.tar.extractfile(self.members[name])

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a file."""
        with self.open(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)


@contextmanager
def verified_archive(path: Path, kind: str) -> Iterator[ArchiveReader]:
    """Open an archive of this kind, all of whose checksums are right.

    Raises DamagedArchiveError with the name of the first member that is damaged.
    """
    is_intact = _has_right_trailer(path)
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115 -- closed below
    except (tarfile.TarError, EOFError) as error:
        raise DamagedArchiveError("the archive itself") from error
    with tar:
        try:
            members = _members(tar)
            manifest = _read_manifest(tar, members, kind)
            _check_members(tar, members, manifest)
        except (tarfile.TarError, EOFError, RecursionError) as error:
            raise DamagedArchiveError("the archive itself") from error
        if not is_intact:
            raise DamagedArchiveError("the archive itself")
        yield ArchiveReader(tar, members, manifest)


def _has_right_trailer(path: Path) -> bool:
    """Return whether the last line is the checksum of everything before it."""
    remaining = path.stat().st_size - TRAILER_LENGTH
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while remaining > 0:
            chunk = file.read(min(CHUNK, remaining))
            digest.update(chunk)
            remaining -= len(chunk)
        return file.read() == LABEL + digest.hexdigest().encode() + b"\n"


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Return the members by name: regular files, each of them once."""
    found: dict[str, tarfile.TarInfo] = {}
    for member in tar:
        if not member.isreg() or member.name in found or not _is_safe(member.name):
            raise DamagedArchiveError(member.name)
        found[member.name] = member
    return found


def _read_manifest(
    tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], kind: str
) -> dict[str, object]:
    """Return the manifest, whose entries have the right types."""
    if MANIFEST not in members or members[MANIFEST].size > MAX_MANIFEST_BYTES:
        raise DamagedArchiveError(MANIFEST)
    try:
        manifest = json.load(tar.extractfile(members[MANIFEST]))
        if manifest["format"] != FORMAT:
            raise DamagedArchiveError(f"{MANIFEST} is of a format that this version does not know")
        if manifest["kind"] != kind:
            raise DamagedArchiveError(f"it is no {kind}, but of the kind “{manifest['kind']}”")
        names, migrations = set(manifest["files"]), manifest["migrations"]
        are_texts = all(isinstance(each, str) for each in [manifest["version"], *migrations])
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise DamagedArchiveError(MANIFEST) from error
    if not isinstance(manifest["files"], dict) or not are_texts:
        raise DamagedArchiveError(MANIFEST)
    if different := names ^ (members.keys() - {MANIFEST}):
        raise DamagedArchiveError(min(different))
    return manifest


def _is_safe(name: str) -> bool:
    """Return whether a name stays within the folder that it is unpacked to."""
    path = PurePosixPath(name)
    is_long = any(len(os.fsencode(part)) > MAX_NAME_BYTES for part in path.parts)
    return not (path.is_absolute() or ".." in path.parts or is_long or name.endswith("/"))


def _check_members(
    tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], manifest: dict
) -> None:
    for name, expected in manifest["files"].items():
        reader = _HashingReader(tar.extractfile(members[name]))
        while reader.read(CHUNK):
            pass
        if expected != {"size": reader.size, "sha256": reader.digest.hexdigest()}:
            raise DamagedArchiveError(name)

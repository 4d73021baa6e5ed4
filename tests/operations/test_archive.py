"""Archives that somebody has forged, with right checksums where that is possible."""

import hashlib
import io
import json
import tarfile

import pytest

from operations.backup.archive import (
    LABEL,
    MANIFEST,
    DamagedArchiveError,
    verified_archive,
)

GOOD = {"format": 1, "kind": "backup", "version": "1.0.0", "migrations": ["news.0001_initial"]}
TEXT = b"text"
ENTRY = {"size": len(TEXT), "sha256": hashlib.sha256(TEXT).hexdigest()}


def write(path, members, manifest):
    """Write an archive of (name, content or type of member) and a manifest, with its last line."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, content in [*members, (MANIFEST, json.dumps(manifest).encode())]:
            member = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
            else:
                member.type, member.linkname = content, name
                tar.addfile(member)
    content = stream.getvalue()
    path.write_bytes(content + LABEL + hashlib.sha256(content).hexdigest().encode() + b"\n")
    return path


def read(path):
    with verified_archive(path, "backup") as archive:
        return {name: archive.open(name).read() for name in archive.names}


def test_good_archive(tmp_path):
    path = write(tmp_path / "a", [("media/a", TEXT)], GOOD | {"files": {"media/a": ENTRY}})
    assert read(path) == {"media/a": TEXT}


@pytest.mark.parametrize(
    ("members", "changes", "named"),
    [
        ([], {"files": 1}, MANIFEST),
        ([], {"files": []}, MANIFEST),
        ([], {"files": None}, MANIFEST),
        ([("a", TEXT)], {"files": {"a": 1}}, "a"),
        ([("a", TEXT)], {"files": {"a": {"size": 4}}}, "a"),
        ([("a", TEXT)], {"files": {}}, "a"),
        ([], {"files": {"a": ENTRY}}, "a"),
        ([], {"files": {}, "migrations": 3}, MANIFEST),
        ([], {"files": {}, "migrations": [3]}, MANIFEST),
        ([], {"files": {}, "version": None}, MANIFEST),
        ([], {"files": {}, "kind": "export"}, "it is no backup"),
        ([], {"files": {}, "format": 2}, "a format that this version does not know"),
        ([("../a", TEXT)], {"files": {"../a": ENTRY}}, "../a"),
        ([("/etc/a", TEXT)], {"files": {"/etc/a": ENTRY}}, "etc/a"),
        ([("a/../../b", TEXT)], {"files": {"a/../../b": ENTRY}}, "a/../../b"),
        ([("a" * 300, TEXT)], {"files": {"a" * 300: ENTRY}}, "a" * 300),
        ([("a", TEXT), ("a", TEXT)], {"files": {"a": ENTRY}}, "a"),
        ([("a", TEXT), ("a", tarfile.SYMTYPE)], {"files": {"a": ENTRY}}, "a"),
        *(
            ([("a", kind)], {"files": {}}, "a")
            for kind in (
                *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE),
                *(tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE),
            )
        ),
    ],
)
def test_forged_archive_is_refused_by_name(members, changes, named, tmp_path):
    path = write(tmp_path / "a", members, GOOD | changes)
    with pytest.raises(DamagedArchiveError) as refused:
        read(path)
    assert named in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"text", b"\0" * 2000, LABEL])
def test_other_files_are_refused(content, tmp_path):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(DamagedArchiveError):
        read(tmp_path / "a")


def test_manifest_that_is_a_link_to_itself(tmp_path):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        member = tarfile.TarInfo(MANIFEST)
        member.type, member.linkname = tarfile.SYMTYPE, MANIFEST
        tar.addfile(member)
    (tmp_path / "a").write_bytes(stream.getvalue())
    with pytest.raises(DamagedArchiveError):
        read(tmp_path / "a")

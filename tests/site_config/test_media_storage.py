"""Uploaded files are stored as Django's own storage does, but for halves of files."""

import errno
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from site_config.media_storage import MediaFolder


def uploaded():
    file = TemporaryUploadedFile("a.txt", "text/plain", 5, None)
    file.write(b"large")
    return file


KINDS = {
    "bytes": lambda: ContentFile(b"bytes"),
    "stream": lambda: File(io.BytesIO(b"stream"), name="a.txt"),
    "small upload": lambda: SimpleUploadedFile("a.txt", b"small"),
    "large upload": uploaded,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["a.txt", "folder/sub/a.txt"])
def test_same_as_django(kind, name, tmp_path):
    found = []
    for storage in (FileSystemStorage(tmp_path / "theirs"), MediaFolder(tmp_path / "ours")):
        names = []
        for content in (KINDS[kind](), KINDS[kind]()):
            names.append(storage.save(name, content))
            content.close()
        assert names[0] == name
        assert names[1] != name
        paths = [Path(storage.path(each)) for each in names]
        found.append([(path.read_bytes(), oct(path.stat().st_mode)) for path in paths])
    assert found[0] == found[1]
    assert not list(tmp_path.rglob(".upload-*"))


def test_full_disk_leaves_nothing(tmp_path):
    class Full(io.BytesIO):
        def read(self, size=-1):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        MediaFolder(tmp_path).save("a.txt", File(Full(b"a"), name="a.txt"))
    assert not list(tmp_path.rglob("*"))

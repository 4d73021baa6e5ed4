"""Storage of uploaded files in a folder, which keeps no half of a file."""

import os
import shutil
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class _CompleteFile(File):
    """A file on the same disk, which Django moves to its place."""

    def temporary_file_path(self) -> str:
        """Return the path of the file, as uploads of Django do."""
        return self.file.name


class MediaFolder(FileSystemStorage):
    """Write a file beside its place first: a full disk leaves nothing behind."""

    def _save(self, name: str, content: File) -> str:
        """Store a file under a name, or another one if that is taken; return the name."""
        folder = Path(self.location)
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=".upload-", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as target:
                content.seek(0)
                shutil.copyfileobj(content, target)
            with open(part, "rb") as file:
                return super()._save(name, _CompleteFile(file))
        finally:
            Path(part).unlink(missing_ok=True)

"""Take the files of a Ghost site out of a zip with its export."""

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from importers.source.errors import SourceError

FILE = re.compile(r"(?:^|/)(content/(?:images|files|media)/.*[^/])$")
# In all, unpacked; a zip can claim to be small and be very large.
MAX_BYTES = 20_000_000_000
MAX_FILES = 200_000


def extract_files(files: Iterable[Path], folder: Path) -> bool:
    """Extract the files in zips into a folder; return whether there are any. Raise SourceError."""
    size = number = 0
    for file in files:
        if not zipfile.is_zipfile(file):
            continue
        try:
            with zipfile.ZipFile(file) as archive:
                for each in archive.infolist():
                    if not (found := FILE.search(each.filename)):
                        continue
                    size, number = size + each.file_size, number + 1
                    if size > MAX_BYTES or number > MAX_FILES:
                        raise SourceError(
                            f"{file} contains more than {MAX_BYTES // 1_000_000_000} GB or "
                            f"{MAX_FILES} files; unpack it yourself and name the folder with "
                            "--media."
                        )
                    each.filename = found[1]
                    archive.extract(each, folder)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise SourceError(f"The files in {file} cannot be unpacked: {error}") from error
    return bool(number)

"""Load the tables of an export of Ghost, which is JSON, possibly in a zip with the files."""

import json
import zipfile
from pathlib import Path

from importers.ghost.values import as_dict, as_list
from importers.source.errors import NotAnExportError

# The file is read whole.
MAX_BYTES = 500_000_000
MAX_NAMES = 100_000


def load(file: Path) -> dict[str, object]:
    """Return the tables of a file; raise NotAnExportError."""
    try:
        if zipfile.is_zipfile(file):
            return _from_zip(file)
        _check_size(file.name, file.stat().st_size)
        return _tables(file.name, file.read_bytes())
    except OSError as error:
        raise NotAnExportError(f"{file} cannot be read: {error.strerror or error}.") from error


def _from_zip(file: Path) -> dict[str, object]:
    """Return the tables of the first JSON file in a zip that has any."""
    try:
        with zipfile.ZipFile(file) as archive:
            candidates = [
                each
                for each in archive.infolist()[:MAX_NAMES]
                if each.filename.endswith(".json") and not each.filename.startswith("__MACOSX")
            ]
            for each in sorted(candidates, key=lambda one: one.filename.count("/")):
                _check_size(each.filename, each.file_size)
                with archive.open(each) as content:
                    try:
                        return _tables(each.filename, content.read(MAX_BYTES + 1))
                    except NotAnExportError:
                        continue
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotAnExportError(f"{file} is a broken or an encrypted zip file.") from error
    raise NotAnExportError(f"{file} contains no export of Ghost as JSON.")


def _check_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise NotAnExportError(
            f"{name} has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB can be read."
        )


def _tables(name: str, content: bytes) -> dict[str, object]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise NotAnExportError(f"{name} is nested too deeply to be an export of Ghost.") from error
    except ValueError as error:
        raise NotAnExportError(f"{name} is not JSON: is it the export of Ghost?") from error
    document = as_dict(document)
    database = document.get("db", document)
    first = as_dict(next(iter(as_list(database)), database))
    data = as_dict(first.get("data", first))
    if not isinstance(data.get("posts"), list):
        raise NotAnExportError(f"{name} is JSON, but not an export of Ghost: it has no posts.")
    version = as_dict(first.get("meta")).get("version")
    return {**data, "meta": {"version": version}}

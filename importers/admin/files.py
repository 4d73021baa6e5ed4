"""The files of a run: uploaded ones, those that lie in IMPORT_FOLDER, and the reports.

Everything is in IMPORT_FOLDER, which is no part of the media, and readable by the server alone.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import now

from importers.models import ImportRun
from importers.source.errors import SourceError

RUNS = ".runs"
REPORTS = ("report.html", "report.json", "redirects.csv")
SUBSCRIBERS = "subscribers.csv"
MAX_NAME = 120
MAX_LISTED = 500
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]+")


def listed_files() -> list[str]:
    """Return the names of the files in IMPORT_FOLDER, and in its folders."""
    return sorted(name for name, path in _listed() if path.is_file())[:MAX_LISTED]


def listed_folders() -> list[str]:
    """Return the names of the folders in IMPORT_FOLDER, and in these."""
    return sorted(name for name, path in _listed() if path.is_dir())[:MAX_LISTED]


def _listed() -> Iterator[tuple[str, Path]]:
    """Yield names and paths of two levels; not hidden ones, and none that lead out."""
    root = settings.IMPORT_FOLDER
    for path in _visible(root):
        yield path.name, path
        if path.is_dir():
            for inner in _visible(path):
                yield f"{path.name}/{inner.name}", inner


def _visible(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    root = settings.IMPORT_FOLDER.resolve()
    hidden = root / RUNS
    for path in paths:
        with suppress(OSError, RuntimeError):  # a symlink to itself
            target = path.resolve()
            is_inside = target.is_relative_to(root) and not target.is_relative_to(hidden)
            if is_inside and target != root and not path.name.startswith("."):
                path.name.encode()  # A name that is no text can be neither listed nor stored.
                yield path


def listed_path(name: str) -> Path:
    """Return the path of a file or folder that is listed by name; raise SourceError."""
    for known, path in _listed():
        if known == name:
            return path
    raise SourceError(f"“{name}” is not in the folder of imports any more.")


def folder_of(run: ImportRun) -> Path:
    """Return the folder of a run."""
    return settings.IMPORT_FOLDER / RUNS / str(run.pk)


def private_folder(folder: Path) -> Path:
    """Create a folder that the server alone can read; raise OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def clean_name(name: str) -> str:
    """Return the name of an uploaded file without what cannot be part of a name."""
    name = UNSAFE.sub("_", name).encode(errors="replace").decode()
    stem, dot, suffix = name.strip(" .").rpartition(".")
    kept = f"{stem[: MAX_NAME - 20]}{dot}{suffix[:20]}" if dot else name.strip(" .")[:MAX_NAME]
    while len(kept.encode()) > 2 * MAX_NAME:
        kept = kept[1:]
    return kept or "export"


def store_upload(run: ImportRun, number: int, name: str, file: UploadedFile) -> None:
    """Store an uploaded file piece by piece, under a name of `clean_name`; raise OSError."""
    private_folder(settings.IMPORT_FOLDER / RUNS)
    private_folder(folder_of(run))
    folder = private_folder(folder_of(run) / "files" / str(number))
    private_folder(folder.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(folder / name, flags, 0o600), "wb") as target:
        for chunk in file.chunks():
            target.write(chunk)


def export_files(run: ImportRun) -> list[Path]:
    """Return the paths of the export files; raise SourceError if one is away."""
    found = []
    for number, file in enumerate(run.files):
        if not file["uploaded"]:
            found.append(listed_path(file["name"]))
            continue
        path = folder_of(run) / "files" / str(number) / file["name"]
        if not path.is_file():
            raise SourceError(f"“{file['name']}” is not here any more. Upload it again.")
        found.append(path)
    return found


def report_file(run: ImportRun, name: str) -> Path:
    """Return the path of one of REPORTS, or of the subscribers."""
    return folder_of(run) / name


def downloads(run: ImportRun) -> list[str]:
    """Return the names of the files that the present stage of a run has written."""
    names = (*REPORTS, SUBSCRIBERS) if run.summary.get("rows") else ()
    return [name for name in names if report_file(run, name).is_file()]


def write_private(path: Path, text: str) -> None:
    """Write a file that the server alone can read."""
    private_folder(path.parent)
    path.touch(0o600)
    path.write_text(text, encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8")


def delete_uploads(run: ImportRun) -> None:
    """Delete the uploaded files of a run; the reports stay."""
    shutil.rmtree(folder_of(run) / "files", ignore_errors=True)


def delete_folder(run: ImportRun) -> None:
    """Delete everything that a run stored."""
    shutil.rmtree(folder_of(run), ignore_errors=True)


def delete_leftovers(known: Iterable[int], seconds: float) -> int:
    """Delete folders of runs that do not exist, such as after a restored backup."""
    names, deleted = {str(pk) for pk in known}, 0
    with suppress(OSError):
        for folder in (settings.IMPORT_FOLDER / RUNS).iterdir():
            age = now().timestamp() - folder.stat().st_mtime
            if folder.name not in names and age > seconds:
                shutil.rmtree(folder, ignore_errors=True)
                deleted += 1
    return deleted

"""What lies in the folder of imports: nothing of it leads out."""

import os
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.timezone import now

from importers.admin import files
from importers.models import ImportRun
from importers.source.errors import SourceError


def test_files_are_listed_by_name(folder):
    (folder / "site").mkdir()
    for name in ("old.xml", "site/one.xml", ".hidden"):
        (folder / name).write_text("x")
    assert files.listed_files() == ["old.xml", "site/one.xml"]
    assert files.listed_folders() == ["site"]
    assert files.listed_path("site/one.xml") == folder / "site/one.xml"


def test_symlinks_that_lead_out_are_ignored(folder, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key").write_text("x")
    (folder / "inside.xml").write_text("x")
    (folder / "to-file").symlink_to(tmp_path / "secret/key")
    (folder / "to-folder").symlink_to(tmp_path / "secret")
    (folder / "to-root").symlink_to("/")
    (folder / "to-itself").symlink_to(folder)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "inner").symlink_to(folder / "inside.xml")
    files.private_folder(folder / files.RUNS / "1")
    (folder / "to-runs").symlink_to(folder / files.RUNS)
    assert files.listed_files() == ["inner", "inside.xml"]
    assert files.listed_folders() == []
    for name in ("to-file", "to-folder/key", "../secret/key", "/etc/passwd", ".runs/1", ""):
        with pytest.raises(SourceError):
            files.listed_path(name)


def test_without_a_folder_nothing_is_listed(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "none"
    assert files.listed_files() == files.listed_folders() == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("old.xml", "old.xml"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "export"),
        ("", "export"),
        ("a\0b\n.xml", "a_b_.xml"),
        ("C:\\old.xml", "C_old.xml"),
        (".bashrc", "bashrc"),
    ],
)
def test_names_of_uploads(name, clean):
    assert files.clean_name(name) == clean


@pytest.mark.parametrize("name", ["x" * 500 + ".xml", "ä" * 300, "\ud800.xml", "語" * 119 + ".xml"])
def test_long_names_can_be_stored(name, tmp_path):
    (tmp_path / files.clean_name(name)).write_text("x")


@pytest.mark.django_db
def test_uploads_are_private(folder):
    run = ImportRun.objects.create(files=[{"name": "old.xml", "uploaded": True}])
    os.umask(0o022)
    files.store_upload(run, 0, "old.xml", SimpleUploadedFile("old.xml", b"content"))
    (path,) = files.export_files(run)
    assert path.read_bytes() == b"content"
    assert path.stat().st_mode & 0o777 == 0o600
    for parent in (path.parent, path.parent.parent, files.folder_of(run), folder / files.RUNS):
        assert parent.stat().st_mode & 0o777 == 0o700
    assert files.listed_files() == []


class Stream(SimpleUploadedFile):
    """A file whose content is only available in pieces."""

    def __init__(self):
        super().__init__("old.xml", b"")
        self.pieces = 0

    def read(self, *_):
        raise AssertionError("It was read at once.")

    def chunks(self, chunk_size=None):
        for _ in range(3):
            self.pieces += 1
            yield BytesIO(b"x" * 10).getvalue()


@pytest.mark.django_db
def test_uploads_are_not_read_into_memory(folder):
    run = ImportRun.objects.create(files=[{"name": "old.xml", "uploaded": True}])
    files.store_upload(run, 0, "old.xml", Stream())
    assert files.export_files(run)[0].stat().st_size == 30


@pytest.mark.django_db
def test_old_uploads_are_deleted_and_reports_stay(folder):
    runs = [
        ImportRun.objects.create(files=[{"name": "old.xml", "uploaded": True}]) for _ in range(3)
    ]
    for run in runs:
        files.store_upload(run, 0, "old.xml", SimpleUploadedFile("old.xml", b"content"))
        files.write_private(files.report_file(run, "report.html"), "x")
    old, running, _new = runs
    before = ImportRun.objects.filter(pk__in=[old.pk, running.pk])
    before.update(created_at=now() - timedelta(days=31))
    ImportRun.objects.filter(pk=running.pk).update(lock=True, heartbeat=now())
    leftover = files.private_folder(folder / files.RUNS / "999")
    os.utime(leftover, (0, 0))
    call_command("prune_imports", stdout=StringIO())
    assert [files.folder_of(run).joinpath("files").exists() for run in runs] == [False, True, True]
    assert all(files.report_file(run, "report.html").exists() for run in runs)
    assert not leftover.exists()
    old.refresh_from_db()
    assert not old.has_files
    with pytest.raises(SourceError, match="Upload it again"):
        files.export_files(old)

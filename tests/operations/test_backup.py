"""A backup holds the content of one moment, and is restored as a whole or not at all."""

import io
import os
import random
import re
import resource
import time
from pathlib import Path

import pyrage
import pytest
from django.db import connection

from operations.backup import databases
from operations.backup.archive import MEDIA, ArchiveWriter
from operations.management.commands import restore

pytestmark = pytest.mark.slow

FLIPPED = 24


def backup(small_site, *options):
    folder = small_site.folder / "backups"
    return Path(small_site.manage("backup", str(folder), *options).splitlines()[-1])


def test_backup_is_restored_elsewhere(small_site, elsewhere):
    path = backup(small_site)
    content, files = small_site.content(), small_site.files()
    assert files
    elsewhere.manage("restore", str(path))
    assert elsewhere.content() == content
    assert elsewhere.files() == files


def test_content_is_not_replaced_without_being_told(small_site):
    path = backup(small_site)
    before, files = small_site.content(), small_site.files()
    small_site.fill("2", "later")
    later = small_site.content()
    code, output = small_site.run("restore", str(path))
    assert code
    assert "The site has content. --replace replaces all of it" in output
    assert small_site.content() == later
    small_site.manage("restore", str(path), "--replace")
    assert small_site.content() == before
    assert small_site.files() == files


def whole(name, rows):
    """Return the numbers of a writer that a table has."""
    return {int(number) for row in rows for number in re.findall(rf" {name}-(\d+)\b", row)}


def test_backup_while_four_people_publish(small_site, elsewhere):
    writers = [
        small_site.start("-m", "tests.operations.content", "endless", name) for name in "bcde"
    ]
    try:
        for writer in writers:
            writer.stdout.readline()
        path = backup(small_site)
        time.sleep(2)
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    elsewhere.manage("restore", str(path))
    rows, files = elsewhere.rows(), elsewhere.files()
    for name in "bcde":
        numbers = whole(name, rows["topics_topic"])
        assert numbers == set(range(len(numbers)))
        for table in ("wagtailcore_page", "wagtailcore_revision", "images_siteimage"):
            assert whole(name, rows[table]) == numbers, table
    for row in [*rows["images_siteimage"], *rows["documents_sitedocument"]]:
        (path,) = re.findall(r"'((?:original_images|documents)/[^']+)'", row)
        assert path in files
    assert elsewhere.manage("check_search", "--dry-run")


def test_one_flipped_byte_is_refused(small_site, tmp_path):
    path = backup(small_site)
    size, damaged = path.stat().st_size, tmp_path / "damaged.tar"
    before = small_site.content()
    places = random.Random(1).sample(range(size), FLIPPED)  # noqa: S311
    for place in [0, size // 2, size - 2, *places]:
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        damaged.write_bytes(content)
        with pytest.raises(restore.RestoreError, match=r"is damaged: .+\. Nothing was changed"):
            restore.restore(damaged, print, replace=True, identity=None)
    (name,) = [name for name in small_site.files() if name.endswith("a-1.txt")]
    content = bytearray(path.read_bytes())
    content[content.find(b"a-1" * 50)] ^= 1
    damaged.write_bytes(content)
    code, output = small_site.run("restore", str(damaged), "--replace")
    assert code
    assert f"is damaged: {MEDIA}{name}. Nothing was changed." in output
    assert small_site.content() == before


def test_short_archive_is_refused(small_site, tmp_path):
    path = backup(small_site)
    short = tmp_path / "short.tar"
    for length in (0, 100, 5000, path.stat().st_size - 1):
        short.write_bytes(path.read_bytes()[:length])
        with pytest.raises(restore.RestoreError, match="is damaged"):
            restore.restore(short, print, replace=True, identity=None)


def test_backup_is_encrypted(small_site, elsewhere, tmp_path):
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# created: today\n{key}\n")
    (tmp_path / "other").write_text(f"{other}\n")
    path = backup(small_site, "--encrypt-to", str(key.to_public()))
    assert path.name.endswith(".tar.age")
    assert b"manifest.json" not in path.read_bytes()
    assert list(path.parent.glob("masthead*")) == [path]
    for options, sentence in [
        ((), "The backup is encrypted. --identity names the file with the secret key."),
        (("--identity", str(tmp_path / "other")), "it is damaged, or the key in"),
        (("--identity", str(path)), "has no secret key of age"),
        (("--identity", str(tmp_path / "none")), "No such file"),
    ]:
        code, output = elsewhere.run("restore", str(path), *options)
        assert code
        assert sentence in output
        assert "Traceback" not in output
    elsewhere.manage("restore", str(path), "--identity", str(tmp_path / "key"))
    assert elsewhere.content() == small_site.content()
    assert elsewhere.files() == small_site.files()


def test_wrong_public_key_is_refused(small_site):
    code, output = small_site.run(
        "backup", str(small_site.folder / "backups"), "--encrypt-to", "age1abc"
    )
    assert code
    assert "is not the public key of age" in output


def test_only_the_newest_backups_are_kept(small_site):
    paths = [backup(small_site, "--keep", "2", "--without-media") for _ in range(3)]
    left = sorted((small_site.folder / "backups").glob("masthead-*"))
    assert left == paths[1:]


def test_backup_without_media_leaves_the_files_alone(small_site):
    path = backup(small_site, "--without-media")
    small_site.fill("1", "later")
    files = small_site.files()
    small_site.manage("restore", str(path), "--replace")
    assert small_site.files() == files


def test_full_disk_leaves_no_part(small_site):
    def few_bytes():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    backup(small_site)
    before = list((small_site.folder / "backups").iterdir())
    code, output = small_site.run(
        "backup", str(small_site.folder / "backups"), preexec_fn=few_bytes
    )
    assert code
    assert "No backup was made." in output
    assert "Traceback" not in output
    assert list((small_site.folder / "backups").iterdir()) == before


@pytest.mark.parametrize("folder", ["/proc/backups", "/dev/null/backups"])
def test_folder_that_cannot_be_written(small_site, folder):
    code, output = small_site.run("backup", folder)
    assert code
    assert output.startswith(f"CommandError: No backup was made. {folder}: ")


def test_missing_folder_and_file_are_named(small_site):
    code, output = small_site.run("backup")
    assert (code, output) == (
        1,
        "CommandError: Name a folder for the backup, or set BACKUP_DIR.\n",
    )
    code, output = small_site.run("restore", "/none.tar", "--replace")
    assert (code, output) == (1, "CommandError: There is no file /none.tar.\n")


def test_folder_of_the_uploads_is_refused(small_site):
    """The restoration would delete the backups there, and each backup hold the earlier ones."""
    code, output = small_site.run("backup", str(small_site.media / "backups"))
    assert code
    assert "is among the uploaded files" in output
    path = backup(small_site)
    inside = small_site.media / path.name
    inside.write_bytes(path.read_bytes())
    code, output = small_site.run("restore", str(inside), "--replace")
    assert code
    assert "is among the uploaded files" in output
    assert inside.exists()


def test_strange_names_of_files(small_site, elsewhere):
    names = [b"\xff.txt", "\N{GREEK SMALL LETTER ALPHA}.txt".encode(), b"a b'\"%.txt", b"x" * 200]
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(small_site.media), name))).write_bytes(name)
    elsewhere.manage("restore", str(backup(small_site)))
    assert elsewhere.files() == small_site.files()


def test_other_files_of_the_folder_are_no_backups(small_site):
    folder = small_site.folder / "backups"
    folder.mkdir()
    (folder / "masthead-zzz.tar").touch()
    paths = [backup(small_site, "--keep", "1", "--without-media") for _ in range(2)]
    assert not paths[0].exists()
    assert paths[1].exists()
    assert (folder / "masthead-zzz.tar").exists()
    code, output = small_site.run("backup", str(folder), "--keep", "-1")
    assert (code, "must be 0 or more" in output) == (1, True)
    assert paths[1].exists()


def test_mail_is_not_sent_again(small_site):
    queue = """
from django.core.mail import send_mail
send_mail("Old news", "Text", None, ["bo@example.org"])
from tests.letters.mailings import create_mailing
create_mailing(1)
"""
    small_site.manage("shell", "-v", "0", "-c", queue)
    path = backup(small_site)
    assert "Old news" in str(small_site.rows()["editorial_undeliveredmail"])
    small_site.manage("restore", str(path), "--replace")
    assert not small_site.rows()["editorial_undeliveredmail"]
    assert "The site was restored from a backup" in str(small_site.rows()["letters_mailing"])


def test_backup_with_another_database_is_refused(small_site, tmp_path):
    """With right checksums, but what it holds is no database."""
    before, path = small_site.content(), tmp_path / "forged.tar"
    manifest = {"kind": "backup", "version": "1", "media": False, "migrations": []}
    with path.open("wb") as file:
        archive = ArchiveWriter(file)
        for name, content in {
            "settings.json": b"{}",
            databases.dump_name(): b"no database",
        }.items():
            archive.add(name, io.BytesIO(content), len(content))
        archive.close(manifest | {"database": connection.vendor})
    code, output = small_site.run("restore", str(path), "--replace")
    assert code
    assert "Traceback" not in output
    assert small_site.content() == before


@pytest.mark.parametrize("command", ["backup", "export_site"])
def test_files_that_are_away_are_missed(small_site, tmp_path, command):
    """A restoration would delete all files of the site."""
    assert small_site.files()
    small_site.media.rename(tmp_path / "away")
    folder = tmp_path / "safe"
    folder.mkdir()
    target = folder if command == "backup" else folder / "site.export"
    code, output = small_site.run(command, str(target))
    assert code == 1
    assert "uploaded files, and none of them is in" in output
    assert not [path for path in folder.iterdir() if path.name != ".lock"]


def test_backup_of_an_empty_database_is_refused(elsewhere, tmp_path):
    elsewhere.manage(
        "shell", "-c", "from django.db import connection; connection.ensure_connection()"
    )
    code, output = elsewhere.run("backup", str(tmp_path / "safe"))
    assert (code, output) == (
        1,
        "CommandError: No backup was made. "
        "The database has no tables, so there is nothing to back up.\n",
    )


def test_backup_anywhere_is_the_last_one_unless_a_folder_is_set(small_site, tmp_path):
    small_site.manage("backup", str(tmp_path / "a"))
    runs = "from operations.models import TaskRun; print(TaskRun.objects.get(name='backup').name)"
    assert small_site.manage("shell", "-v", "0", "-c", runs).strip() == "backup"

"""An export holds the whole small_site, and is read by both kinds of databases."""

import contextlib
import json
import os

import pytest
from django.apps import apps

from operations.export.tables import EXCLUDED, exported_models
from tests.databases import is_postgresql
from tests.operations.sites import SmallSite, site_variables
from tests.services import postgres

# Rows that are made again, or that tell when something ran.
DERIVED = {name.lower().replace(".", "_") for name in EXCLUDED}


@pytest.fixture
def other_kind(tmp_path, site_template):
    """A place with an empty database of the other kind."""
    folder = tmp_path / "other"
    folder.mkdir()
    with contextlib.ExitStack() as stack:
        if is_postgresql():
            url = f"sqlite:///{folder}/small_site.sqlite3"
        else:
            url = stack.enter_context(postgres())
        environment = site_variables(folder, url) | {"STATIC_ROOT": f"{site_template[1]}/static"}
        yield SmallSite(environment, folder)


def exported(small_site):
    """Return the rows that an export has, by table."""
    return {name: rows for name, rows in small_site.lines().items() if name not in DERIVED}


def test_every_table_is_exported_or_known_to_be_derived():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    missing = {label for label in EXCLUDED if label not in labels}
    assert missing <= {"wagtailsearch.SQLiteFTSIndexEntry", "django_tasks_database.DBTaskResult"}
    both = {model._meta.label for model in exported_models()} & set(EXCLUDED)
    assert not both
    for label in ("users.User", "wagtailcore.Revision", "wagtailcore.Comment", "auth.Group"):
        assert label in {model._meta.label for model in exported_models()}


@pytest.mark.once
@pytest.mark.slow
def test_export_goes_round(small_site, elsewhere, other_kind, tmp_path):
    """From one kind of database to the other, and back."""
    first, second, third = (str(tmp_path / name) for name in ("first", "second", "third"))
    small_site.fill("2", "zwölf")
    small_site.manage("export_site", first)
    other_kind.manage("migrate", "-v0")
    other_kind.manage("import_site", first)
    assert exported(other_kind) == exported(small_site)
    other_kind.manage("export_site", second)
    elsewhere.manage("migrate", "-v0")
    elsewhere.manage("import_site", second)
    assert exported(elsewhere) == exported(small_site)
    elsewhere.manage("export_site", third)
    originals = {name: data for name, data in small_site.files().items() if name[:7] != "images/"}
    assert originals
    assert {name: elsewhere.files().get(name) for name in originals} == originals
    assert "is up to date" in elsewhere.manage("check_search", "--dry-run")
    elsewhere.fill("1", "later")  # New rows get new keys.
    other_kind.fill("1", "later")


@pytest.mark.slow
def test_what_does_not_fit_is_refused(small_site, tmp_path):
    file, backups = tmp_path / "export", tmp_path / "backups"
    small_site.manage("export_site", str(file))
    before = small_site.content()
    code, output = small_site.run("import_site", str(file))
    assert code
    assert "The site has content. --replace replaces all of it" in output
    content = bytearray(file.read_bytes())
    content[content.find(b"Article a-1")] ^= 1
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content)
    code, output = small_site.run("import_site", str(damaged), "--replace")
    assert code
    assert "is damaged: data/" in output
    assert "Nothing was changed." in output
    backup = small_site.manage("backup", str(backups)).splitlines()[-1]
    code, output = small_site.run("import_site", backup, "--replace")
    assert (code, "it is no export" in output) == (1, True)
    code, output = small_site.run("restore", str(file), "--replace")
    assert (code, "it is no backup" in output) == (1, True)
    code, output = small_site.run("export_site", "/proc/none/file")
    assert code
    assert output.startswith("CommandError: /proc/none/file: ")
    assert small_site.content() == before


@pytest.mark.slow
def test_lines_are_documented(small_site, tmp_path):
    """Every column of a row is there under its name, as plain JSON."""
    small_site.manage("export_site", str(tmp_path / "export"))
    content = (tmp_path / "export").read_text(errors="replace")
    (line,) = [
        line
        for line in content.splitlines()
        if '"slug": "article-a-1"' in line and '"approved_go_live_at"' not in line
    ]
    row = json.loads(line)
    assert row["title"] == "Article a-1"
    assert row["live"] is True
    assert os.environ.get("SECRET_KEY") not in content

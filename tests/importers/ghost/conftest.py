import json

import pytest
from django.core.management import call_command

from tests.importers.ghost.exports import URL, export, write
from tests.picture_files import drawing, saved


@pytest.fixture
def content(tmp_path):
    """A copy of Ghost's folder of files."""
    files = {
        "images/2023/01/boats.jpg": saved(drawing()),
        "images/2023/01/nets.jpg": saved(drawing((90, 60))),
        "images/2023/01/nets-1200x800.jpg": saved(drawing((70, 60))),
        "images/cover.png": saved(drawing(), "PNG"),
        "files/2023/01/minutes.pdf": b"%PDF-1.4 minutes",
        "media/2023/01/talk.mp3": b"ID3 talk",
        "media/2023/01/film.mp4": b"film",
    }
    for name, data in files.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "content"


@pytest.fixture
def run(site, tmp_path):
    """Return a function that imports a document, and returns its report."""

    def run_import(document, **options):
        path = document if hasattr(document, "suffix") else write(tmp_path / "old.json", document)
        report = tmp_path / "report.html"
        call_command("import_ghost", path, **{"report": report, "url": URL, **options})
        found = json.loads(report.with_suffix(".json").read_text())
        assert found["unaccounted"] == {}
        return found

    return run_import


@pytest.fixture
def import_posts(run):
    """Return a function that imports posts and tables, and returns the report."""

    def import_rows(*posts, options=None, **tables):
        return run(export(*posts, **tables), **(options or {}))

    return import_rows

import json

import pytest

from tests import factories
from tests.importers.wordpress.exports import export, write
from tests.importers.wordpress.import_helpers import run_import
from tests.importers.wordpress.sample_site import parts
from tests.picture_files import drawing, saved
from tests.site_tree import raw_body


@pytest.fixture
def site(home):
    home.body = raw_body(
        ("lead_stories", {"heading": "News", "source": None, "count": 5, "pinned": []})
    )
    home.save()
    factories.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    factories.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    factories.FormatIndexPageFactory(parent=home, title="Formats", slug="formats")
    return home


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads/2019/05"
    folder.mkdir(parents=True)
    (folder / "boats.jpg").write_bytes(saved(drawing()))
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.4 minutes")
    (folder / "evil.php").write_bytes(b"<?php")
    return tmp_path / "uploads"


@pytest.fixture
def export_file(tmp_path):
    return write(tmp_path / "old.xml", [export(*parts())])


@pytest.fixture
def imported(site, export_file, uploads):
    return json.loads(run_import(export_file, media=uploads).read_text())


@pytest.fixture
def import_items(site, tmp_path):
    """Return a function that imports an export of some parts, and returns its report."""

    def import_parts(*parts, **options):
        path = write(tmp_path / "old.xml", [export(*parts)])
        report = json.loads(run_import(path, **options).read_text())
        assert report["unaccounted"] == {}
        return report

    return import_parts

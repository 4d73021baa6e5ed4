"""Exports as they come: every item accounted for, every page whole, nothing foreign on any."""

import json
import re
from pathlib import Path

import pytest
from wagtail.models import Page

from importers.models import ImportedItem
from site_config.settings.environment import PROJECT
from tests import factories
from tests.html import assert_valid
from tests.importers.wordpress.exports import generated, write
from tests.importers.wordpress.import_helpers import run_import, snapshot

# Exports of real sites, which are not ours to publish: each that stands in a folder beside the
# project is tried, besides the one that is made here.
REAL = sorted(PROJECT.parent.glob("shared/wordpress/*.xml"))
LOADED = re.compile(r'<(?:script|img|iframe|link|source|video|audio|object|embed)\b[^>]*?(?:src|href|srcset|data)="([^"]+)"')  # fmt: skip
SCRIPT = re.compile(r'<script(?! src="/static/| type="module" src="/static/| type="application/ld)')
OURS = re.compile(r"^(?:/|http://testserver/|data:image/|#)")
# Relations of links by which nothing is loaded.
NAMING = re.compile(r'rel="(?:canonical|alternate|next|prev|search)"')


@pytest.fixture(params=["made here", *REAL], ids=lambda name: Path(name).stem)
def export(request, tmp_path):
    if request.param == "made here":
        return write(tmp_path / "made.xml", generated(30))
    return request.param


def test_export_comes_in_whole(home, client, export, tmp_path):
    factories.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    report = json.loads(run_import(export, report=tmp_path / "report.html").read_text())
    assert report["unaccounted"] == {}
    assert report["lost_items"] == 0
    assert "failed" not in {name for counts in report["outcomes"].values() for name in counts}
    pages = Page.objects.filter(depth__gt=2, live=True)
    assert pages.count() >= 30
    for page in pages:
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        html = response.content.decode()
        assert_valid(html)
        for tag in LOADED.finditer(html):
            assert OURS.match(tag[1]) or NAMING.search(tag[0]), (page.url, tag[0])
        assert not SCRIPT.search(html)
    before = snapshot()
    run_import(export, report=tmp_path / "again.html")
    assert snapshot() == before
    assert not ImportedItem.objects.filter(is_indexed=False).exists()

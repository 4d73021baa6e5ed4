"""A whole export is imported: each item is reported, and no page loads external resources."""

import json
import re
from pathlib import Path

import pytest
from wagtail.models import Page

from importers.models import ImportedItem
from tests import factories
from tests.html import assert_valid
from tests.importers.wordpress.exports import REAL_EXPORTS, generated, write
from tests.importers.wordpress.import_helpers import run_import, snapshot

pytestmark = pytest.mark.slow

RESOURCE = re.compile(r'<(?:script|img|iframe|link|source|video|audio|object|embed)\b[^>]*?(?:src|href|srcset|data)="([^"]+)"')  # fmt: skip
FOREIGN_SCRIPT = re.compile(
    r'<script(?! src="/static/| type="module" src="/static/| type="application/ld)'
)
OWN_URL = re.compile(r"^(?:/|http://testserver/|data:image/|#)")
# Link relations that load nothing.
PASSIVE_RELATION = re.compile(r'rel="(?:canonical|alternate|next|prev|search)"')


@pytest.fixture(params=["generated", *REAL_EXPORTS], ids=lambda name: Path(name).stem)
def export(request, tmp_path):
    if request.param == "generated":
        return write(tmp_path / "made.xml", generated(30))
    return request.param


def test_whole_export_is_imported(home, client, export, tmp_path):
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
        for tag in RESOURCE.finditer(html):
            assert OWN_URL.match(tag[1]) or PASSIVE_RELATION.search(tag[0]), (page.url, tag[0])
        assert not FOREIGN_SCRIPT.search(html)
    before = snapshot()
    run_import(export, report=tmp_path / "again.html")
    assert snapshot() == before
    assert not ImportedItem.objects.filter(is_indexed=False).exists()

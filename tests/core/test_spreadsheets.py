"""Exported lists can be opened, whatever was written into a title or a name."""

import csv
import io

import pytest
from django.apps import apps
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.log_actions import log

from news.models import ArticlePage
from tests import factories
from tests.access import member

HOSTILE = "=bell\x07title\ufffe"
LISTS = (
    *("/admin/articles/", "/admin/reports/site-history/", "/admin/reports/aging-pages/"),
    *("/admin/topics/topic/", "/admin/reports/page-types-usage/"),
)


@pytest.fixture
def hostile(news, moderator, editor):
    page = factories.ArticlePageFactory(parent=news, title=HOSTILE)
    log(page, "wagtail.edit", user=editor)
    factories.TopicFactory(name=HOSTILE)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_are_exported(admin_client, hostile, address, kind):
    response = admin_client.get(f"{address}?export={kind}")
    assert response.status_code == 200
    content = b"".join(response)
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
        assert not any(cell.startswith("=") for cell in cells)
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert not any(cell.data_type == "f" for row in sheet for cell in row)
        cells = [str(cell.value) for row in sheet for cell in row]
    if "page-types" not in address:
        assert any("=belltitle" in cell for cell in cells)


def test_all_exports_of_wagtail_take_our_cells():
    """Each view's own table of functions would replace ours."""
    views = [SpreadsheetExportMixin]
    for view in views:
        views += view.__subclasses__()
        assert view.custom_value_preprocess is SpreadsheetExportMixin.custom_value_preprocess


def test_titles_and_names_are_cleaned(client, news):
    client.force_login(member("newcomer", "Contributors"))
    topic = {"name": "Bell\x07 \ufffebuoys", "kind": "topic"}
    assert client.post("/admin/topic_chooser/create/", topic).json()["step"] == "chosen"
    assert apps.get_model("topics.Topic").objects.get().name == "Bell buoys"
    nothing = client.post("/admin/topic_chooser/create/", topic | {"name": "\x07"}).json()
    assert "Enter a name." in nothing["htmlFragment"]
    assert not ArticlePage.objects.exists()

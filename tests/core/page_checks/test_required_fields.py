"""What has to be filled in before readers see a page, and where that is said and held."""

import pytest
from django.urls import reverse

from core.models.publishing import PublicationError
from core.page_checks.required_fields import missing_fields
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.editing import edit_address
from tests.filled import PAGE_TYPES
from tests.review_helpers import decide, is_live, submit
from tests.site_tree import raw_body

RECORDING = {"file": None, "title": "", "caption": "", "transcript": ""}
MISSING = [
    "Body, block 1 (Recording), File: This field is required.",
    "Body, block 1 (Recording), Title: This field is required.",
    "Body, block 2 (Gallery), Images: The minimum number of items is 2",
]


@pytest.fixture
def unfinished(news, editor):
    page = factories.ArticlePageFactory(
        parent=news,
        title="Draft",
        live=False,
        owner=editor,
        body=raw_body(("recording", RECORDING), ("gallery", {"pictures": []})),
    )
    page.save_revision(user=editor)
    return page


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_filled_page_lacks_nothing(filled_tree, model):
    assert missing_fields(model.objects.first()) == []


def test_what_is_empty_is_named_with_its_block(unfinished):
    assert missing_fields(ArticlePage.objects.get(pk=unfinished.pk)) == MISSING


def test_row_is_named_by_its_number(filled_tree):
    book = filled_tree.book
    row = book.contributions.first()
    row.role = ""
    book.contributions.add(row)
    assert [text.split(":")[0] for text in missing_fields(book)] == ["Contributor 1, Role"]


def test_editor_reads_it_beside_the_text(client, unfinished, editor):
    client.force_login(editor)
    html = client.get(edit_address(unfinished)).content.decode()
    assert all(text in html for text in MISSING)


def test_incomplete_text_is_not_approved(client, unfinished, editor, moderator):
    submit(unfinished, editor)
    client.force_login(moderator)
    review = client.get(reverse("review", args=[unfinished.pk])).content.decode()
    assert all(text in review for text in MISSING)
    decide(client, unfinished)
    assert not is_live(unfinished)


def test_incomplete_text_is_not_published_by_a_script(unfinished):
    with pytest.raises(PublicationError, match="This field is required"):
        unfinished.latest_revision.publish()
    assert not is_live(unfinished)


def test_incomplete_text_is_not_published_in_bulk(client, unfinished):
    client.force_login(member("second", "Moderators"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={unfinished.pk}&next=/admin/", {"include_descendants": ""})
    assert not is_live(unfinished)

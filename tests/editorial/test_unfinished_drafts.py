"""Incomplete blocks are saved in drafts, and no value is lost."""

import pytest
from django.urls import reverse
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core.models.publishing import PublicationError
from tests import factories
from tests.filled import PAGE_TYPES, Examples, row_relations, sort_sessions, stream_fields
from tests.form_data import block_data, differences, page_data, written
from users.models import User

pytestmark = pytest.mark.once

FIELDS = [(model, field.name) for model in PAGE_TYPES for field in stream_fields(model)]


def partly_empty(block, value):
    """Yield a value once for each field within it, with that field empty."""
    if isinstance(block, TypedTableBlock):
        yield {"caption": "", "columns": [], "rows": []}
        rows = [{"values": [""] * len(value["columns"])}]
        yield {**value, "caption": "", "rows": rows}
    elif isinstance(block, blocks.StructBlock):
        yield {name: empty_value(child) for name, child in block.child_blocks.items()}
        for name, child in block.child_blocks.items():
            yield {**value, name: empty_value(child)}
            yield from ({**value, name: part} for part in partly_empty(child, value[name]))
    elif isinstance(block, blocks.ListBlock):
        yield []
        first, *others = value
        for part in partly_empty(block.child_block, first["value"]):
            yield [{**first, "value": part}, *others]
    else:
        yield empty_value(block)


def empty_value(block):
    if isinstance(block, TypedTableBlock):
        return {"caption": "", "columns": [], "rows": []}
    if isinstance(block, blocks.StructBlock):
        return {name: empty_value(child) for name, child in block.child_blocks.items()}
    return [] if isinstance(block, (blocks.ListBlock, blocks.BaseStreamBlock)) else None


def post_draft(client, page, data):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(address, data)
    form = response.context and response.context.get("form")
    assert response.status_code == 302, form.errors.as_json() if form else response.status_code
    return response


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("admin", "admin@example.org", "password")
    client.force_login(user)
    return user


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=[f"{m.__name__}.{n}" for m, n in FIELDS])
def test_incomplete_block_is_saved(client, filled_tree, admin, model, name):
    page = model.objects.first()
    block = getattr(page, name).stream_block
    example = Examples(filled_tree).of(block)
    if name == "programme":
        sort_sessions(example)
    stream = [
        {"type": item["type"], "value": part, "id": f"{item['id']}-{number}"}
        for item in example
        for number, part in enumerate(partly_empty(block.child_blocks[item["type"]], item["value"]))
    ]
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    data = page_data(html, page)
    data = {key: value for key, value in data.items() if not key.startswith(f"{name}-")}
    post_draft(client, page, data | block_data(block, stream, name))
    stored = model.objects.get(pk=page.pk).latest_revision.as_object()
    kept = [item["id"] for item in stream if item["type"] != "paragraph" or item["value"]]
    assert [item["id"] for item in getattr(stored, name).raw_data] == kept


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_unchanged_form_changes_no_value(client, filled_tree, admin, model):
    page = model.objects.first()
    before = written(page.serializable_data())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    post_draft(client, page, page_data(html, page))
    after = model.objects.get(pk=page.pk).latest_revision.content
    assert differences(before, written(after)) == []


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_rows_that_got_a_key_after_the_form_was_loaded_are_kept_once(
    client, filled_tree, admin, model
):
    """A draft has rows without keys until it is published, which may be while a form is open."""
    page = model.objects.first()
    before = written(page.serializable_data())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    relations = tuple(f"{one.related_name}-" for one in row_relations(model))
    data = page_data(html, page)
    keys = [key for key in data if relations and key.startswith(relations) and key.endswith("-id")]
    assert bool(keys) == bool(relations)
    post_draft(client, page, data | dict.fromkeys(keys, ""))
    revision = model.objects.get(pk=page.pk).latest_revision
    assert differences(before, written(revision.content)) == []
    revision.publish()


def test_repeated_row_is_a_reason_against_publication(draft_article, client, moderator):
    topic = factories.TopicFactory(name="Tides")
    revision = draft_article.save_revision()
    row = {"pk": None, "sort_order": 0, "page": draft_article.pk, "topic": topic.pk}
    revision.content["topic_assignments"] = [row, row]
    revision.save()
    with pytest.raises(PublicationError, match="has the same entry twice"):
        revision.publish()
    client.force_login(moderator)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{address}?id={draft_article.pk}", follow=True)
    assert "has the same entry twice" in response.content.decode()
    draft_article.refresh_from_db()
    assert not draft_article.live

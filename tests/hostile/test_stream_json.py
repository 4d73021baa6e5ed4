"""Forged StreamFields, stored or posted, make no reader of them fail."""

import json
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from core.blocks import chosen_page_ids, fetch_media
from core.models import PublicationSettings
from editorial.comparison.reading import block_lines
from tests.filled import PAGE_TYPES, Examples, stream_fields
from tests.form_data import block_data, page_data
from tests.hostile.examples import EXAMPLES, assert_safe, assert_survived, undone
from tests.hostile.readers import READERS, forge, front, submitted
from tests.hostile.streams import as_json, forged_form, stored_streams

pytestmark = pytest.mark.slow


@pytest.fixture
def pages(filled_tree, admin):
    """A page of each type with its streams, and with an example of each of their blocks."""
    found = []
    for model in PAGE_TYPES:
        if stream_fields(model):
            page = submitted(model.objects.first(), admin)
            found += [(page, field, usual(filled_tree, field)) for field in stream_fields(model)]
    return found


def usual(tree, field):
    return json.loads(json.dumps(Examples(tree).of(field.stream_block), default=str))


def draw_stream(data, pages):
    number = data.draw(st.integers(0, len(pages) - 1))
    page, field, example = pages[number]
    return page, field, data.draw(stored_streams(example))


@settings(max_examples=EXAMPLES * 2 // 5)
@given(data=st.data())
def test_any_stored_stream_is_read(pages, data):
    page, field, raw = draw_stream(data, pages)
    with undone((type(page).__name__, field.name, as_json(raw))):
        block = field.stream_block
        stream = field.to_python(as_json(raw))
        stream.render_as_block({"request": RequestFactory().get("/")})
        block.get_form_state(stream)
        block.get_searchable_content(stream)
        list(block.extract_references(stream))
        list(block_lines(block, stream, ""))
        block.get_prep_value(stream)
        with suppress(ValidationError):
            block.clean(stream)
        stream = field.to_python(as_json(raw))
        chosen_page_ids(stream)
        fetch_media([stream])


@settings(max_examples=EXAMPLES // 20)
@given(data=st.data(), reader=st.sampled_from(sorted(READERS)))
def test_readers_of_stored_streams_survive(pages, client, data, reader):
    page, field, raw = draw_stream(data, pages)
    with undone((type(page).__name__, field.name, as_json(raw), reader)):
        forge(page, field.name, as_json(raw))
        READERS[reader](client, page)


@pytest.fixture
def entries(filled_tree):
    found = [PublicationSettings.objects.get(), filled_tree.person]
    return [(e, f, usual(filled_tree, f)) for e in found for f in stream_fields(type(e))]


ENTRIES = ("/", "/admin/settings/core/publicationsettings/2/", "/people/ada-example/")


@settings(max_examples=EXAMPLES // 40)
@given(data=st.data(), address=st.sampled_from(ENTRIES))
def test_readers_of_entries_survive(entries, client, admin, data, address):
    entry, field, raw = draw_stream(data, entries)
    with undone((type(entry).__name__, field.name, as_json(raw), address)):
        forge(entry, field.name, as_json(raw))
        name = "contributors_contributor_modeladmin_edit"
        form = reverse(name, args=[entry.pk]) if entry is entries[-1][0] else None
        assert_survived(client.get(form or address, follow=True), address)
        front(address if not address.startswith("/admin/") else "/")(client, None)


@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_any_posted_stream_is_read(pages, data):
    _page, field, example = pages[data.draw(st.integers(0, len(pages) - 1))]
    item = data.draw(st.sampled_from(example))
    form = data.draw(forged_form(block_data(field.stream_block, [item], field.name)))
    with undone((field.name, form)):
        posted = query_dict(form)
        block = field.stream_block
        try:
            value = block.value_from_datadict(posted, {}, field.name)
        except Exception:  # `core.forged` refuses the request.
            return
        block.get_prep_value(value)
        block.get_form_state(value)
        block.value_omitted_from_data(posted, {}, field.name)
        with suppress(ValidationError):
            block.clean(value)


def query_dict(form):
    data = QueryDict(mutable=True)
    for key, value in form.items():
        data.setlist(key, value if isinstance(value, list) else [value])
    return data


@pytest.fixture
def forms(pages, client):
    """The data of the form of each page, without its stream."""
    found = []
    for page, field, example in pages:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = page_data(client.get(address).content.decode(), page)
        others = {k: v for k, v in data.items() if not k.startswith(f"{field.name}-")}
        found.append((page, field, example, others))
    return found


@settings(max_examples=EXAMPLES // 40)
@given(data=st.data(), name=st.sampled_from(("edit", "preview_on_edit")))
def test_forms_with_forged_streams_are_answered(forms, client, data, name):
    page, field, example, others = forms[data.draw(st.integers(0, len(forms) - 1))]
    item = data.draw(st.sampled_from(example))
    form = data.draw(forged_form(block_data(field.stream_block, [item], field.name)))
    address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    with undone((address, form)):
        assert_survived(client.post(address, others | form), address)
        if name == "preview_on_edit":
            assert_safe(assert_survived(client.get(address), address))

"""Forged rich text, posted or stored, makes no reader of it fail."""

import json

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html, get_text_for_indexing

from contributors.models import Contributor
from core.blocks.text import TEXT_FEATURES
from core.models import PublicationSettings
from core.rich_text import prefetched_links
from core.widgets import RichTextArea
from editorial.comparison.rich_text import rich_text_lines
from search.index.documents import reindex
from tests.form_data import page_data
from tests.hostile.examples import EXAMPLES, MARKER, assert_safe, assert_survived, undone
from tests.hostile.readers import READERS, forge, front, submitted
from tests.hostile.rich_texts import draftail_texts, stored_texts

AT_ONCE = 20  # values in one request
pytestmark = pytest.mark.slow

# All that any of our fields allows.
FEATURES = [*TEXT_FEATURES, "hr", "footnotes"]


@pytest.fixture
def pages(filled_tree, admin):
    tree = filled_tree
    return {
        "article": submitted(tree.article, admin),
        "event": submitted(tree.event, admin),
        "book": submitted(tree.book, admin),
        "standard": submitted(tree.standard, admin),
    }


@pytest.fixture
def article(pages, client):
    """An article with what its form sends, except its body."""
    page = pages["article"]
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    data = page_data(html, page)
    return page, {key: value for key, value in data.items() if not key.startswith("body-")}


def posted_body(values):
    data = {"body-count": [str(len(values))]}
    for number, value in enumerate(values):
        start = f"body-{number}"
        data |= {f"{start}-deleted": [""], f"{start}-order": [str(number)], f"{start}-id": [""]}
        data |= {f"{start}-type": ["paragraph"], f"{start}-value": [value]}
    return data


# Wagtail trusts stored HTML, and no form stores a script: these texts are for errors only.
# PostgreSQL stores no NUL and no half characters.
STORED = stored_texts.map(
    lambda html: html.replace(MARKER, "stored").replace("\0", "").encode(errors="ignore").decode()
)


def paragraphs(values):
    blocks = enumerate(values)
    return json.dumps([{"type": "paragraph", "value": v, "id": f"b{n}"} for n, v in blocks])


@settings(max_examples=EXAMPLES)
@given(text=draftail_texts)
def test_any_posted_text_is_converted(filled_tree, text):
    with undone(text):
        html = posted(text)
        assert_safe(html)
        read(html)


@settings(max_examples=EXAMPLES)
@given(html=STORED)
def test_any_stored_text_is_read(filled_tree, html):
    with undone(html):
        read(html)


def posted(text):
    data = QueryDict(mutable=True)
    data["text"] = text
    return RichTextArea(features=FEATURES).value_from_datadict(data, {}, "text") or ""


def read(html):
    """Let each function that reads rich text read it."""
    posted(RichTextArea(features=FEATURES).format_value(html))
    get_text_for_indexing(html)
    rich_text_lines(html)
    with prefetched_links([html]):
        expand_db_html(html)


POSTED = ("editors_note", "footnotes-0-text", "corrections-0-text")


@settings(max_examples=EXAMPLES // AT_ONCE // 2)
@given(values=st.lists(draftail_texts, min_size=AT_ONCE, max_size=AT_ONCE), data=st.data())
def test_posted_text_is_saved_and_read(article, client, values, data):
    page, form = article
    field, reader = (data.draw(st.sampled_from(names)) for names in (POSTED, sorted(READERS)))
    with undone((values, field, reader)):
        data = form | posted_body(values) | {field: [values[0]]}
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert_survived(client.post(address, data), "save")
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        assert_survived(client.post(preview, data), "preview")
        assert_safe(assert_survived(client.get(preview), "preview"))
        page.refresh_from_db()
        READERS[reader](client, page)


STREAMS = [(name, "body") for name in ("article", "event", "book", "standard")]
FIELDS = [*STREAMS, ("article", "editors_note"), ("book", "contents"), ("book", "author_notes")]


@settings(max_examples=EXAMPLES // AT_ONCE)
@given(
    values=st.lists(STORED, min_size=AT_ONCE, max_size=AT_ONCE),
    field=st.sampled_from(FIELDS),
    readers=st.lists(st.sampled_from(sorted(READERS)), min_size=2, max_size=2),
)
def test_stored_text_is_read(pages, client, values, field, readers):
    kind, name = field
    page = pages[kind]
    with undone((values, field, readers)):
        forge(page, name, paragraphs(values) if name == "body" else "".join(values))
        for reader in readers:
            READERS[reader](client, page)


@settings(max_examples=EXAMPLES // AT_ONCE // 2)
@given(values=st.lists(STORED, min_size=AT_ONCE, max_size=AT_ONCE), data=st.data())
def test_text_of_rows_and_entries_is_read(pages, client, values, data):
    page = pages["article"]
    html = "".join(values)
    person = Contributor.objects.get(name="Ada Example")
    notice = PublicationSettings.objects.get()
    rows = [page.footnotes.first(), page.corrections.first()]
    with undone(values):
        for row in rows:
            forge(row, "text", html)
        forge(person, "biography", html)
        for name in ("notice", "statement", "repost_notice"):
            forge(notice, name, html)
        read_entry(client, person, data.draw(st.sampled_from(ENTRY_READERS)))
        READERS[data.draw(st.sampled_from(sorted(READERS)))](client, page)


ENTRY_READERS = ("edit", "public", "index", "references", "settings", "front")


def read_entry(client, person, reader):
    person.refresh_from_db()
    if reader == "edit":
        name = "contributors_contributor_modeladmin_edit"
        assert_survived(client.get(reverse(name, args=[person.pk])), reader)
    elif reader == "public":
        assert_safe(assert_survived(Client().get(person.get_url()), reader))
    elif reader == "index":
        reindex("contributor", [person.pk])
    elif reader == "references":
        ReferenceIndex.create_or_update_for_object(person)
    elif reader == "settings":
        address = reverse("wagtailsettings:edit", args=["core", "publicationsettings"])
        assert_survived(client.get(address, follow=True), reader)
    else:
        front("/")(client, None)

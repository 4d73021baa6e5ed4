"""Broken and hostile exports: one sentence, or a report; never an incomplete page."""

import copy
import json
import os
import zipfile

import pytest
from django.core.management import CommandError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from importers.ghost import export_file
from importers.ghost.reader import GhostReader
from importers.ghost.source_format import GhostFormat
from importers.models import ImportedItem
from importers.source.item_store import ItemStore
from news.models import ArticlePage
from tests.importers.finders import Nothing
from tests.importers.ghost.cards import CARDS
from tests.importers.ghost.exports import (
    card,
    export,
    lexical,
    mobiledoc,
    page,
    post,
    tag,
    tagged,
    user,
    write,
    written,
)
from tests.importers.ghost.exports import settings as site_settings

pytestmark = pytest.mark.once

HOSTILE = (
    None, True, -1, 0, 1e300, float("nan"), 10**30, "", "x", "\x00", "\ud83d", "__GHOST_URL__", "{", "[[]]",
    "<script>alert(1)</script>", "javascript:alert(1)", "../../../../etc/passwd", "9" * 5000, "=1+1", "<!--",
    "<div>" * 300, "{% include 'x' %}", "\u202e", "#", "/", "http://[", [], {}, [None], [[[]]], {"a": 1}, [{}],
    "9999-12-31T23:59:59.999Z", "0001-01-01 00:00:00", "published", "page", '{"root": {"children": [7]}}',
)  # fmt: skip


def whole_export():
    nodes = [card(each.name, **each.values) for each in CARDS]
    html = "".join(each.html for each in CARDS)
    cards = [[each.name if each.old_name is None else each.old_name, each.values] for each in CARDS]
    return export(
        post(1, html=html, custom_excerpt="One", feature_image="__GHOST_URL__/content/images/a.jpg"),
        post(2, "Nets", html=None, lexical=lexical(*nodes)),
        post(3, "Oars", html=None, mobiledoc=mobiledoc(*([10, at] for at in range(len(cards))), cards=cards)),
        page(4),
        posts_meta=[{"id": "m", "post_id": f"{1:024x}", "meta_title": "A", "feature_image_alt": "B"}],
        users=[user(1, "Ada Example", bio="B", website="https://a.example")],
        posts_authors=written(1, 1),
        tags=[tag(1, "Ports"), tag(2, "#x")],
        posts_tags=tagged(1, 1, 2),
        settings=site_settings(navigation='[{"label":"A","url":"/about/"}]'),
        newsletters=[{"id": "n", "name": "Weekly"}],
        members=[{"id": "m", "email": "a@b.example"}],
    )  # fmt: skip


def places(value, path=()):
    """Yield the path of each value within a value."""
    yield path
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, each in pairs:
        yield from places(each, (*path, key))


def replaced(document, path, value):
    if not path:
        return value
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value
    return None


WHOLE = whole_export()
PLACES = [path for path in places(WHOLE) if path]


def mutated(mutations):
    document = copy.deepcopy(WHOLE)
    for path, value in mutations:
        try:
            replaced(document, path, value)
        except (KeyError, IndexError, TypeError, AttributeError):  # An earlier mutation removed it.
            continue
    return document


MUTATIONS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(HOSTILE)), min_size=1, max_size=4
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(mutations=MUTATIONS)
def test_any_value_may_be_anything(tmp_path, mutations):
    file = write(tmp_path / "mutated.json", mutated(mutations))
    with ItemStore() as store:
        try:
            GhostReader(store).read([file])
        except export_file.NotAnExportError:
            return
        for item in store.items(["post", "page"]):
            GhostFormat().convert(item.content, Nothing(), "x", item)


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(mutations=MUTATIONS)
def test_mutated_export_leaves_no_incomplete_item(run, client, tmp_path, mutations):
    with transaction.atomic():
        try:
            run(write(tmp_path / "mutated.json", mutated(mutations)))
        except CommandError:
            return
        for each in Page.objects.filter(depth__gt=2, live=True):
            response = client.get(each.url)
            assert response.status_code in (200, 302), each.url
            assert "<script>alert" not in response.content.decode()
            assert 'href="javascript' not in response.content.decode()
        items = ImportedItem.objects.filter(content_type__model__in=["articlepage", "standardpage"])
        assert all(item.target for item in items)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"<rss></rss>", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 200_000, "too deeply"),
        (b"[]", "no posts"),
        (b"7", "no posts"),
        (b'{"db": []}', "no posts"),
        (b'{"db": [7]}', "no posts"),
        (b'{"db": [{"data": {"posts": {}}}]}', "no posts"),
        (b'{"packages": {}, "name": "x"}', "no posts"),
        (b"PK\x03\x04 broken", "is not JSON"),
    ],
)
def test_file_that_is_no_export_is_an_error(run, tmp_path, content, message):
    file = tmp_path / "old.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run(file)
    assert not ImportedItem.objects.exists()


def test_file_that_is_too_large_is_an_error(run, tmp_path):
    file = tmp_path / "old.json"
    with file.open("wb") as target:
        os.truncate(target.fileno(), export_file.MAX_BYTES + 1)
    with pytest.raises(CommandError, match="at most 500 MB"):
        run(file)
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.json")


@pytest.mark.parametrize(
    "form",
    [lambda one: one["db"][0], lambda one: one["db"][0]["data"], lambda one: {"db": one["db"][0]}],
)
def test_export_may_have_no_outer_list(run, form):
    run(form(export(post(1))))
    assert ArticlePage.objects.get().slug == "tides"


def test_export_may_be_in_a_zip(run, tmp_path):
    file = tmp_path / "old.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("old/package.json", "{}")
        archive.writestr("old/data/old.ghost.json", json.dumps(export(post(1))))
        archive.writestr("old/content/images/a.jpg", b"x")
    run(file)
    assert ArticlePage.objects.get().slug == "tides"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("package.json", "{}")
    with pytest.raises(CommandError, match="contains no export"):
        run(file)


def test_two_sites_are_not_mixed(run, tmp_path):
    first = write(tmp_path / "a.json", export(post(1), settings=site_settings(title="One")))
    other = write(tmp_path / "b.json", export(post(2, "Nets"), settings=site_settings(title="Two")))
    with (
        ItemStore() as store,
        pytest.raises(export_file.NotAnExportError, match="one site at a time"),
    ):
        GhostReader(store).read([first, other])


def test_lost_and_repeated_rows_are_reported(import_posts):
    report = import_posts(
        post(1),
        post(1, "Again"),
        post(3, "Tides"),
        post(4, "Nameless", id=None, uuid=None),
        {"html": "<p>Nothing identifies it</p>"},
        7,
        "post",
        tags="none",
        users=[None, {}, user(1, "Ada"), {"slug": "ada", "id": 5}],
    )
    assert sorted(ArticlePage.objects.values_list("slug", flat=True)) == [
        "again",
        "nameless",
        "tides",
    ]
    errors = " ".join(report["file_errors"])
    for sentence in (
        "occurs twice",
        "Post 5, which has neither",
        "Row 6 of the table “posts”",
        "Row 7 of",
        "“tags”, which is not a list",
        "Row 1 of the table “users”",
        "A user without an ID",
    ):
        assert sentence in errors, sentence
    assert report["lost_items"] == 6


def test_post_that_cannot_be_converted_does_not_stop_the_import(import_posts, monkeypatch):
    convert = GhostFormat.convert

    def broken(self, html, finder, name, item):
        if item.slug == "nets":
            raise ValueError("Broken.")
        return convert(self, html, finder, name, item)

    monkeypatch.setattr(GhostFormat, "convert", broken)
    report = import_posts(post(1), post(2, "Nets"), post(3, "Oars"))
    assert report["outcomes"]["post"] == {"created": 2, "failed": 1}

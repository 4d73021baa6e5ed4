"""Values and fragments that are computed once per cache generation."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Site

from core.models import PublicationSettings
from home.models import HomePage, StandardPage
from page_cache.memoize import cached, pinned_generation
from page_cache.models import CacheGeneration

pytestmark = pytest.mark.usefixtures("page_cache_on")


def render(word, kind, host="testserver"):
    """Render a cached fragment that depends on `kind`."""
    text = '{% load page_cache_tags %}{% cached "fragment" kind %}{{ word }}{% endcached %}'
    request = RequestFactory().get("/", headers={"host": host})
    return Template(text).render(Context({"request": request, "word": word, "kind": kind}))


@pytest.fixture
def committed(site_tree):
    """Treat what the fixtures have written as committed."""
    connection.visible_writes = 0
    yield
    connection.visible_writes = 0


def test_fragment_is_rendered_once_per_generation(committed, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    assert render("<b>", "front") == "&lt;b&gt;"
    assert render("later", "front") == "&lt;b&gt;"
    assert render("other", "back") == "other"
    assert render("there", "front", host="localhost") == "there"
    with translation.override("cy"):
        assert render("arall", "front") == "arall"
    CacheGeneration.bump()
    assert render("later", "front") == "later"


def test_pinned_generation_is_read_once(committed):
    with CaptureQueriesContext(connection) as queries, pinned_generation():
        for name in "abc":
            cached(name, list)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries, pinned_generation(known=1):
        cached("a", list)
    assert not queries.captured_queries


def test_changed_transaction_bypasses_the_cache(committed):
    assert cached("a", lambda: 1) == 1
    connection.visible_writes = 1
    assert cached("a", lambda: 2) == 2
    connection.visible_writes = 0
    assert cached("a", lambda: 3) == 1


def test_menus_change_with_the_next_request(site_tree, client, django_capture_on_commit_callbacks):
    client.get(site_tree.article.url)
    publication = PublicationSettings.for_site(site_tree.home.get_site())
    link = {"type": "page", "value": {"page": site_tree.calendar.pk, "label": "What is on"}}
    with django_capture_on_commit_callbacks(execute=True):
        publication.header_links = [(link["type"], link["value"] | {"page": site_tree.calendar})]
        publication.save()
    assert "What is on" in client.get(site_tree.article.url).text
    with django_capture_on_commit_callbacks(execute=True):
        site_tree.calendar.unpublish()
    assert "What is on" not in client.get(site_tree.article.url).text


def test_pages_share_header_and_footer(site_tree, client, committed):
    client.get(site_tree.article.url)  # creates the row of the settings
    connection.visible_writes = 0
    client.get(site_tree.event.url)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(site_tree.article.url)
    menus = [each for each in queries if '"content_type_id" IN' in each["sql"]]
    assert menus == []


def test_site_of_a_host_is_looked_up_once(site_tree, client, committed, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = site_tree.home.add_sibling(instance=HomePage(title="The other"))
    other.add_child(instance=StandardPage(title="Imprint", slug="imprint"))
    Site.objects.create(hostname="other.example", port=80, root_page=other)
    for host, status in {"testserver": 404, "other.example": 200}.items():
        client.get("/", headers={"host": host})  # creates the row of the settings
        connection.visible_writes = 0
        assert client.get("/imprint/", headers={"host": host}).status_code == status
        with CaptureQueriesContext(connection) as queries:
            client.get("/?unknown=1", headers={"host": host})
        assert not [each for each in queries if 'FROM "wagtailcore_site"' in each["sql"]]


def test_new_root_page_of_a_site_takes_effect_at_once(
    site_tree, client, django_capture_on_commit_callbacks
):
    client.get("/")
    other = site_tree.home.add_sibling(instance=HomePage(title="The other"))
    other.add_child(instance=StandardPage(title="Imprint", slug="imprint"))
    assert client.get("/imprint/").status_code == 404
    site = site_tree.home.get_site()
    site.root_page = other
    with django_capture_on_commit_callbacks(execute=True):
        site.save()
    assert client.get("/imprint/").status_code == 200

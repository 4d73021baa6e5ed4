"""What is the same on many pages is found out once in a generation."""

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


def drawn(*parts, host="testserver"):
    """Draw a part that depends on others, and return how it came out."""
    text = '{% load page_cache_tags %}{% cached "a part" kind %}{{ word }}{% endcached %}'
    request = RequestFactory().get("/", headers={"host": host})
    word, kind = parts
    return Template(text).render(Context({"request": request, "word": word, "kind": kind}))


@pytest.fixture
def settled(site_tree):
    """Nothing of what the test has written is of a transaction that others do not see yet."""
    connection.visible_writes = 0
    yield
    connection.visible_writes = 0


def test_part_is_drawn_once_in_a_generation(settled, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    assert drawn("<b>", "front") == "&lt;b&gt;"
    assert drawn("later", "front") == "&lt;b&gt;"
    assert drawn("other", "back") == "other"
    assert drawn("there", "front", host="localhost") == "there"
    with translation.override("cy"):
        assert drawn("arall", "front") == "arall"
    CacheGeneration.bump()
    assert drawn("later", "front") == "later"


def test_parts_of_one_page_ask_for_the_generation_once(settled):
    with CaptureQueriesContext(connection) as queries, pinned_generation():
        for name in "abc":
            cached(name, list)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries, pinned_generation(known=1):
        cached("a", list)
    assert not queries.captured_queries


def test_what_a_transaction_has_changed_is_made_anew(settled):
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


def test_pages_share_what_is_at_their_top_and_end(site_tree, client, settled):
    client.get(site_tree.article.url)  # makes the row of the settings, as on a new site
    connection.visible_writes = 0
    client.get(site_tree.event.url)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(site_tree.article.url)
    menus = [each for each in queries if '"content_type_id" IN' in each["sql"]]
    assert menus == []


def test_site_of_a_host_is_looked_up_once(site_tree, client, settled, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = site_tree.home.add_sibling(instance=HomePage(title="The other"))
    other.add_child(instance=StandardPage(title="Imprint", slug="imprint"))
    Site.objects.create(hostname="other.example", port=80, root_page=other)
    for host, status in {"testserver": 404, "other.example": 200}.items():
        client.get("/", headers={"host": host})  # makes the row of the settings, as on a new site
        connection.visible_writes = 0
        assert client.get("/imprint/", headers={"host": host}).status_code == status
        with CaptureQueriesContext(connection) as queries:
            client.get("/?unknown=1", headers={"host": host})
        assert not [each for each in queries if 'FROM "wagtailcore_site"' in each["sql"]]


def test_other_root_of_a_site_shows_at_once(site_tree, client, django_capture_on_commit_callbacks):
    client.get("/")
    other = site_tree.home.add_sibling(instance=HomePage(title="The other"))
    other.add_child(instance=StandardPage(title="Imprint", slug="imprint"))
    assert client.get("/imprint/").status_code == 404
    site = site_tree.home.get_site()
    site.root_page = other
    with django_capture_on_commit_callbacks(execute=True):
        site.save()
    assert client.get("/imprint/").status_code == 200

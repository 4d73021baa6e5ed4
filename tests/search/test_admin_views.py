"""Tests for the search reports in the admin."""

import re

import pytest
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from news.models import ArticlePage
from search import admin_views, zero_results
from search.models import SearchEntry
from tests.access import member
from tests.search.search_helpers import is_public, titles


@pytest.fixture
def moderator_client(client, moderator):
    client.force_login(moderator)
    return client


def test_zero_results_are_counted_without_personal_data(site_tree, client, moderator_client):
    for query in ("Zeppelin", "zeppelin", "ada@example.org", "call 0151 496 0123", "z" * 100):
        client.get("/search/", {"q": query})
    client.get("/search/", {"q": "quillwort"})
    client.get("/search/", {"q": "airship", "type": "book"})
    assert list(SearchTerm.objects.values_list("query_string", flat=True)) == ["zeppelin"]
    assert SearchTerm.objects.get().hits == 2
    html = moderator_client.get(reverse("search_misses")).content.decode()
    assert "zeppelin" in html


def test_number_of_stored_terms_is_limited(site_tree, client, monkeypatch):
    monkeypatch.setattr(zero_results, "MAX_TERMS", 2)
    for query in ("zeppelin", "airship", "balloon", "zeppelin"):
        client.get("/search/", {"q": query})
    assert set(SearchTerm.objects.values_list("query_string", flat=True)) == {
        "zeppelin",
        "airship",
    }


def test_report_links_to_form_that_promotes_a_result(site_tree, client, moderator_client):
    client.get("/search/?q=zeppelin")
    html = moderator_client.get(reverse("search_misses")).content.decode()
    address = reverse("wagtailsearchpromotions:edit", args=[SearchTerm.objects.get().pk])
    assert f'href="{address}"' in html
    row = {"page": site_tree.standard.pk, "description": "", "sort_order": ""}
    data = {"query_string": "zeppelin", "editors_picks": inline_formset([row])}
    assert moderator_client.post(address, nested_form_data(data)).status_code == 302
    assert SearchPromotion.objects.get().page_id == site_tree.standard.pk
    assert "Recommended</p>" in client.get("/search/?q=zeppelin").content.decode()
    assert "zeppelin" not in moderator_client.get(reverse("search_misses_results")).content.decode()


def test_check_repairs_in_steps(site_tree, moderator_client, monkeypatch):
    monkeypatch.setattr(admin_views, "MAX_SECONDS", 0.0001)
    SearchEntry.objects.filter(page=site_tree.book.pk).delete()
    ArticlePage.objects.filter(pk=site_tree.sequel.pk).update(live=False)
    address, data, steps = reverse("search_check"), {}, 0
    html = moderator_client.get(address).content.decode()
    assert "Check and repair" in html
    while "data-auto-submit" in html or not steps:
        html = moderator_client.post(address, data).content.decode()
        found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)
        data = {}
        for name, value in found:
            if name != "csrfmiddlewaretoken":
                data.setdefault(name, []).append(value)
        steps += 1
        assert steps < 50
    assert steps > 1
    assert "Repaired:" in html
    assert "The tide" in html
    assert "The settlement" in html
    assert is_public("tide")
    assert "The settlement" not in titles("settlement")
    monkeypatch.undo()
    assert "The index is up to date" in moderator_client.post(address).content.decode()


@pytest.mark.parametrize("data", [{"source": "x"}, {"source": "-4", "after": "-1"}, {"source": 99}])
def test_check_ignores_invalid_input(site_tree, moderator_client, data):
    assert moderator_client.post(reverse("search_check"), data).status_code == 200


@pytest.mark.parametrize("name", ["search_misses", "search_misses_results", "search_check"])
def test_reports_require_permission(site_tree, client, name):
    client.force_login(member("guest", "Contributors"))
    assert client.get(reverse(name)).status_code in (302, 403)
    assert "Search index" not in client.get("/admin/").content.decode()


def test_reports_are_in_the_menu(site_tree, moderator_client):
    html = moderator_client.get("/admin/").content.decode()
    assert "Searches without results" in html
    assert "Search index" in html

"""What those see who look after the search."""

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
def desk_of(client, moderator):
    client.force_login(moderator)
    return client


def test_what_finds_nothing_is_counted_without_anybody(tree, client, desk_of):
    for query in ("Zeppelin", "zeppelin", "ada@example.org", "call 0151 496 0123", "z" * 100):
        client.get("/search/", {"q": query})
    client.get("/search/", {"q": "quillwort"})
    client.get("/search/", {"q": "airship", "type": "book"})
    assert list(SearchTerm.objects.values_list("query_string", flat=True)) == ["zeppelin"]
    assert SearchTerm.objects.get().hits == 2
    html = desk_of.get(reverse("search_misses")).content.decode()
    assert "zeppelin" in html


def test_what_is_missed_is_kept_within_bounds(tree, client, monkeypatch):
    monkeypatch.setattr(zero_results, "MOST", 2)
    for query in ("zeppelin", "airship", "balloon", "zeppelin"):
        client.get("/search/", {"q": query})
    assert set(SearchTerm.objects.values_list("query_string", flat=True)) == {
        "zeppelin",
        "airship",
    }


def test_two_clicks_from_a_miss_to_a_promoted_result(tree, client, desk_of):
    client.get("/search/?q=zeppelin")
    html = desk_of.get(reverse("search_misses")).content.decode()
    address = reverse("wagtailsearchpromotions:edit", args=[SearchTerm.objects.get().pk])
    assert f'href="{address}"' in html
    row = {"page": tree.standard.pk, "description": "", "sort_order": ""}
    data = {"query_string": "zeppelin", "editors_picks": inline_formset([row])}
    assert desk_of.post(address, nested_form_data(data)).status_code == 302
    assert SearchPromotion.objects.get().page_id == tree.standard.pk
    assert "Recommended</p>" in client.get("/search/?q=zeppelin").content.decode()
    assert "zeppelin" not in desk_of.get(reverse("search_misses_results")).content.decode()


def test_check_mends_step_by_step(tree, desk_of, monkeypatch):
    monkeypatch.setattr(admin_views, "SECONDS", 0.0001)
    SearchEntry.objects.filter(page=tree.book.pk).delete()
    ArticlePage.objects.filter(pk=tree.sequel.pk).update(live=False)
    address, data, steps = reverse("search_check"), {}, 0
    html = desk_of.get(address).content.decode()
    assert "Check and mend" in html
    while "data-auto-submit" in html or not steps:
        html = desk_of.post(address, data).content.decode()
        found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)
        data = {}
        for name, value in found:
            if name != "csrfmiddlewaretoken":
                data.setdefault(name, []).append(value)
        steps += 1
        assert steps < 50
    assert steps > 1
    assert "Mended:" in html
    assert "The tide" in html
    assert "The settlement" in html
    assert is_public("tide")
    assert "The settlement" not in titles("settlement")
    monkeypatch.undo()
    assert "The index agrees with all" in desk_of.post(address).content.decode()


@pytest.mark.parametrize("data", [{"source": "x"}, {"source": "-4", "after": "-1"}, {"source": 99}])
def test_check_takes_no_nonsense(tree, desk_of, data):
    assert desk_of.post(reverse("search_check"), data).status_code == 200


@pytest.mark.parametrize("name", ["search_misses", "search_misses_results", "search_check"])
def test_only_who_looks_after_the_search_sees_its_reports(tree, client, name):
    client.force_login(member("guest", "Contributors"))
    assert client.get(reverse(name)).status_code in (302, 403)
    assert "Index of the search" not in client.get("/admin/").content.decode()


def test_reports_are_in_the_menu(tree, desk_of):
    html = desk_of.get("/admin/").content.decode()
    assert "Searches without results" in html
    assert "Index of the search" in html

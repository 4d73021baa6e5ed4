"""Queries of large indexes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now, override
from wagtail.models import Page

from core import listing, queries
from core.queries import children_of, distinct_years, newest_tagged
from news.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.access import restrict
from topics.models import TopicAssignment


def dated(site_tree, *moment, **fields):
    return factories.ArticlePageFactory(
        parent=site_tree.section, published_at=datetime(*moment, tzinfo=UTC), **fields
    )


def years(site_tree):
    return distinct_years(
        ArticlePage.objects.child_of(site_tree.section).latest_first(), "published_at"
    )


@pytest.fixture
def empty(site_tree):
    ArticlePage.objects.child_of(site_tree.section).update(live=False)
    return site_tree


def test_years_are_those_of_visible_pages(empty):
    assert years(empty) == []
    dated(empty, 1886, 10, 1)
    dated(empty, 2019, 5, 1)
    dated(empty, 2021, 5, 1)
    dated(empty, 2020, 5, 1, live=False)
    restrict(dated(empty, 2022, 5, 1))
    restrict(dated(empty, 1700, 5, 1))
    assert years(empty) == [2021, 2019, 1886]


def test_years_use_the_current_time_zone(empty):
    dated(empty, 2019, 12, 31, 23, 30)
    dated(empty, 2022, 1, 1, 0, 30)
    assert years(empty) == [2022, 2019]
    with override("Asia/Tokyo"):
        assert years(empty) == [2022, 2020]
    with override("America/New_York"):
        assert years(empty) == [2021, 2019]


def test_years_take_constant_number_of_queries(empty, django_assert_num_queries):
    dated(empty, 1, 1, 2)
    dated(empty, 2021, 1, 2)
    with django_assert_num_queries(3):
        assert years(empty) == [2021, 1]


def test_long_listing_is_counted_up_to_the_maximum(site_tree, get, monkeypatch):
    monkeypatch.setattr(listing, "MAX_COUNT", 20)
    for number in range(43):
        factories.ArticlePageFactory(parent=site_tree.section, title=f"Numbered {number}")
    first = get(site_tree.section.url)
    assert "<span>Page 1</span>" in first
    assert 'rel="next" href="?page=2"' in first
    second = get(site_tree.section.url + "?page=2")
    assert "<span>Page 2</span>" in second
    assert 'rel="next" href="?page=3"' in second
    assert [f">Numbered {number}<" in second for number in (23, 22, 3, 2)] == [0, 1, 1, 0]
    last = get(site_tree.section.url + "?page=3")
    assert "<span>Page 3 of 3</span>" in last
    assert last.count("<article") == 5
    for number in ("4", "9" * 7, "9" * 5000, "²", "٤"):
        get(f"{site_tree.section.url}?page={number}", status=404)


@pytest.mark.parametrize("minimum", [1, 1000])
def test_children_of_small_and_large_index(site_tree, monkeypatch, minimum):
    monkeypatch.setattr(queries, "LARGE_INDEX", minimum)
    other = factories.ArticleIndexPageFactory(parent=site_tree.home)
    elsewhere = factories.ArticlePageFactory(parent=other)
    old, new = dated(site_tree, 2019, 1, 1), dated(site_tree, 2020, 1, 1)
    draft = dated(site_tree, 2021, 1, 1, live=False)
    section = ArticleIndexPage.objects.get(pk=site_tree.section.pk)
    found = children_of(ArticlePage.objects.latest_first(), section)
    assert list(found)[-2:] == [new, old]
    assert not {elsewhere, draft} & set(found)
    assert distinct_years(found, "published_at")[1:] == [2020, 2019]
    empty = factories.ArticleIndexPageFactory(parent=site_tree.home)
    assert not children_of(ArticlePage.objects.latest_first(), empty)


@pytest.mark.parametrize("minimum", [1, 1000])
def test_newest_tagged_of_few_and_many_pages(site_tree, monkeypatch, minimum):
    monkeypatch.setattr(queries, "LARGE_INDEX", minimum)
    topic = factories.TopicFactory()
    times = [datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2018, 2019, 2021)]
    pages = [
        factories.ArticlePageFactory(parent=site_tree.section, first_published_at=time)
        for time in times
    ]
    for page in pages:
        factories.assign(page, topic)
    restrict(pages[3])
    found = newest_tagged(TopicAssignment.objects.filter(topic=topic))
    assert [page.pk for page in found] == [pages[index].pk for index in (0, 2, 1)]
    assert not newest_tagged(TopicAssignment.objects.filter(topic=factories.TopicFactory()))


@pytest.fixture
def aliases(site_tree):
    """Pages with aliases: of an article, of that alias, and of a whole section with a page."""
    other = factories.ArticleIndexPageFactory(parent=site_tree.home, title="Other", slug="other")
    alias = site_tree.article.create_alias(parent=other, update_slug="alias")
    twin = alias.create_alias(parent=other, update_slug="alias-of-alias")
    copy = site_tree.section.create_alias(parent=site_tree.home, update_slug="copy", recursive=True)
    child = factories.ArticlePageFactory(parent=copy, title="Below an alias")
    return [site_tree.article, site_tree.section, other, alias, twin, copy, child]


@pytest.mark.parametrize("restricted", range(7))
def test_visible_pages_are_those_that_wagtail_serves_to_everyone(aliases, restricted):
    restrict(aliases[restricted])
    served = {page.pk for page in Page.objects.live() if not page.get_view_restrictions().exists()}
    if aliases[restricted].alias_of_id:
        # Wagtail ignores what an alias itself is restricted to.
        assert set(queries.visible(Page.objects.all()).values_list("pk", flat=True)) < served
    else:
        assert set(queries.visible(Page.objects.all()).values_list("pk", flat=True)) == served


def test_expired_page_is_hidden_before_the_schedule_runs(site_tree, get):
    assert site_tree.article.title in get(site_tree.section.url)
    Page.objects.filter(pk=site_tree.article.pk).update(expire_at=now() - timedelta(seconds=1))
    assert site_tree.article.title not in get(site_tree.section.url)
    assert site_tree.article.url not in get("/sitemap.xml")
    get(site_tree.article.url, status=404)

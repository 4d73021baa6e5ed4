"""Lists that grow by the day: what is found out about them without reading them whole."""

from datetime import UTC, datetime

import pytest
from django.utils.timezone import override

from core import listing
from core.years import years_of
from news.models import ArticlePage
from tests import factories
from tests.conftest import restrict


def dated(tree, *moment, **fields):
    return factories.ArticlePageFactory(
        parent=tree.section, published_at=datetime(*moment, tzinfo=UTC), **fields
    )


def years(tree):
    return years_of(ArticlePage.objects.child_of(tree.section).latest_first(), "published_at")


@pytest.fixture
def empty(tree):
    ArticlePage.objects.child_of(tree.section).update(live=False)
    return tree


def test_years_have_what_everybody_may_read(empty):
    assert years(empty) == []
    dated(empty, 1886, 10, 1)
    dated(empty, 2019, 5, 1)
    dated(empty, 2021, 5, 1)
    dated(empty, 2020, 5, 1, live=False)
    restrict(dated(empty, 2022, 5, 1))
    restrict(dated(empty, 1700, 5, 1))
    assert years(empty) == [2021, 2019, 1886]


def test_years_begin_where_readers_are(empty):
    dated(empty, 2019, 12, 31, 23, 30)
    dated(empty, 2022, 1, 1, 0, 30)
    assert years(empty) == [2022, 2019]
    with override("Asia/Tokyo"):
        assert years(empty) == [2022, 2020]
    with override("America/New_York"):
        assert years(empty) == [2021, 2019]


def test_years_take_as_many_questions_of_few_as_of_many(empty, django_assert_num_queries):
    dated(empty, 1, 1, 2)
    dated(empty, 2021, 1, 2)
    with django_assert_num_queries(3):
        assert years(empty) == [2021, 1]


def test_long_list_is_counted_as_far_as_readers_go(tree, get, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED", 20)
    for number in range(43):
        factories.ArticlePageFactory(parent=tree.section, title=f"Numbered {number}")
    first = get(tree.section.url)
    assert "<span>Page 1</span>" in first
    assert 'rel="next" href="?page=2"' in first
    second = get(tree.section.url + "?page=2")
    assert "<span>Page 2</span>" in second
    assert 'rel="next" href="?page=3"' in second
    last = get(tree.section.url + "?page=3")
    assert "<span>Page 3 of 3</span>" in last
    assert last.count("<article") == 5
    for number in ("4", "9" * 7, "9" * 5000, "²", "٤"):
        get(f"{tree.section.url}?page={number}", status=404)

"""Tests for the archive."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.access import restrict


@pytest.fixture
def years(news):
    """Articles of three days in two years, a draft and a private article."""

    def make(title, *day, **fields):
        moment = datetime(*day, 12, tzinfo=UTC)
        return factories.ArticlePageFactory(
            parent=news, title=title, published_at=moment, first_published_at=moment, **fields
        )

    make("Winter", 2019, 2, 3)
    make("Spring", 2019, 5, 1)
    make("May day", 2019, 5, 1)
    make("Late", 2023, 12, 31)
    make("Hidden draft", 2019, 5, 1, live=False)
    restrict(make("For members", 2020, 1, 1))
    return news


def test_archive_counts_articles_by_year_and_month(years, get):
    html = get("/archive/")
    for address, number in [
        ("/archive/2019/", 3),
        ("/archive/2019/2/", 1),
        ("/archive/2019/5/", 2),
        ("/archive/2023/12/", 1),
    ]:
        _, _, after = html.partition(f'href="{address}"')
        assert f'<span class="facets__number">{number}</span>' in after[:120], address
    assert "/archive/2020/" not in html
    assert html.index("/archive/2023/") < html.index("/archive/2019/")


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("2019/", ["May day", "Spring", "Winter"]),
        ("2019/5/", ["May day", "Spring"]),
        ("2019/5/1/", ["May day", "Spring"]),
        ("2023/12/31/", ["Late"]),
    ],
)
def test_period_lists_its_articles(years, get, address, titles):
    html = get(f"/archive/{address}")
    positions = [html.index(f">{title}<") for title in titles]
    assert positions == sorted(positions)
    assert f"{len(titles)} article" in html
    assert "Hidden draft" not in html


def test_day_links_to_previous_and_next(years, get):
    html = get("/archive/2019/5/1/")
    assert 'href="/archive/2019/2/3/" rel="prev"' in html
    assert 'href="/archive/2023/12/31/" rel="next"' in html
    assert 'rel="next"' not in get("/archive/2023/")


@pytest.mark.parametrize(
    "address", ["2020/", "2019/5/2/", "2019/13/", "2019/2/30/", "0/", "99999/", "2019/0/"]
)
def test_period_without_articles_returns_404(years, get, address):
    get(f"/archive/{address}", status=404)


def test_empty_archive(home, get):
    assert "Nothing has been published here yet." in get("/archive/")


def test_query_count_does_not_grow_with_articles(years, count):
    few = count("/archive/2019/")
    for number in range(15):
        moment = datetime(2019, 6, number + 1, tzinfo=UTC)
        factories.ArticlePageFactory(parent=years, title=f"June {number}", published_at=moment)
    assert count("/archive/2019/") == few
    assert few <= 25
    assert count("/archive/") <= 20

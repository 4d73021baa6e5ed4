"""Query parameters in cache keys."""

from dataclasses import asdict

import pytest

from core.filters import ListFilters
from events.filters import Filters
from page_cache.cache_keys import normalise_query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("utm_source=x&fbclid=y", ""),
        ("page=2&utm_source=x", "page=2"),
        ("topic=a&page=2", "page=2&topic=a"),
        ("page=1&page=2", "page=2"),
        ("p=12", None),
        ("page=2&unknown", None),
        ("page=" + "9" * 600, None),
        ("&".join(f"page={number}" for number in range(30)), None),
        ("%00=%ff", None),
    ],
)
def test_query_is_normalised_or_rejected(query, expected):
    assert normalise_query(query) == expected


def test_every_filter_of_a_listing_is_cacheable(settings):
    names = {
        name
        for filters in ListFilters.__subclasses__()
        if filters.__module__ != "search.query.filters"
        for name in asdict(filters())
    }
    assert Filters in ListFilters.__subclasses__()
    assert names | {"page"} == set(settings.PAGE_CACHE_PARAMETERS)

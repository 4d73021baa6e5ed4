"""Query parameters in cache keys."""

from dataclasses import asdict

import pytest
from django.core.cache import caches
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from core.filters import ListFilters
from events.filters import Filters
from page_cache.cache_keys import cache_key, cache_of, normalise_query
from page_cache.models import CacheGeneration

pytestmark = pytest.mark.once


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
    assert names | {"page", "kind"} == set(settings.PAGE_CACHE_PARAMETERS)


@given(
    st.lists(
        st.sampled_from(["https", "http", " https ", "HTTPS", "evil", "", "https;q=1"]), max_size=3
    )
)
def test_key_tells_https_from_http_as_django_does(values):
    """Else the page of one would be kept under the name of the other."""
    override = override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
    factory, header = RequestFactory(), ",".join(values)
    with override:
        request = factory.get("/", HTTP_X_FORWARDED_PROTO=header)
        secure = factory.get("/", HTTP_X_FORWARDED_PROTO="https")
        same_key = cache_key(request.META) == cache_key(secure.META)
        assert same_key == request.is_secure()


@pytest.mark.usefixtures("page_cache_on")
def test_made_up_queries_displace_no_pages(site_tree, client):
    page, calendar = site_tree.article.url, site_tree.calendar.url
    client.get(page)
    for number in range(350):
        client.get(f"{calendar}?town=Town{number}")
        client.get(f"{page}?town=Town{number}")
    key = f"{CacheGeneration.current()[0]}.{cache_key(client.get(page).wsgi_request.META)}"
    assert caches["pages"].get(key)
    assert len(caches["variants"]._cache) <= 300


@pytest.mark.usefixtures("page_cache_on")
def test_made_up_colours_and_hosts_displace_no_pages(site_tree, client, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    page = site_tree.article.url
    client.get(page)
    kept = len(caches["pages"]._cache)
    for number in range(40):
        assert client.get(f"/theme/{number:06}.css").status_code == 200
        client.get(page, headers={"Host": f"localhost:{8000 + number}"})
    for host in ("LOCALHOST", "localhost.", "localhost:99999999"):
        client.get(page, headers={"Host": host})
    assert len(caches["pages"]._cache) == kept


@pytest.mark.parametrize(
    ("base_url", "host", "is_usual"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8001", False),
        ("https://example.org", "example.org", True),
        ("https://example.org", "www.xn--mller-kva.example", True),
        ("https://example.org", "example.org:443", False),
        ("https://[2001:db8::1]:8000", "[2001:db8::1]:8000", True),
        ("https://example.org", "Example.org", False),
    ],
)
def test_made_up_hosts_are_variants(settings, base_url, host, is_usual):
    settings.BASE_URL = base_url
    request = RequestFactory().get("/", headers={"Host": host})
    assert (cache_of(request.META) is caches["pages"]) == is_usual

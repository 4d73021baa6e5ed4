"""Tests for suggestions, feed, OpenSearch description, rate limits and arbitrary input."""

import json
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.filters import SearchFilters
from search.query.search import Search
from search.results.suggestions import MAX_SUGGESTIONS
from tests import factories
from tests.access import restrict


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch):
    """Stop the clock, so that the minute of the rate limit does not end during a test."""
    monkeypatch.setattr("core.rate_limits.time", SimpleNamespace(time=lambda: 1_800_000_010.0))


@pytest.fixture
def suggested(get):
    def titles(query):
        found = json.loads(get(f"/search/suggestions/?q={query}"))["suggestions"]
        return [each["title"] for each in found]

    return titles


def test_suggestions_include_people_topics_and_titles(site_tree, suggested):
    assert suggested("hou")[:2] == ["Housing", "Housing conference"]
    assert suggested("exam") == ["Ada Example"]
    assert suggested("ada ex") == ["Ada Example"]
    assert suggested("TÎDE") == ["The tide"]
    assert suggested("conference hou") == ["Housing conference"]
    assert suggested("h") == suggested("") == suggested("%00%20") == suggested("zugzwang") == []


def test_suggestions_link_to_their_pages(site_tree, get):
    for each in json.loads(get("/search/suggestions/?q=housing"))["suggestions"]:
        assert each["title"] in get(each["url"])
        assert each["kind"] in ("Topic", "Event")


def test_suggestions_are_limited_to_the_newest(site_tree, suggested):
    for number in range(MAX_SUGGESTIONS + 4):
        factories.ArticlePageFactory(parent=site_tree.section, title=f"Anemone {number:02}")
    found = suggested("anemone")
    assert len(found) == MAX_SUGGESTIONS
    assert found[0] == f"Anemone {MAX_SUGGESTIONS + 3:02}"


def test_suggestions_exclude_drafts_and_private_pages(site_tree, suggested):
    draft = factories.ArticlePageFactory(
        parent=site_tree.section, title="Anemone draft", live=False
    )
    secret = factories.ArticlePageFactory(parent=site_tree.section, title="Anemone secret")
    restrict(secret)
    factories.attribute(draft, factories.ContributorFactory(name="Anemone Author"))
    factories.assign(secret, factories.TopicFactory(name="Anemones"))
    assert suggested("anemone") == []


def test_suggestions_need_few_queries(site_tree, client, django_assert_max_num_queries):
    client.get("/search/suggestions/?q=housing")
    with django_assert_max_num_queries(13):
        client.get("/search/suggestions/?q=housing")


def test_feed_of_a_search_is_linked_and_filtered(site_tree, get):
    html = get("/search/?q=quillwort&type=article")
    assert 'href="/search/feed/?q=quillwort&amp;type=article"' in html
    feed = get("/search/feed/?q=quillwort&type=article")
    assert "<title>The strike</title>" in feed
    assert "The tide" not in feed
    assert "<entry>" not in get("/search/feed/?q=zugzwang")
    assert "<entry>" not in get("/search/feed/")


def test_opensearch_description(site_tree, client):
    assert 'rel="search" type="application/opensearchdescription+xml"' in str(
        client.get("/").content
    )
    response = client.get("/search/opensearch.xml")
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    text = response.content.decode()
    assert "<ShortName>The Test</ShortName>" in text
    assert 'template="http://testserver/search/?q={searchTerms}"' in text


@pytest.mark.parametrize("address", ["/search/suggestions/?q=a", "/search/feed/?q=a"])
def test_suggestions_and_feed_are_not_indexed(site_tree, client, address):
    assert client.get(address).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("address", "name"),
    [("/search/?q=", "search"), ("/search/suggestions/?q=", "suggestions")],
)
def test_rate_limit_applies_to_each_client(site_tree, client, rate_limits, address, name):
    for _ in range(rate_limits[name]["requests"]):
        assert client.get(address).status_code == 200
    refused = client.get(address)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Wait a minute and try again." in refused.content.decode()
    assert client.get("/").status_code == 200
    assert client.get(address, REMOTE_ADDR="198.51.100.7").status_code == 200
    # Behind a local proxy, the client is the last entry of X-Forwarded-For.
    assert client.get(address, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.8").status_code == 200


def test_forged_forwarding_header_is_ignored(site_tree, client, rate_limits):
    """`X-Forwarded-For` counts only if a private address, such as our own proxy's, sends it."""
    for number in range(rate_limits["search"]["requests"] + 1):
        response = client.get(
            "/search/", REMOTE_ADDR="1.2.3.4", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"
        )
    assert response.status_code == 429


def test_ipv6_network_is_one_client(site_tree, client, rate_limits):
    """A client can use any address of its IPv6 /64."""
    for number in range(rate_limits["search"]["requests"] + 1):
        response = client.get("/search/", REMOTE_ADDR=f"2a00:1450:4001:830::{number:x}")
    assert response.status_code == 429
    assert client.get("/search/", REMOTE_ADDR="2a00:1450:4001:831::1").status_code == 200


texts = st.text(max_size=60) | st.sampled_from(
    ["author:", 'author:"', "-", '"', "“", "type:", "year:9999999999", "978-0-902869-33-2", "\x00"]
)
QUERIES = st.lists(texts, max_size=6).map(" ".join) | st.text(max_size=500)
CHOICES = st.dictionaries(
    st.sampled_from(["sort", "type", "when", "format", "topic", "person", "place", "year"]),
    texts,
    max_size=3,
)


@settings(max_examples=120)
@given(query=QUERIES, choices=CHOICES)
def test_any_query_and_filters_return_200(site_tree, client, query, choices):
    cache.clear()
    query = query.encode("utf-8", "replace").decode()
    choices = {name: text.encode("utf-8", "replace").decode() for name, text in choices.items()}
    for address in ("/search/", "/search/suggestions/", "/search/feed/"):
        assert client.get(address, choices | {"q": query}).status_code == 200


@pytest.mark.parametrize(
    "raw", ["q=%FF%FE", "q=%00", "q=%ED%A0%80", "q=a&q=b", "page=0", "page=-1", "q=%", "q"]
)
def test_invalid_query_strings_cause_no_error(site_tree, client, raw):
    for address in ("/search/", "/search/suggestions/", "/search/feed/"):
        assert client.get(f"{address}?{raw}").status_code in (200, 404)


def test_query_count_does_not_grow_with_results(site_tree, count):
    few = count("/search/?q=anemone+quillwort")
    for number in range(45):
        page = factories.ArticlePageFactory(
            parent=site_tree.section, title=f"Anemone {number}", lead_image=site_tree.image
        )
        factories.assign(page, factories.TopicFactory(name=f"Topic {number}"))
    many = count("/search/?q=anemone")
    assert many <= 30
    assert count("/search/?q=anemone&page=2&type=article") <= 30
    assert few <= 34  # No page has both words, and one of them is corrected.


def test_results_are_fetched_in_slices(site_tree):
    for number in range(30):
        factories.ArticlePageFactory(parent=site_tree.section, title=f"Anemone {number}")
    search = Search(SearchFilters(q="anemone"))
    assert search.count() == 30
    assert len(search[0:20]) == 20
    assert len(search[20:40]) == 10
    assert not set(search[0:20]) & set(search[20:40])

"""How well the search finds: queries that people judged, over the demo and generated articles."""

import json
import math
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from demo import loading
from news.models import ArticlePage
from search.models import SearchEntry
from search.query.filters import SearchFilters
from search.query.search import Search
from search.query.spelling import corrected_search
from tests.snapshot import Snapshot

JUDGED = json.loads(Path(__file__).with_name("judged.json").read_text(encoding="utf-8"))
GENERATED = 200
FIRST_PAGE = 20


def grow():
    loading.load("a-demo-password")
    call_command("generate_content", articles=GENERATED, verbosity=0)


@pytest.fixture(scope="session")
def grown_demo():
    return Snapshot(grow)


@pytest.fixture
def demo(db, grown_demo):
    grown_demo.get()


def found(query):
    """Return the addresses of what a reader sees first."""
    search = Search(SearchFilters(q=query))
    if not search.count():
        search = corrected_search(search, 0) or search
    entries = SearchEntry.objects.select_related("page", "contributor", "topic", "document")
    by_key = entries.in_bulk(search[:FIRST_PAGE])
    return [slug(by_key[key]) for key in search[:FIRST_PAGE]]


def slug(entry):
    named = entry.page or entry.contributor or entry.topic
    return named.slug if named else entry.document.title


def reciprocal_rank(slugs, wanted):
    return next((1 / place for place, each in enumerate(slugs, 1) if each in wanted), 0)


def gain(slugs, wanted):
    """Return nDCG@10, in which whatever is wanted is worth the same."""
    worth = [1 / math.log2(place + 1) for place in range(1, 11)]
    got = sum(each for each, one in zip(worth, slugs[:10], strict=False) if one in wanted)
    return got / sum(worth[: len(wanted)])


def generated_queries():
    """Return a query for each tenth generated article: its place, and what happens there."""
    pages = ArticlePage.objects.order_by("-pk")[:GENERATED:10]
    titles = ArticlePage.objects.values_list("title", flat=True)
    return {
        page.title.replace(":", ""): [page.slug]
        for page in pages
        if list(titles).count(page.title) == 1
    }


def test_judged_queries_find_what_they_must(demo, record_property):
    judged = JUDGED | {"generated": generated_queries()}
    assert sum(map(len, judged.values())) >= 80
    lines, ranks = [], {}
    for kind, queries in judged.items():
        results = {query: found(query) for query in queries}
        ranks[kind] = mean(reciprocal_rank(results[query], queries[query]) for query in queries)
        gains = mean(gain(results[query], queries[query]) for query in queries)
        lines.append(
            f"{kind:34}{len(queries):4} queries  MRR {ranks[kind]:.3f}  nDCG@10 {gains:.3f}"
        )
        lines += [
            f"    {query}: {results[query][:3]}"
            for query, wanted in queries.items()
            if reciprocal_rank(results[query], wanted) < 1
        ]
    record_property("report", f"Search on {connection.vendor}\n" + "\n".join(lines))
    assert ranks.pop("misspelt") >= 0.75
    assert min(ranks.values()) >= 0.9, ranks


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)

"""Measure relevance with judged queries over the demo content and generated articles."""

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


def load_content():
    loading.load("a-demo-password")
    call_command("generate_content", articles=GENERATED, verbosity=0)


@pytest.fixture(scope="session")
def demo_snapshot():
    return Snapshot(load_content)


@pytest.fixture
def demo(db, demo_snapshot):
    demo_snapshot.get()


def found(query):
    """Return the slugs of the first page of results, spelling corrected if there are none."""
    search = Search(SearchFilters(q=query))
    if not search.count():
        search = corrected_search(search, 0) or search
    entries = SearchEntry.objects.select_related("page", "contributor", "topic", "document")
    by_id = entries.in_bulk(search[:FIRST_PAGE])
    return [slug(by_id[pk]) for pk in search[:FIRST_PAGE]]


def slug(entry):
    target = entry.page or entry.contributor or entry.topic
    return target.slug if target else entry.document.title


def reciprocal_rank(slugs, relevant):
    return next((1 / rank for rank, each in enumerate(slugs, 1) if each in relevant), 0)


def gain(slugs, relevant):
    """Return nDCG@10 with equal relevance for all relevant results."""
    discounts = [1 / math.log2(rank + 1) for rank in range(1, 11)]
    pairs = zip(discounts, slugs[:10], strict=False)
    return sum(discount for discount, each in pairs if each in relevant) / sum(
        discounts[: len(relevant)]
    )


def generated_queries():
    """Return the titles of every tenth generated article as queries, if they are unique."""
    pages = ArticlePage.objects.order_by("-pk")[:GENERATED:10]
    titles = ArticlePage.objects.values_list("title", flat=True)
    return {
        page.title.replace(":", ""): [page.slug]
        for page in pages
        if list(titles).count(page.title) == 1
    }


@pytest.mark.slow
def test_judged_queries_meet_the_thresholds(demo, record_property):
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
            for query, relevant in queries.items()
            if reciprocal_rank(results[query], relevant) < 1
        ]
    record_property("report", f"Search on {connection.vendor}\n" + "\n".join(lines))
    assert ranks.pop("misspelt") >= 0.75
    assert min(ranks.values()) >= 0.9, ranks


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)

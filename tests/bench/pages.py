"""How long the pages of the site that the environment names take to make, one by one.

What is printed is a JSON object: each kind of page with its address and its figures.
"""

import json
import statistics
import time

import django

django.setup()

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

import site_config.wsgi  # noqa: F401  What the server does as it starts.
from books.models import BookPage
from contributors.models import Contributor
from events.models import EventIndexPage, EventPage
from news.models import ArticleIndexPage, ArticlePage
from page_cache.models import CacheGeneration
from tests.bench.profile import where
from topics.models import Topic

TIMES = 20
# An unknown parameter: the page is rendered for this request and not cached.
UNKNOWN = "unknown=1"


def addresses():
    """Return an address of each kind of page; of those with much content where there are some."""
    section = ArticleIndexPage.objects.order_by("-numchild").first()
    calendar = EventIndexPage.objects.order_by("-numchild").first()
    topic = Topic.objects.order_by("pk").last()
    person = Contributor.objects.filter(contributions__page__live=True).order_by("pk").last()
    found = {
        "front page": "/",
        "article": middle(ArticlePage.objects.child_of(section)),
        "list": section.url,
        "topic": topic.get_url(),
        "person": person.get_url(),
        "events of a month": f"{calendar.url}month/",
        "event": middle(EventPage.objects.all()),
        "book": middle(BookPage.objects.all()),
        "search": f"{reverse('search')}?q=harbour+{topic.name.split()[0].lower()}",
    }
    return {
        kind: address.replace(Site.objects.get().root_url, "") for kind, address in found.items()
    }


def middle(pages):
    """Return the address of a page in the middle of its kind: neither the first nor the newest."""
    pages = pages.live().public().order_by("pk")
    return pages[pages.count() // 2].url


def milliseconds(ask):
    """Return the median and the 95th percentile of so many requests."""
    cache.clear()  # so many searches in a minute are refused
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        response = ask()
        times.append((time.perf_counter() - begun) * 1000)
        assert response.status_code == 200, (response.status_code, response.request["PATH_INFO"])
    times.sort()
    return round(statistics.median(times), 1), round(times[int(len(times) * 0.95)], 1)


def measure(address):
    """Return the figures of one page."""
    client = Client(headers={"accept-encoding": "gzip"})
    not_kept = f"{address}{'&' if '?' in address else '?'}{UNKNOWN}"

    def render():
        CacheGeneration.bump()
        return client.get(address)

    for _ in range(3):
        render()
    after_a_publication, p95 = milliseconds(render)
    shares = where(render, TIMES // 2)
    CacheGeneration.bump()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
        number = len(queries)
    client.get(not_kept)
    with CaptureQueriesContext(connection) as queries:
        client.get(not_kept)
        fewer = len(queries)
    return {
        "address": address,
        "after a publication": after_a_publication,
        "p95": p95,
        "where": shares,
        "queries": number,
        "not kept": milliseconds(lambda: client.get(not_kept))[0],
        "queries not kept": fewer,
        "kept": milliseconds(lambda: client.get(address))[0],
        "bytes": len(page.content),
    }


def main():
    print(json.dumps({kind: measure(address) for kind, address in addresses().items()}))


if __name__ == "__main__":
    main()

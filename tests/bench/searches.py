"""How long the search of the site that the environment names takes, asked as a reader asks it.

What is printed is a JSON object.
"""

import json
import random
import resource
import statistics
import sys
import time
from urllib.parse import quote

import django

django.setup()

from django.core.cache import cache
from django.test import Client

import site_config.wsgi  # noqa: F401  What the server does as it starts.
from news.models import ArticlePage
from search.index.text import parts
from search.query.expressions import STOPWORDS

SEED = 7


def two_words(rng, pages):
    """Return two of the words of one article, those left out that hold a language together."""
    words = parts(" ".join(str(block.value) for block in rng.choice(pages).body))
    telling = sorted({word for word in words if len(word) > 3} - STOPWORDS)
    return " ".join(rng.sample(telling, 2))


def of_title(rng, pages):
    """Return two words that follow each other in a title."""
    words = parts(rng.choice(pages).title)
    at = rng.randrange(len(words) - 1)
    return " ".join(words[at : at + 2])


def beginning(rng, pages):
    """Return the beginning of a title, as a reader types it."""
    title = rng.choice(pages).title
    return title[: rng.randrange(2, 12)]


def misspelt(rng, pages):
    """Return a word of a title with two letters swapped."""
    word = max(parts(rng.choice(pages).title), key=len)
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def percentile(times, share):
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def measure(number, address, make, rng, pages):
    """Ask so many times; return how long it took in milliseconds."""
    client, times = Client(), []
    queries = [make(rng, pages) for _ in range(number)]
    for query in queries[:5]:
        client.get(address + quote(query))
    for at, query in enumerate(queries):
        if at % 40 == 0:
            cache.clear()  # so many in a minute are refused
        begun = time.perf_counter()
        response = client.get(address + quote(query))
        times.append((time.perf_counter() - begun) * 1000)
        assert response.status_code == 200, (response.status_code, query)
    return {
        "p50": round(statistics.median(times), 1),
        "p95": round(percentile(times, 0.95), 1),
        "p99": round(percentile(times, 0.99), 1),
        "slowest": queries[times.index(max(times))],
    }


def memory():
    """Return the most memory that the process has had, in MB."""
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main():
    rng = random.Random(SEED)
    keys = list(ArticlePage.objects.order_by("pk").values_list("pk", flat=True))
    pages = list(ArticlePage.objects.filter(pk__in=rng.sample(keys, min(200, len(keys)))))
    search, suggest = "/search/?q=", "/search/suggestions/?q="
    found = {"two words of a text": measure(300, search, two_words, rng, pages)}
    before = memory()
    found |= {
        "two words of a title": measure(100, search, of_title, rng, pages),
        "a misspelt word": measure(50, search, misspelt, rng, pages),
        "suggestions": measure(300, suggest, beginning, rng, pages),
        "one common word, “harbour”": measure(20, search, lambda *_: "harbour", rng, pages),
        "one common word, “said”": measure(20, search, lambda *_: "said", rng, pages),
    }
    print(json.dumps({"times": found, "memory": [round(before), round(memory())]}))


if __name__ == "__main__":
    main()

"""Helpers that search as a reader does, and parse the results."""

import re

from search.models import SearchEntry
from search.query.filters import SearchFilters
from search.query.search import PER_PAGE, Search


def titles(query="", **choices):
    """Return the titles of the first page of results, in order."""
    search = Search(SearchFilters(q=query, **choices))
    ids = search[:PER_PAGE]
    entries = SearchEntry.objects.in_bulk(ids)
    return [entries[pk].title for pk in ids]


def is_public(word):
    """Return whether a public entry contains a word."""
    return bool(titles(word))


def choices_of(html):
    """Return the facet choices of a page of results: number of results and URL by label."""
    aside = html[html.index('<nav class="facets"') :]
    item = r'<li><a href="([^"]+)">([^<]+)</a> <span class="facets__number">(\d+)</span>'
    return {
        label: (int(number), url.replace("&amp;", "&"))
        for url, label, number in re.findall(item, aside[: aside.index("</nav>")])
    }


def number_of(html):
    """Return the number of results that a page displays."""
    return int(re.search(r"(\d+) results?\b", html)[1])

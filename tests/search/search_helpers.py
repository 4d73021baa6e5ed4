"""Asking the search as a reader does, and reading what comes back."""

import re

from search.models import SearchEntry
from search.query.filters import SearchFilters
from search.query.search import PER_PAGE, Search


def titles(query="", **choices):
    """Return the titles of the first page of what is found, in their order."""
    search = Search(SearchFilters(q=query, **choices))
    entries = SearchEntry.objects.in_bulk(keys := search[:PER_PAGE])
    return [entries[key].title for key in keys]


def is_public(word):
    """Tell whether anything that everybody may read has a word."""
    return bool(titles(word))


def choices_of(html):
    """Return the choices of a page of results: words, number and address of each."""
    aside = html[html.index('<nav class="facets"') :]
    item = r'<li><a href="([^"]+)">([^<]+)</a> <span class="facets__number">(\d+)</span>'
    return {
        words: (int(number), address.replace("&amp;", "&"))
        for address, words, number in re.findall(item, aside[: aside.index("</nav>")])
    }


def number_of(html):
    """Return how many results a page says that there are."""
    return int(re.search(r"(\d+) results?\b", html)[1])

"""The search of the site."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Page

from core.feeds import CardFeed
from core.listing import paginate
from core.queries import visible
from search.query.filters import SearchFilters
from search.query.parser import Query, parse
from search.query.search import BY_DATE, Search
from search.query.spelling import corrected_search
from search.rate_limits import rate_limit
from search.results.facets import chosen, facets
from search.results.results import matching_promotions, promoted_results, results
from search.results.suggestions import suggestions
from search.zero_results import record_zero_result

SEARCHES_A_MINUTE, SUGGESTIONS_A_MINUTE = 60, 300
# How many words are looked for alone where nothing has all of them.
MAX_SINGLE_WORDS = 5
# No list of what was found is kept by a search engine.
UNLISTED = "noindex"


@rate_limit("search", SEARCHES_A_MINUTE)
def search(request: HttpRequest) -> HttpResponse:
    """Show what everybody may read and has the words of `q`, the best first, and what to choose."""
    filters = SearchFilters.read(request.GET)
    query = parse(filters.q)
    promoted = [] if filters.facets else promoted_results(matching_promotions(query))
    asked = Search(filters, tuple(result.page.pk for result in promoted if result.page))
    number = asked.count() + len(promoted)
    corrected = corrected_search(asked, number)
    shown = corrected if corrected and not number else asked
    if query.has_words and not number and not filters.facets:
        record_zero_result(query.text)
    context = {
        "filters": filters,
        "query": query,
        "promoted": promoted,
        "pages": paginate(shown, request, fetch=results(request, shown.words.beginnings)),
        "shown": shown.filters,
        "total": shown.count() + len(promoted),
        "facets": facets(shown),
        "chosen": chosen(filters),
        "corrected": corrected and corrected.filters,
        "showing_corrected": shown is corrected,
        "single_word_hits": [] if shown.count() + len(promoted) else _single_word_hits(query),
        "sorted": [
            (gettext("Relevance"), replace(shown.filters, sort="")),
            (gettext("Date"), replace(shown.filters, sort=BY_DATE)),
        ],
    }
    return render(request, "search/search.html", context)


def _single_word_hits(query: Query) -> list[tuple[str, int, SearchFilters]]:
    """Return the words of a query that find something by themselves, and how much."""
    words = ["-".join(word) for word in query.words] if len(query.words) > 1 else []
    searches = [(word, Search(SearchFilters(q=word))) for word in words[:MAX_SINGLE_WORDS]]
    found = [(word, each.count(), each.filters) for word, each in searches]
    return [each for each in found if each[1]]


@rate_limit("suggestions", SUGGESTIONS_A_MINUTE)
def suggest(request: HttpRequest) -> HttpResponse:
    """Return what somebody who is typing may want, as JSON."""
    query = parse(request.GET.get("q", ""))
    response = JsonResponse({"suggestions": suggestions(query.text, request)})
    response.headers["X-Robots-Tag"] = UNLISTED
    return response


@rate_limit("search", SEARCHES_A_MINUTE)
def feed(request: HttpRequest) -> HttpResponse:
    """Return the newest pages that are found as an Atom feed: a search that somebody follows."""
    filters = SearchFilters.read(request.GET)
    found = Search(filters).hits.order_by().values("page")
    pages = visible(Page.objects.filter(pk__in=found)).order_by("-first_published_at", "-pk")
    title = gettext("Search for “%(query)s”") % {"query": parse(filters.q).text}
    response = CardFeed(title, reverse("search") + filters.query, pages)(request)
    response.headers["X-Robots-Tag"] = UNLISTED
    return response


def description(request: HttpRequest) -> HttpResponse:
    """Return how a browser may search the site by itself (OpenSearch 1.1)."""
    kind = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", content_type=kind)

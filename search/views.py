"""The views of the public search."""

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
from search.results.facets import chosen, facets
from search.results.results import matching_promotions, promoted_results, results
from search.results.suggestions import suggestions
from search.zero_results import record_zero_result

# How many words of a query are searched for separately if nothing contains all of them.
MAX_SINGLE_WORDS = 5
# Search engines should not index result listings.
NOINDEX = "noindex"


def search(request: HttpRequest) -> HttpResponse:
    """Display the results for `q`, the best first, with facets and spelling suggestions."""
    filters = SearchFilters.read(request.GET)
    query = parse(filters.q)
    promoted = [] if filters.facets else promoted_results(matching_promotions(query))
    requested = Search(filters, tuple(result.page.pk for result in promoted if result.page))
    count = requested.count() + len(promoted)
    corrected = corrected_search(requested, count)
    shown = corrected if corrected and not count else requested
    if query.has_words and not count and not filters.facets:
        record_zero_result(query.text)
    total = shown.count() + len(promoted)
    context = {
        "filters": filters,
        "query": query,
        "promoted": promoted,
        "pages": paginate(shown, request, fetch=results(request, shown.plan.prefixes)),
        "shown": shown.filters,
        "total": total,
        "facets": facets(shown),
        "chosen": chosen(filters),
        "corrected": corrected and corrected.filters,
        "showing_corrected": shown is corrected,
        "single_word_hits": [] if total else _single_word_hits(query),
        "sorted": [
            (gettext("Relevance"), replace(shown.filters, sort="")),
            (gettext("Date"), replace(shown.filters, sort=BY_DATE)),
        ],
    }
    return render(request, "search/search.html", context)


def _single_word_hits(query: Query) -> list[tuple[str, int, SearchFilters]]:
    """Return the words of a query that have results on their own, with the number of results.

    A misspelt word is replaced by its correction.
    """
    words = ["-".join(word) for word in query.words] if len(query.words) > 1 else []
    searches = [Search(SearchFilters(q=word)) for word in words[:MAX_SINGLE_WORDS]]
    found = [each if each.count() else corrected_search(each, 0) for each in searches]
    return [(each.filters.q, each.count(), each.filters) for each in found if each]


def suggest(request: HttpRequest) -> HttpResponse:
    """Return suggestions for an unfinished query as JSON."""
    query = parse(request.GET.get("q", ""))
    response = JsonResponse({"suggestions": suggestions(query.text, request)})
    response.headers["X-Robots-Tag"] = NOINDEX
    return response


def feed(request: HttpRequest) -> HttpResponse:
    """Return the newest pages that match a search as an Atom feed."""
    filters = SearchFilters.read(request.GET)
    hits = Search(filters).hits.order_by().values("page")
    pages = visible(Page.objects.filter(pk__in=hits)).order_by("-first_published_at", "-pk")
    title = gettext("Search for “%(query)s”") % {"query": parse(filters.q).text}
    response = CardFeed(title, reverse("search") + filters.query, pages)(request)
    response.headers["X-Robots-Tag"] = NOINDEX
    return response


def opensearch_description(request: HttpRequest) -> HttpResponse:
    """Return the OpenSearch 1.1 description, with which browsers add the site's search."""
    content_type = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", content_type=content_type)

"""What editors put on top of what is found, in Wagtail's own list of promoted results."""

from collections.abc import Iterable

from wagtail.contrib.search_promotions.models import SearchPromotion

from search.query import Query
from search.words import title_key


def promoted(query: Query) -> list[SearchPromotion]:
    """Return the promotions for a query, however it is spelt, in the order of the editors."""
    if not query.text:
        return []
    asked = title_key(query.text)
    queries = SearchPromotion.objects.values_list("query", "query__query_string").distinct()
    keys = [key for key, text in queries.order_by("query") if title_key(text) == asked]
    if not keys:
        return []
    found: Iterable = SearchPromotion.objects.filter(query__in=keys)
    return list(found)

"""What editors put on top of what is found, in Wagtail's own list of promoted results."""

from wagtail.contrib.search_promotions.models import SearchPromotion

from search.query import Query
from search.words import title_key


def key_of(text: str) -> str:
    """Return that by which two spellings of a query are the same: O’Hara, O'Hara and ohara."""
    return title_key(text).replace(" ", "")


def promoted_keys() -> dict[int, str]:
    """Return for which queries something is promoted, by the keys of Wagtail's list of terms."""
    queries = SearchPromotion.objects.values_list("query", "query__query_string").distinct()
    return {pk: key_of(text) for pk, text in queries.order_by("query")}


def promoted(query: Query) -> list[SearchPromotion]:
    """Return the promotions for a query, however it is spelt, in the order of the editors."""
    asked = key_of(query.text)
    keys = [pk for pk, key in promoted_keys().items() if key == asked] if asked else []
    if not keys:
        return []
    found = SearchPromotion.objects.filter(query__in=keys)
    by_target = {each.page_id or each.external_link_url: each for each in reversed(found)}
    return list(reversed(by_target.values()))

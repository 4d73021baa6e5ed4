"""Search results and promoted results, ready for the template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from core.listing import cards_by_id
from search.choices import EntryKind
from search.index.text import title_key
from search.models import SearchEntry, SearchText
from search.query.expressions import Expression
from search.query.parser import Query
from search.results.snippets import Highlighter


@dataclass(frozen=True)
class Result:
    """Something that was found: the card of a page, or a name with its address."""

    kind: str
    extract: SafeString
    page: Page | None = None
    title: str = ""
    url: str = ""


def results(request: HttpRequest, expression: Expression) -> Callable[[Iterable[int]], list]:
    """Return what makes results of the keys of entries, in their order."""
    marker = Highlighter(expression)

    def fetch(keys: Iterable[int]) -> list[Result]:
        keys = list(keys)
        entries = SearchEntry.objects.select_related("contributor", "topic", "document")
        entries = entries.in_bulk(keys)  # They were found among what everybody may read.
        texts = dict(SearchText.objects.filter(pk__in=keys).values_list("pk", "original"))
        pages = [entry.page_id for entry in entries.values() if entry.page_id]
        cards = cards_by_id(pages, without_images=True)
        found = (
            _result(entries[key], cards, marker.extract(texts.get(key, "")), request)
            for key in keys
            if key in entries
        )
        return [result for result in found if result]

    return fetch


def _result(
    entry: SearchEntry, cards: dict[int, Page], extract: SafeString, request: HttpRequest
) -> Result | None:
    kind = str(EntryKind(entry.kind).label)
    if entry.page_id:
        page = cards.get(entry.page_id)
        return page and Result(kind, extract, page)
    url = address(entry, request)
    return Result(kind, extract, title=entry.title, url=url) if url else None


def address(entry: SearchEntry, request: HttpRequest) -> str | None:
    """Return where a person, a topic or a document is; None where the site has no such page."""
    if entry.document_id:
        return entry.document.url
    return (entry.contributor or entry.topic).get_url(request)


def promoted_results(promotions: list[SearchPromotion]) -> list[Result]:
    """Return what editors put on top; pages that are not public any more are left out."""
    if not promotions:  # As nearly always.
        return []
    pages = [each.page_id for each in promotions if each.page_id]
    public = SearchEntry.objects.public().filter(page__in=pages).values_list("page", flat=True)
    cards = cards_by_id(public, without_images=True)
    found = []
    for each in promotions:
        words = SafeString(escape(each.description))
        if each.page_id in cards:
            found.append(Result("", words, cards[each.page_id]))
        elif each.external_link_url:
            title = each.external_link_text
            found.append(Result("", words, title=title, url=each.external_link_url))
    return found


def key_of(text: str) -> str:
    """Return that by which two spellings of a query are the same: O’Hara, O'Hara and ohara."""
    return title_key(text).replace(" ", "")


def promoted_keys() -> dict[int, str]:
    """Return for which queries something is promoted, by the keys of Wagtail's list of terms."""
    queries = SearchPromotion.objects.values_list("query", "query__query_string").distinct()
    return {pk: key_of(text) for pk, text in queries.order_by("query")}


def matching_promotions(query: Query) -> list[SearchPromotion]:
    """Return the promotions for a query, however it is spelt, in the order of the editors."""
    asked = key_of(query.text)
    keys = [pk for pk, key in promoted_keys().items() if key == asked] if asked else []
    if not keys:
        return []
    found = SearchPromotion.objects.filter(query__in=keys)
    by_target = {each.page_id or each.external_link_url: each for each in reversed(found)}
    return list(reversed(by_target.values()))

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
    """A search result: a page for a card, or the title and URL of anything else."""

    kind: str
    snippet: SafeString
    page: Page | None = None
    title: str = ""
    url: str = ""


def results(request: HttpRequest, expression: Expression) -> Callable[[Iterable[int]], list]:
    """Return a function that fetches the results for ids of entries, in the same order."""
    highlighter = Highlighter(expression)

    def fetch(ids: Iterable[int]) -> list[Result]:
        ids = list(ids)
        entries = SearchEntry.objects.select_related("contributor", "topic", "document")
        entries = entries.in_bulk(ids)  # The search returns public entries only.
        texts = dict(SearchText.objects.filter(pk__in=ids).values_list("pk", "original"))
        pages = [entry.page_id for entry in entries.values() if entry.page_id]
        cards = cards_by_id(pages, without_images=True)
        fetched = (
            _result(entries[pk], cards, highlighter.snippet(texts.get(pk, "")), request)
            for pk in ids
            if pk in entries
        )
        return [result for result in fetched if result]

    return fetch


def _result(
    entry: SearchEntry, cards: dict[int, Page], snippet: SafeString, request: HttpRequest
) -> Result | None:
    kind = str(EntryKind(entry.kind).label)
    if entry.page_id:
        page = cards.get(entry.page_id)
        return page and Result(kind, snippet, page)
    url = entry_url(entry, request)
    return Result(kind, snippet, title=entry.title, url=url) if url else None


def entry_url(entry: SearchEntry, request: HttpRequest) -> str | None:
    """Return the URL of a contributor, topic or document; None if the site has no page for it."""
    if entry.document_id:
        return entry.document.url
    return (entry.contributor or entry.topic).get_url(request)


def promoted_results(promotions: list[SearchPromotion]) -> list[Result]:
    """Return the results for promotions, without pages that are not visible."""
    if not promotions:
        return []
    pages = [each.page_id for each in promotions if each.page_id]
    public = SearchEntry.objects.public().filter(page__in=pages).values_list("page", flat=True)
    cards = cards_by_id(public, without_images=True)
    promoted = []
    for each in promotions:
        description = SafeString(escape(each.description))
        if each.page_id in cards:
            promoted.append(Result("", description, cards[each.page_id]))
        elif each.external_link_url:
            title = each.external_link_text
            promoted.append(Result("", description, title=title, url=each.external_link_url))
    return promoted


def promotion_key(text: str) -> str:
    """Return a key that is equal for all spellings of a query: O’Hara, O'Hara and ohara."""
    return title_key(text).replace(" ", "")


def promoted_keys() -> dict[int, str]:
    """Return the keys of the queries that have promotions, by the ids of Wagtail's search terms."""
    queries = SearchPromotion.objects.values_list("query", "query__query_string").distinct()
    return {pk: promotion_key(text) for pk, text in queries.order_by("query")}


def matching_promotions(query: Query) -> list[SearchPromotion]:
    """Return the promotions for any spelling of a query, in the order set by editors."""
    query_key = promotion_key(query.text)
    ids = [pk for pk, key in promoted_keys().items() if key == query_key] if query_key else []
    if not ids:
        return []
    promotions = SearchPromotion.objects.filter(query__in=ids)
    by_target = {each.page_id or each.external_link_url: each for each in reversed(promotions)}
    return list(reversed(by_target.values()))

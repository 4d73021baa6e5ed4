"""Suggestions for an unfinished query: contributors, topics and titles of pages."""

from django.db.models import Case, F, QuerySet, Value, When, prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page

from core.listing import cards_by_id
from page_cache.memoize import cached
from search.choices import EntryKind
from search.index.text import parts
from search.models import SearchEntry
from search.query.backends import engine
from search.query.expressions import STOPWORDS, Expression, SearchTerm
from search.results.results import entry_url

MIN_QUERY_LENGTH, MIN_WORD_LENGTH = 2, 3
MAX_SUGGESTIONS, MAX_NAMES = 8, 3
# How many matching titles, the newest ones, are sorted.
MAX_MATCHING_TITLES = 200
LAST_CHARACTER = chr(0x10FFFF)
NAMED_KINDS = (EntryKind.PERSON, EntryKind.TOPIC)


def suggestions(text: str, request: HttpRequest) -> list[dict[str, str]]:
    """Return title, kind and URL of entries whose titles contain all words as prefixes."""
    words = parts(text)
    if not words or len("".join(words)) < MIN_QUERY_LENGTH:
        return []
    is_selective = any(len(word) >= MIN_WORD_LENGTH and word not in STOPWORDS for word in words)
    terms = tuple((SearchTerm((word,), is_prefix=True),) for word in words)
    expression = terms if is_selective else ()
    found = [(entry, entry_url(entry, request)) for entry in _names(words)]
    public = SearchEntry.objects.public_pages()
    titles = list(_titles(public, expression, " ".join(words))[: MAX_SUGGESTIONS - len(found)])
    pages = Page.objects.in_bulk([entry.page_id for entry in titles])
    found += [(entry, pages[entry.page_id].get_url(request)) for entry in titles]
    announced = _announced_titles(titles)
    return [
        {
            "title": announced.get(entry.page_id, entry.title),
            "kind": str(EntryKind(entry.kind).label),
            "url": url,
        }
        for entry, url in found
        if url
    ]


def _announced_titles(entries: list[SearchEntry]) -> dict[int, str]:
    """Return the titles of events with their status, which is not indexed, by the page's id."""
    events = [entry.page_id for entry in entries if entry.kind == EntryKind.EVENT]
    pages = cards_by_id(events, without_images=True)
    prefetch_related_objects(list(pages.values()), "locale")
    return {pk: page.announced_title for pk, page in pages.items()}


def _names(words: list[str]) -> QuerySet:
    """Return public contributors and topics. Their names are few enough to be cached and scanned.

    The names found are checked again, because a page can expire while they are cached.
    """
    names = SearchEntry.objects.of_public_pages().filter(kind__in=NAMED_KINDS).order_by("key")
    matching = [
        pk
        for pk, key in cached("names", lambda: list(names.values_list("pk", "key")))
        if all(f" {word}" in f" {key}" for word in words)
    ]
    return names.filter(pk__in=matching[:MAX_NAMES]).select_related("contributor", "topic")


def _titles(entries: QuerySet, expression: Expression, text: str) -> QuerySet:
    """Return pages, first those whose titles start with `text`, then the newest.

    Without an expression, for words of nearly every title, return only titles that start with it.
    """
    if not expression:  # A range, for which both databases use the index of `key`.
        return entries.filter(key__gte=text, key__lt=text + LAST_CHARACTER).order_by("key")
    begins = Case(When(key__startswith=text, then=Value(0)), default=Value(1))
    matching = entries.filter(pk__in=engine().matching_titles(expression, MAX_MATCHING_TITLES))
    return matching.order_by(begins, F("day").desc(nulls_last=True), "-pk")

"""What somebody who is typing may want: people, topics and titles."""

from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpRequest
from wagtail.models import Page

from page_cache.memoize import cached
from search.choices import EntryKind
from search.index.text import parts
from search.models import SearchEntry
from search.query.backends import engine
from search.query.expressions import STOPWORDS, Expression, SearchTerm
from search.results.results import address

SHORTEST, SHORTEST_TELLING = 2, 3
MOST, MOST_NAMES = 8, 3
# Of the titles that have such words the newest of these are looked at.
LOOKED_AT = 200
LAST = chr(0x10FFFF)  # Behind every letter.
NAMED = (EntryKind.PERSON, EntryKind.TOPIC)


def suggestions(text: str, request: HttpRequest) -> list[dict[str, str]]:
    """Return titles that have the words, the last of which may be only begun."""
    words = parts(text)
    if not words or len("".join(words)) < SHORTEST:
        return []
    telling = [word for word in words if len(word) >= SHORTEST_TELLING and word not in STOPWORDS]
    expression = tuple((SearchTerm((word,), begins=True),) for word in words) if telling else ()
    found = [(entry, address(entry, request)) for entry in _names(words)]
    public = SearchEntry.objects.public_pages()
    titles = list(_titles(public, expression, " ".join(words))[: MOST - len(found)])
    pages = Page.objects.in_bulk([entry.page_id for entry in titles])
    found += [(entry, pages[entry.page_id].get_url(request)) for entry in titles]
    return [
        {"title": entry.title, "kind": str(EntryKind(entry.kind).label), "url": url}
        for entry, url in found
        if url
    ]


def _names(words: list[str]) -> QuerySet:
    """Return people and topics; there are few enough of them to look through.

    Whether those that are shown may still be read is asked again: time alone can end it.
    """
    names = SearchEntry.objects.of_public_pages().filter(kind__in=NAMED).order_by("key")
    having = [
        pk
        for pk, key in cached("names", lambda: list(names.values_list("pk", "key")))
        if all(f" {word}" in f" {key}" for word in words)
    ]
    return names.filter(pk__in=having[:MOST_NAMES]).select_related("contributor", "topic")


def _titles(entries: QuerySet, expression: Expression, text: str) -> QuerySet:
    """Return pages, those first whose titles begin with what was typed, then the newest.

    What nearly every title has, such as “the” or two letters, only looks for their beginnings.
    """
    if not expression:  # As a range, for which both databases use their index.
        return entries.filter(key__gte=text, key__lt=text + LAST).order_by("key")
    begins = Case(When(key__startswith=text, then=Value(0)), default=Value(1))
    having = entries.filter(pk__in=engine().titled(expression, LOOKED_AT))
    return having.order_by(begins, F("day").desc(nulls_last=True), "-pk")

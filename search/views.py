"""The search of the site."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from core.listing import cards_by_id, paginate
from search.query import clean_query, searched_words


def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that have all words of the query parameter `q`, the best first.

    Only pages that everybody may read are found.
    """
    query = clean_query(request.GET.get("q", ""))
    public = Page.objects.live().public()
    found = public.search(searched_words(query)) if query else Page.objects.none()
    pages = paginate(found, request, fetch=_cards_in_order)
    return render(request, "search/search.html", {"query": query, "pages": pages})


def _cards_in_order(pages: Sequence[Page]) -> list[Page]:
    ids = [page.pk for page in pages]
    cards = cards_by_id(ids)
    return [cards[pk] for pk in ids if pk in cards]

"""The views of the archive."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from core.listing import cards_by_id, paginate
from search.archive.periods import Archive, Period


def years(request: HttpRequest) -> HttpResponse:
    """Display the years and months with their numbers of articles."""
    return render(request, "search/archive.html", {"years": list(Archive().years())})


def period_detail(request: HttpRequest, **parts: int) -> HttpResponse:
    """Display the articles of a year, a month or a day, with links to shorter periods in it."""
    period, archive = Period.parse(*parts.values()), Archive()
    earlier, later = archive.neighbours(period)
    context = {
        "period": period,
        "number": archive.number(period),
        "parts": [] if period.day else archive.parts(len(period.parts) + 1, period)[::-1],
        "earlier": earlier,
        "later": later,
        "pages": paginate(archive.pages(period), request, fetch=_cards),
    }
    return render(request, "search/archive_period.html", context)


def _cards(ids: Iterable[int]) -> list[Page]:
    ids = list(ids)
    cards = cards_by_id(ids)
    return [cards[pk] for pk in ids if pk in cards]

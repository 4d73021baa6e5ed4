"""The archive of all articles, by years, months and days."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from core.listing import cards_by_id, paginate
from search.archive.periods import Archive, Period


def years(request: HttpRequest) -> HttpResponse:
    """Show in which years and months there are articles, and how many."""
    return render(request, "search/archive.html", {"years": list(Archive().years())})


def of_period(request: HttpRequest, **parts: int) -> HttpResponse:
    """Show the articles of a year, a month or a day, and of which parts of it they are."""
    period, archive = Period.parse(*parts.values()), Archive()
    earlier, later = archive.beside(period)
    context = {
        "period": period,
        "number": archive.number(period),
        "parts": [] if period.day else archive.parts(len(period.parts) + 1, period)[::-1],
        "earlier": earlier,
        "later": later,
        "pages": paginate(archive.pages(period), request, fetch=_cards),
    }
    return render(request, "search/archive_period.html", context)


def _cards(keys: Iterable[int]) -> list[Page]:
    keys = list(keys)
    cards = cards_by_id(keys)
    return [cards[key] for key in keys if key in cards]

"""What editors see of the search: what was not found, and whether the index is right."""

import time
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.ui.tables import DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.permission_policies import ModelPermissionPolicy

from search.index.documents import SOURCES
from search.index.maintenance import examine_batch, examine_rest, next_batch, total
from search.results.results import key_of, promoted_keys

# So long one request looks before it shows how far it is.
SECONDS = 2.0
# The sources in the order in which they are looked at.
ORDER = list(SOURCES)
# So many titles of what was mended are carried along and shown.
NAMED = 20


def may_promote(user: AbstractBaseUser) -> bool:
    """Tell whether somebody looks after what the search finds."""
    return user.has_perm("wagtailsearchpromotions.change_searchpromotion")


class ZeroResultsReport(ReportView):
    """The searches that found nothing and for which nothing is promoted, the most frequent first.

    A click on one leads to where a result is promoted for it.
    """

    page_title = "Searches without results"
    header_icon = "search"
    index_url_name = "search_misses"
    index_results_url_name = "search_misses_results"
    permission_policy = ModelPermissionPolicy(SearchPromotion)
    any_permission_required = ("change",)
    default_ordering = "-times"
    is_searchable = True
    search_fields = ("query_string",)
    columns = (
        TitleColumn(
            "query_string",
            label="Searched for",
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        NumberColumn("times", label="How often, in 30 days", sort_key="times"),
        DateColumn("latest", label="The last time", sort_key="latest"),
    )
    list_export = ("query_string", "times", "latest")
    export_headings = {
        "query_string": "Searched for",
        "times": "How often",
        "latest": "The last time",
    }

    def get_base_queryset(self) -> QuerySet:
        """Return what was searched and has no promoted result yet."""
        known = set(promoted_keys().values())
        terms = SearchTerm.objects.values_list("pk", "query_string")
        met = [pk for pk, text in terms if key_of(text) in known] if known else []
        missed = SearchTerm.objects.filter(daily_hits__isnull=False).exclude(pk__in=met)
        return missed.annotate(times=Sum("daily_hits__hits"), latest=Max("daily_hits__date"))


class IndexCheckCursor(NamedTuple):
    """How far the index has been looked through."""

    source: int = 0
    after: int = 0
    done: int = 0

    @property
    def fields(self) -> list[tuple[str, int]]:
        """What the next request has to be told."""
        return list(self._asdict().items())

    @property
    def is_end(self) -> bool:
        """Whether all sources are looked through."""
        return self.source >= len(ORDER)


def check_index(request: HttpRequest) -> HttpResponse:
    """Look through the index and mend what differs, a piece with each request."""
    if not may_promote(request.user):
        raise PermissionDenied
    context = {"total": total()}
    if request.method == "POST":
        place, mended = _place(request), request.POST.getlist("mended")
        until = time.monotonic() + SECONDS
        while not place.is_end and time.monotonic() < until:
            place, found = _look(place)
            mended += found
        if place.is_end:
            mended += [difference.title for difference in examine_rest(mend=True)]
        context |= {"place": place, "mended": mended[:NAMED], "carried": mended[: NAMED + 1]}
    return render(request, "search/admin/check.html", context)


def _place(request: HttpRequest) -> IndexCheckCursor:
    try:
        return IndexCheckCursor(
            *(max(0, int(request.POST.get(name, 0))) for name in IndexCheckCursor._fields)
        )
    except ValueError:
        return IndexCheckCursor()


def _look(place: IndexCheckCursor) -> tuple[IndexCheckCursor, list[str]]:
    source = ORDER[place.source]
    last, rows = next_batch(source, place.after)
    found = examine_batch(source, rows, mend=True)
    done = place.done + len(rows)
    further = (
        IndexCheckCursor(place.source, last, done)
        if last
        else IndexCheckCursor(place.source + 1, 0, done)
    )
    return further, [difference.title for difference in found]

"""Admin reports: searches without results, and the check of the search index."""

import time
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.permission_policies import ModelPermissionPolicy

from search.index.documents import SOURCES
from search.index.maintenance import check_batch, check_rest, next_batch, total
from search.results.results import promoted_keys, promotion_key

# How long one request checks entries before it reports its progress.
MAX_SECONDS = 2.0
# The sources in the order in which they are checked.
SOURCE_ORDER = list(SOURCES)
# How many titles of repaired entries are carried from request to request and displayed.
MAX_TITLES = 20


def can_manage_search(user: AbstractBaseUser) -> bool:
    """Return whether `user` may change promoted search results."""
    return user.has_perm("wagtailsearchpromotions.change_searchpromotion")


class ZeroResultsReport(ReportView):
    """Searches that found nothing and have no promoted result, the most frequent first.

    Each links to the form in which a result is promoted for it.
    """

    page_title = _("Searches without results")
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
            label=_("Search term"),
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        NumberColumn("times", label=_("Searches in the last 30 days"), sort_key="times"),
        DateColumn("latest", label=_("Last searched"), sort_key="latest"),
    )
    list_export = ("query_string", "times", "latest")
    export_headings = {
        "query_string": _("Search term"),
        "times": _("Searches"),
        "latest": _("Last searched"),
    }

    def get_base_queryset(self) -> QuerySet:
        """Return the search terms that have no promoted result in any spelling."""
        promoted = set(promoted_keys().values())
        terms = SearchTerm.objects.values_list("pk", "query_string")
        answered = [pk for pk, text in terms if promotion_key(text) in promoted] if promoted else []
        missed = SearchTerm.objects.filter(daily_hits__isnull=False).exclude(pk__in=answered)
        return missed.annotate(times=Sum("daily_hits__hits"), latest=Max("daily_hits__date"))


class IndexCheckCursor(NamedTuple):
    """The progress of an index check: number of the source, last id, number of entries checked."""

    source: int = 0
    after: int = 0
    done: int = 0

    @property
    def fields(self) -> list[tuple[str, int]]:
        """The hidden fields of the form that continues the check."""
        return list(self._asdict().items())

    @property
    def is_end(self) -> bool:
        """Whether all sources have been checked."""
        return self.source >= len(SOURCE_ORDER)


def check_index(request: HttpRequest) -> HttpResponse:
    """Check and repair the index, for at most `MAX_SECONDS` with each POST request."""
    if not can_manage_search(request.user):
        raise PermissionDenied
    context = {"total": total()}
    if request.method == "POST":
        cursor, repaired = _read_cursor(request), request.POST.getlist("repaired")
        deadline = time.monotonic() + MAX_SECONDS
        while not cursor.is_end and time.monotonic() < deadline:
            cursor, titles = _check_next_batch(cursor)
            repaired += titles
        if cursor.is_end:
            repaired += [difference.title for difference in check_rest(repair=True)]
        context |= {
            "cursor": cursor,
            "repaired": repaired[:MAX_TITLES],
            "carried": repaired[: MAX_TITLES + 1],
        }
    return render(request, "search/admin/check.html", context)


def _read_cursor(request: HttpRequest) -> IndexCheckCursor:
    """Return the cursor that the form sent; one at the start if it is invalid."""
    try:
        return IndexCheckCursor(
            *(max(0, int(request.POST.get(name, 0))) for name in IndexCheckCursor._fields)
        )
    except ValueError:
        return IndexCheckCursor()


def _check_next_batch(cursor: IndexCheckCursor) -> tuple[IndexCheckCursor, list[str]]:
    """Repair one batch; return the advanced cursor and the titles of the repaired entries."""
    source = SOURCE_ORDER[cursor.source]
    last, rows = next_batch(source, cursor.after)
    differences = check_batch(source, rows, repair=True)
    source_number = cursor.source if last else cursor.source + 1
    advanced = IndexCheckCursor(source_number, last, cursor.done + len(rows))
    return advanced, [difference.title for difference in differences]

"""Register the search reports in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.admin_views import ZeroResultsReport, can_manage_search, check_index


class SearchMenuItem(MenuItem):
    """A menu item for users who may change promoted search results."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user may change promoted search results."""
        return can_manage_search(request.user)


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    """Register the URLs of the reports."""
    return [
        path("reports/searches/", ZeroResultsReport.as_view(), name="search_misses"),
        path(
            "reports/searches/results/",
            ZeroResultsReport.as_view(results_only=True),
            name="search_misses_results",
        ),
        path("reports/search-index/", check_index, name="search_check"),
    ]


@hooks.register("register_reports_menu_item")
def register_zero_results_report() -> MenuItem:
    """Register the menu item of the report on searches without results."""
    return SearchMenuItem(
        _("Searches without results"), reverse("search_misses"), icon_name="search", order=1300
    )


@hooks.register("register_reports_menu_item")
def register_index_check() -> MenuItem:
    """Register the menu item of the index check."""
    return SearchMenuItem(
        _("Search index"), reverse("search_check"), icon_name="rotate", order=1310
    )


@hooks.register("construct_reports_menu")
def hide_search_terms(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide Wagtail's report on search terms: ours has more, and not only for administrators."""
    items[:] = [item for item in items if item.name != "search-terms"]

"""Where the search joins Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.admin_views import ZeroResultsReport, check_index, may_promote


class SearchMenuItem(MenuItem):
    """Shown to those who look after what the search finds."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever is signed in does."""
        return may_promote(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """Give the reports their addresses."""
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
def register_misses() -> MenuItem:
    """Lead to what was not found."""
    return SearchMenuItem(
        "Searches without results", reverse("search_misses"), icon_name="search", order=1300
    )


@hooks.register("register_reports_menu_item")
def register_check() -> MenuItem:
    """Lead to the check of the index."""
    return SearchMenuItem(
        "Index of the search", reverse("search_check"), icon_name="rotate", order=1310
    )


@hooks.register("construct_reports_menu")
def leave_out_terms(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own list of the same terms has less, and only for administrators."""
    items[:] = [item for item in items if item.name != "search-terms"]

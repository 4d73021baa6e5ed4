"""The chooser of pages for links."""

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Site

ANY_PAGE = ("", "wagtailcore.page")


class SectionBrowseView(BrowseView):
    """Wagtail's chooser, which begins with the sections instead of the root of the tree.

    Several sites have no sections in common: there it begins with the root.
    """

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Display the pages to choose from."""
        if parent_page_id is None and request.GET.get("page_type", "") in ANY_PAGE:
            roots = set(Site.objects.values_list("root_page", flat=True))
            parent_page_id = roots.pop() if len(roots) == 1 else None
        return super().get(request, parent_page_id)


choose_page = require_admin_access(SectionBrowseView.as_view())

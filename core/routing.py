"""Find the page of an address with one question, however deep it stands."""

from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult


class SingleQueryRouteMixin:
    """A page at the top of a tree that leads straight to the pages below it.

    Wagtail asks for each level of an address by itself. Here the live page that is named by most
    of the address is found first, and asked what the rest of it means.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return what answers the address; raises Http404 where nothing does."""
        if not path_components:
            return super().route(request, path_components)
        above = self.live_ancestors(path_components)
        if not above:
            raise Http404("There is no page at this address.")
        page = above[-1].specific
        page.locale = above[-1].locale
        page.breadcrumbs = [step for step in (self, *above[:-1]) if step.live]
        depth = page.depth - self.depth
        return page.route(request, path_components[depth:])

    def live_ancestors(self, path_components: list[str]) -> list[Page]:
        """Return the live pages that an address names, from the top down."""
        ends = range(1, len(path_components) + 1)
        addresses = [f"{self.url_path}{'/'.join(path_components[:end])}/" for end in ends]
        named = Page.objects.live().filter(slug__in=path_components, url_path__in=addresses)
        return list(named.select_related("locale").order_by("depth"))

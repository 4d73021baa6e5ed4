"""Routing: pages with several URLs, and a single query however deep a page is in the tree."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import register_converter
from django.urls.converters import IntConverter
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult


class NumberConverter(IntConverter):
    """A positive number without leading zeros: each page has one URL, in the page cache too."""

    regex = "[1-9][0-9]{0,8}"


register_converter(NumberConverter, "number")


class RoutedPageMixin(RoutablePageMixin):
    """A page whose routes are served in its language: Wagtail calls their views directly."""

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Serve a route in the language of the page."""
        return self.in_page_language(super().serve, request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Serve a preview in the language of the page."""
        return self.in_page_language(super().serve_preview, request, mode_name)


class SingleQueryRouteMixin:
    """A site root that fetches all pages along a URL at once.

    Wagtail needs one query for each level of the tree. The deepest live page of the URL then
    routes the remaining path components.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page and view of a URL. Raise Http404 if there is none."""
        if not path_components:
            return super().route(request, path_components)
        pages = self.live_ancestors(path_components)
        if not pages:
            raise Http404("There is no page at this URL.")
        page = pages[-1].specific
        page.locale = pages[-1].locale
        page.breadcrumbs = [each for each in (self, *pages[:-1]) if each.live]
        depth = page.depth - self.depth
        return page.route(request, path_components[depth:])

    def live_ancestors(self, path_components: list[str]) -> list[Page]:
        """Return the live pages along a URL, from the top down."""
        ends = range(1, len(path_components) + 1)
        paths = [f"{self.url_path}{'/'.join(path_components[:end])}/" for end in ends]
        pages = Page.objects.live().filter(slug__in=path_components, url_path__in=paths)
        return list(pages.select_related("locale").order_by("depth"))

"""The theme as the administrator set it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from core.values.colours import Colour, theme_css


@cache_control(public=True, max_age=365 * 24 * 60 * 60, immutable=True)
def theme(request: HttpRequest, accent: str) -> HttpResponse:
    """Return the style sheet of a theme; its address holds all that is in it.

    A file of its own, as the content security policy allows no style within a page.
    """
    try:
        colour = Colour.parse(f"#{accent}")
    except ValueError as error:
        raise Http404("There is no such colour.") from error
    return HttpResponse(theme_css(colour), content_type="text/css")

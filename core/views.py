"""The style sheet with the accent colour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from core.values.colours import Colour, theme_css


@cache_control(public=True, max_age=365 * 24 * 60 * 60, immutable=True)
def theme(request: HttpRequest, accent: str) -> HttpResponse:
    """Return the style sheet for an accent colour, cacheable for ever.

    A separate file, because the Content Security Policy allows no inline styles.
    """
    try:
        colour = Colour.parse(f"#{accent}")
    except ValueError as error:
        raise Http404("This is not a colour.") from error
    return HttpResponse(theme_css(colour), content_type="text/css")

"""The style sheet with the accent colour, the manifest and the icon of the site."""

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from wagtail.views import serve

from core.models import PublicationSettings
from core.values.colours import LIGHT_BACKGROUNDS, Colour, theme_css
from images.templatetags.image_tags import picture_url

ONE_DAY = 24 * 60 * 60  # seconds


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


@cache_control(public=True, max_age=ONE_DAY)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Redirect the address that clients try without reading a page."""
    return HttpResponseRedirect(static("icons/favicon.ico"))


@cache_control(public=True, max_age=ONE_DAY)
def manifest(request: HttpRequest) -> JsonResponse:
    """Return the web app manifest, with which phones put the site on the home screen."""
    publication = PublicationSettings.for_request(request)
    content = {
        "name": publication.name,
        "short_name": publication.name,
        "description": publication.tagline,
        "start_url": "/",
        "display": "minimal-ui",
        "theme_color": str(publication.bar_colours[0][1]),
        "background_color": LIGHT_BACKGROUNDS[0],
        "icons": _icons(publication),
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _icons(publication: PublicationSettings) -> list[dict[str, str]]:
    """Return the icons of the site: the logo, or our own."""
    if logo := picture_url(publication.logo, "icon"):
        return [{"src": logo, "sizes": "512x512", "type": "image/jpeg"}]
    return [
        {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]


@csrf_exempt
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page. Readers get no cookie, so that their forms cannot have a CSRF token.

    Only page types that list POST in `allowed_http_methods` accept it, and none of them acts with
    the rights of a user.
    """
    if request.method == "POST" and not is_small_form(request):
        return HttpResponseBadRequest(gettext("This form could not be read."))
    return serve(request, path)


def is_small_form(request: HttpRequest) -> bool:
    """Return whether a request holds what our forms send.

    A file would be stored, at any size, before anyone looks at it.
    """
    length = request.headers.get("Content-Length") or "0"
    is_form = request.content_type == "application/x-www-form-urlencoded"
    is_small = length.isdecimal() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return is_form and is_small

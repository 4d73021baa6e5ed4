"""The `picture` tag, which renders responsive images."""

from django import template
from django.utils.safestring import SafeString

from images.models import SiteImage
from images.rendition_cache import RENDITION_ERRORS, render_picture

register = template.Library()


@register.simple_tag
def picture_url(image: SiteImage | None, spec_name: str) -> str:
    """Return the URL of an image as JPEG or PNG, or an empty string if it cannot be made."""
    if not image:
        return ""
    try:
        return render_picture(image, spec_name).fallback_url
    except RENDITION_ERRORS:
        return ""


@register.simple_tag
def picture(
    image: SiteImage | None, spec_name: str, alt: str = "", *, eager: bool = False
) -> SafeString:
    """Return a `picture` element for an image, or nothing if it cannot be made.

    Set `eager` for the lead image of a page, which browsers then fetch first; all others are
    loaded lazily.
    """
    if not image:
        return SafeString("")
    try:
        return render_picture(image, spec_name).use(alt, eager=eager)
    except RENDITION_ERRORS:
        return SafeString("")

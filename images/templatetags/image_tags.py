"""Draw a picture in one of the places of the design."""

from django import template
from django.utils.safestring import SafeString
from wagtail.images.models import SourceImageIOError

from images.models import SiteImage
from images.rendition_cache import render_picture

register = template.Library()


@register.simple_tag
def picture(
    image: SiteImage | None, place: str, alt: str = "", *, eager: bool = False
) -> SafeString:
    """Return a `picture` element of `image` for `place`, or nothing where there is no picture.

    An eager picture is the lead of its page: fetched first. All others wait until they are near
    the screen. A picture whose file has vanished leaves the page readable: nothing is drawn.
    """
    if not image:
        return SafeString("")
    try:
        return render_picture(image, place).use(alt, eager=eager)
    except SourceImageIOError:
        return SafeString("")

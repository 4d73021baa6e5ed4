"""Draw a picture in one of the places of the design."""

from django import template
from django.utils.safestring import SafeString
from wagtail.images.models import Picture, SourceImageIOError

from images.models import SiteImage
from images.places import PLACES

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
    attributes = {"sizes": PLACES[place].sizes, "alt": alt}
    attributes |= {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    try:
        renditions = image.get_renditions(*PLACES[place].specs)
    except SourceImageIOError:
        return SafeString("")
    return Picture(renditions, attributes).__html__()

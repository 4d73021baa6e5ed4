"""Draws pictures before the first reader comes: a large one takes some seconds."""

from contextlib import suppress

from django.db.models.query import QuerySet
from wagtail.images.models import SourceImageIOError

from images.models import SiteImage
from images.rendition_specs import RENDITION_SPECS, places_of

# Every picture that was drawn ahead has one of these.
TELLING = [RENDITION_SPECS[name].fallback for name in ("card", "cover")]


def generate_renditions(image: SiteImage) -> None:
    """Draw a picture for all places in which one of its shape usually stands.

    Those that are there already are left; one whose file has vanished is drawn nowhere.
    """
    with suppress(SourceImageIOError):
        for place in places_of(upright=image.is_portrait()):
            image.get_renditions(*place.specs)


def without_renditions() -> QuerySet:
    """Return the pictures that were not drawn ahead, in any order."""
    drawn = SiteImage.objects.filter(renditions__filter_spec__in=TELLING)
    return SiteImage.objects.exclude(pk__in=drawn.values("pk")).order_by("?")

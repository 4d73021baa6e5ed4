"""Generate renditions before the first reader requests them: a large image takes seconds."""

from contextlib import suppress

from django.db.models.query import QuerySet
from wagtail.images.models import SourceImageIOError

from images.models import SiteImage
from images.rendition_specs import RENDITION_SPECS, specs_for_shape

# Every image whose renditions were generated has one of these.
MARKER_SPECS = [RENDITION_SPECS[name].fallback for name in ("card", "cover")]


def generate_renditions(image: SiteImage) -> None:
    """Generate the missing renditions of an image for all specs that suit its shape.

    Does nothing if the file of the image is missing.
    """
    with suppress(SourceImageIOError):
        for spec in specs_for_shape(is_portrait=image.is_portrait()):
            image.get_renditions(*spec.filter_specs)


def without_renditions() -> QuerySet:
    """Return the images whose renditions were not generated yet, in random order."""
    done = SiteImage.objects.filter(renditions__filter_spec__in=MARKER_SPECS)
    return SiteImage.objects.exclude(pk__in=done.values("pk")).order_by("?")

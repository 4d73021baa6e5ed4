"""Cache the HTML of `picture` elements.

An image has a dozen renditions. Looking them up and rendering their HTML is the slowest part of a
listing, but the result changes only with the image.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Self

from django.core.cache import caches
from django.db import InternalError, OperationalError
from django.db.models import prefetch_related_objects
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import Filter, Picture, SourceImageIOError

from images.models import SiteImage, SiteRendition
from images.rendition_specs import RENDITION_SPECS

# Why a picture cannot be made: its file is missing, or nothing can be written. A page is then
# displayed without it.
RENDITION_ERRORS = (SourceImageIOError, OSError, OperationalError, InternalError)
ONE_DAY = 24 * 60 * 60  # seconds
# Placeholders for what differs between uses of the same image.
ALT, LOADING = "{the alternative text}", "{how it is loaded}"
EAGER, LAZY = 'fetchpriority="high"', 'loading="lazy" decoding="async"'
# Part of every cache key, so that a changed spec takes effect at once.
SPECS_HASH = hashlib.sha256(repr(RENDITION_SPECS).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class RenderedPicture:
    """The `picture` element of an image for one spec, with its fallback rendition."""

    html: str
    fallback_url: str
    fallback_size: tuple[int, int]

    @classmethod
    def of(cls, renditions: Mapping[str, SiteRendition], spec_name: str) -> Self:
        """Return the element made of renditions keyed by filter spec."""
        spec = RENDITION_SPECS[spec_name]
        attributes = {"sizes": spec.sizes, "alt": ALT, "loading": LOADING}
        sources, start, image = Picture(dict(renditions), attributes).__html__().rpartition("<img")
        # Wagtail repeats `sizes` on the `img`, where HTML allows it only beside a `srcset`.
        html = sources + start + image.replace(f' sizes="{spec.sizes}"', "")
        fallback = renditions[spec.fallback]
        return cls(html, fallback.full_url, (fallback.width, fallback.height))

    def use(self, alt: str, *, eager: bool) -> SafeString:
        """Return the HTML with its alternative text and loading attributes filled in."""
        html = self.html.replace(f'loading="{LOADING}"', EAGER if eager else LAZY)
        return mark_safe(html.replace(ALT, conditional_escape(alt)))  # noqa: S308


def render_picture(image: SiteImage, spec_name: str) -> RenderedPicture:
    """Return the picture of an image. Raise one of the RENDITION_ERRORS if it cannot be made."""
    if not hasattr(image, "rendered_pictures"):
        prefetch_pictures([image])
    rendered = image.rendered_pictures
    if spec_name not in rendered:
        renditions = image.get_renditions(*RENDITION_SPECS[spec_name].filter_specs)
        rendered[spec_name] = RenderedPicture.of(renditions, spec_name)
        # Another instance of the same image may have added other specs meanwhile.
        cached = caches["rendered_pictures"].get(_key(image), {})
        caches["rendered_pictures"].set(_key(image), cached | rendered, ONE_DAY)
    return rendered[spec_name]


def prefetch_pictures(images: Iterable[SiteImage | None]) -> None:
    """Fetch the pictures of several images, with one query for all that are not cached."""
    keyed = [(image, _key(image)) for image in images if image]
    cached = caches["rendered_pictures"].get_many({key for _image, key in keyed})
    missing = {key: image for image, key in keyed if key not in cached}
    prefetch_related_objects(list(missing.values()), "renditions")
    rendered = {key: _render_existing(image) for key, image in missing.items()}
    caches["rendered_pictures"].set_many(rendered, ONE_DAY)
    for image, key in keyed:
        image.rendered_pictures = rendered[key] if key in rendered else cached[key]


def _render_existing(image: SiteImage) -> dict[str, RenderedPicture]:
    """Return the pictures of all specs whose renditions exist; generate none."""
    filters_by_name = {
        name: [Filter(filter_spec) for filter_spec in spec.filter_specs]
        for name, spec in RENDITION_SPECS.items()
    }
    renditions = image.find_existing_renditions(*chain.from_iterable(filters_by_name.values()))
    return {
        name: RenderedPicture.of({each.spec: renditions[each] for each in filters}, name)
        for name, filters in filters_by_name.items()
        if renditions.keys() >= set(filters)
    }


def _key(image: SiteImage) -> str:
    """Return a cache key that changes with everything that the renditions depend on."""
    focus = (image.focal_point_x, image.focal_point_y)
    parts = (image.pk, image.file.name, *focus, image.focal_point_width, image.focal_point_height)
    return f"{SPECS_HASH}.{hashlib.sha256(repr(parts).encode()).hexdigest()}"

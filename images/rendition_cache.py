"""Pictures as they are drawn in the places of the design, kept ready.

Of each picture there are a dozen files. To look them up and to write what says where they are takes
longer than all else of a list, and changes only with the picture itself.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Self

from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import Filter, Picture

from images.models import SiteImage, SiteRendition
from images.rendition_specs import RENDITION_SPECS

DAY = 24 * 60 * 60  # seconds
# In the place of what differs from one use of a picture to the next.
ALT, LOADING = "{the alternative text}", "{how it is loaded}"
EAGER, LAZY = 'fetchpriority="high"', 'loading="lazy" decoding="async"'
# Another design draws other files.
DESIGN = hashlib.sha256(repr(RENDITION_SPECS).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class RenderedPicture:
    """A picture in one place, with the address of the file that everything can show."""

    html: str
    fallback_url: str

    @classmethod
    def of(cls, renditions: Mapping[str, SiteRendition], place: str) -> Self:
        """Return a picture of its renditions."""
        attributes = {"sizes": RENDITION_SPECS[place].sizes, "alt": ALT, "loading": LOADING}
        html = Picture(dict(renditions), attributes).__html__()
        return cls(html, renditions[RENDITION_SPECS[place].fallback].full_url)

    def use(self, alt: str, *, eager: bool) -> SafeString:
        """Return its HTML, with the words that stand for it here."""
        html = self.html.replace(f'loading="{LOADING}"', EAGER if eager else LAZY)
        return mark_safe(html.replace(ALT, conditional_escape(alt)))  # noqa: S308


def render_picture(image: SiteImage, place: str) -> RenderedPicture:
    """Return a picture in a place; raises SourceImageIOError where its file has vanished."""
    if not hasattr(image, "drawn_in"):
        prefetch_pictures([image])
    if place not in image.drawn_in:
        image.drawn_in[place] = RenderedPicture.of(
            image.get_renditions(*RENDITION_SPECS[place].specs), place
        )
        # It may stand on the page in another place, too, of which this one does not know.
        known = caches["pictures"].get(_key(image), {})
        caches["pictures"].set(_key(image), known | image.drawn_in, DAY)
    return image.drawn_in[place]


def prefetch_pictures(images: Iterable[SiteImage | None]) -> None:
    """Fetch what is known of pictures; of all that are new, their files with one query."""
    named = [(image, _key(image)) for image in images if image]
    known = caches["pictures"].get_many({key for _image, key in named})
    new = {key: image for image, key in named if key not in known}
    prefetch_related_objects(list(new.values()), "renditions")
    found = {key: _drawn_already(image) for key, image in new.items()}
    caches["pictures"].set_many(found, DAY)
    for image, key in named:
        image.drawn_in = found[key] if key in found else known[key]


def _drawn_already(image: SiteImage) -> dict[str, RenderedPicture]:
    """Return a picture in all places for which it has its files; nothing is drawn for it."""
    specs = {
        name: [Filter(spec) for spec in place.specs] for name, place in RENDITION_SPECS.items()
    }
    files = image.find_existing_renditions(*chain.from_iterable(specs.values()))
    return {
        name: RenderedPicture.of({each.spec: files[each] for each in filters}, name)
        for name, filters in specs.items()
        if files.keys() >= set(filters)
    }


def _key(image: SiteImage) -> str:
    """Return a name that changes with all that changes the files of a picture."""
    focus = (image.focal_point_x, image.focal_point_y)
    shown = (image.pk, image.file.name, *focus, image.focal_point_width, image.focal_point_height)
    return f"{DESIGN}.{hashlib.sha256(repr(shown).encode()).hexdigest()}"

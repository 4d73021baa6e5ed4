"""The named sizes of images in the design, and the renditions that each needs.

Templates refer to them by name: `{% picture image "card" %}`.
"""

from dataclasses import dataclass

FORMATS = ("avif", "webp")
# For browsers that support neither, in one size; the background is for transparent images.
FALLBACK = "bgcolor-ffffff|format-jpeg"


@dataclass(frozen=True)
class RenditionSpec:
    """The renditions of an image for one use: widths in pixels, and HTML's `sizes` attribute.

    `ratio` is height / width; without it the image is not cropped.
    """

    widths: tuple[int, ...]
    sizes: str
    ratio: float | None = None
    formats: tuple[str, ...] = FORMATS

    @property
    def filter_specs(self) -> list[str]:
        """Wagtail's filter specs of all renditions."""
        return [
            *(
                f"{self._resize(width)}|format-{image_format}"
                for image_format in self.formats
                for width in self.widths
            ),
            self.fallback,
        ]

    @property
    def fallback(self) -> str:
        """Wagtail's filter spec of the JPEG that every client can display."""
        return f"{self._resize(self.widths[len(self.widths) // 2])}|{FALLBACK}"

    def _resize(self, width: int) -> str:
        if self.ratio is None:
            return f"width-{width}"
        return f"fill-{width}x{round(width * self.ratio)}"


RENDITION_SPECS = {
    "card": RenditionSpec(
        (320, 640, 960), "(min-width: 62rem) 18rem, (min-width: 44rem) 45vw, 94vw", 2 / 3
    ),
    "lead": RenditionSpec((480, 960, 1440), "(min-width: 72rem) 62rem, 94vw", 5 / 8),
    # The same renditions in other widths.
    "column": RenditionSpec((480, 960, 1440), "(min-width: 48rem) 44rem, 94vw", 5 / 8),
    "full": RenditionSpec((480, 960, 1440), "100vw", 5 / 8),
    # The lead story of the front page.
    "front": RenditionSpec(
        (480, 960, 1440), "(min-width: 78rem) 38rem, (min-width: 62rem) 48vw, 94vw", 5 / 8
    ),
    "gallery": RenditionSpec((320, 640), "(min-width: 48rem) 22rem, 94vw"),
    "figure": RenditionSpec((480, 960, 1440), "(min-width: 48rem) 44rem, 94vw"),
    "logo": RenditionSpec((96, 192), "3rem"),
    # For other sites, which do not all support the newer formats.
    "sharing": RenditionSpec((1200,), "", 630 / 1200, formats=()),
    # Of the site, made of the logo.
    "icon": RenditionSpec((512,), "", 1, formats=()),
    "cover": RenditionSpec((160, 320, 480), "(min-width: 60rem) 12rem, 40vw"),
    "book": RenditionSpec((320, 480, 800), "(min-width: 56rem) 21rem, 62vw"),
}
PORTRAIT_SPECS = ("cover", "book")
RARE_SPECS = ("icon",)


def specs_for_shape(*, is_portrait: bool) -> list[RenditionSpec]:
    """Return the specs in which portrait or landscape images are normally used."""
    return [
        spec
        for name, spec in RENDITION_SPECS.items()
        if (name in PORTRAIT_SPECS) == is_portrait and name not in RARE_SPECS
    ]

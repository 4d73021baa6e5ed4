"""The places of the design where a picture can stand, each with the renditions it needs.

One table, so that templates, the demo content and any later pre-rendering agree on them.
"""

from dataclasses import dataclass

FORMATS = ("avif", "webp")
# For browsers that know neither, in one size; the ground is for pictures with transparent parts.
FALLBACK = "bgcolor-ffffff|format-jpeg"


@dataclass(frozen=True)
class RenditionSpec:
    """Where a picture stands: widths in CSS pixels, and `sizes` as in HTML's `img`.

    `ratio` is height by width; without one the picture keeps its own shape.
    """

    widths: tuple[int, ...]
    sizes: str
    ratio: float | None = None

    @property
    def specs(self) -> list[str]:
        """The filter specs, in Wagtail's notation, of every rendition of this place."""
        return [
            *(
                f"{self._resize(width)}|format-{image_format}"
                for image_format in FORMATS
                for width in self.widths
            ),
            self.fallback,
        ]

    @property
    def fallback(self) -> str:
        """The filter spec of the picture that everything can show."""
        return f"{self._resize(self.widths[len(self.widths) // 2])}|{FALLBACK}"

    def _resize(self, width: int) -> str:
        if self.ratio is None:
            return f"width-{width}"
        return f"fill-{width}x{round(width * self.ratio)}"


RENDITION_SPECS = {
    "card": RenditionSpec(
        (320, 640), "(min-width: 60rem) 20rem, (min-width: 40rem) 45vw, 94vw", 2 / 3
    ),
    "lead": RenditionSpec((480, 960, 1440), "(min-width: 72rem) 62rem, 94vw", 5 / 8),
    "gallery": RenditionSpec((320, 640), "(min-width: 48rem) 22rem, 94vw"),
    "figure": RenditionSpec((480, 960, 1440), "(min-width: 48rem) 44rem, 94vw"),
    "logo": RenditionSpec((96, 192), "3rem"),
    "cover": RenditionSpec((160, 320, 480), "(min-width: 60rem) 12rem, 40vw"),
}
UPRIGHT_PLACES = ("cover",)


def places_of(*, upright: bool) -> list[RenditionSpec]:
    """Return the places where an upright or a wide picture usually stands."""
    return [place for name, place in RENDITION_SPECS.items() if (name in UPRIGHT_PLACES) == upright]

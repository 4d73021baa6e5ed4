"""A sheet that is printed colour over colour, as a screen print is."""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw

SUPERSAMPLING = 2
Point = tuple[float, float]
Inks = tuple[str, str, str, str]


class Canvas:
    """A picture in units of its own height: y runs from 0 to 1, x from 0 to `ratio`."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        """Take the size in pixels and the colour of the paper."""
        self.size = (width, height)
        self.unit = height * SUPERSAMPLING
        self.ratio = width / height
        self.image = Image.new("RGB", (width * SUPERSAMPLING, self.unit), paper)

    def result(self) -> Image.Image:
        """Return the finished picture, its edges smoothed."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def ink(self, draw: Callable[[ImageDraw.ImageDraw], None], *, over: bool = False) -> None:
        """Print a layer: as opaque colour, or `over` what is there, so that both colours mix."""
        if not over:
            draw(ImageDraw.Draw(self.image))
            return
        layer = Image.new("RGB", self.image.size, "white")
        draw(ImageDraw.Draw(layer))
        self.image = ImageChops.multiply(self.image, layer)

    def disc(self, centre: Point, radius: float, colour: str, *, over: bool = False) -> None:
        """Print a disc."""
        x, y = centre
        box = self._scale([(x - radius, y - radius), (x + radius, y + radius)])
        self.ink(lambda pen: pen.ellipse(box, fill=colour), over=over)

    def block(self, corner: Point, end: Point, colour: str, *, over: bool = False) -> None:
        """Print a rectangle."""
        box = self._scale([corner, end])
        self.ink(lambda pen: pen.rectangle(box, fill=colour), over=over)

    def shape(self, points: Sequence[Point], colour: str, *, over: bool = False) -> None:
        """Print a polygon."""
        corners = self._scale(points)
        self.ink(lambda pen: pen.polygon(corners, fill=colour), over=over)

    def line(self, points: Sequence[Point], width: float, colour: str) -> None:
        """Print a line of `width`."""
        corners = self._scale(points)
        pixels = max(1, round(width * self.unit))
        self.ink(lambda pen: pen.line(corners, fill=colour, width=pixels, joint="curve"))

    def ring(self, centre: Point, radius: float, width: float, colour: str) -> None:
        """Print a circle's line."""
        x, y = centre
        box = self._scale([(x - radius, y - radius), (x + radius, y + radius)])
        self.ink(lambda pen: pen.ellipse(box, outline=colour, width=round(width * self.unit)))

    def wave(self, top: float, colour: str, form: Point = (0.02, 3), *, over: bool = False) -> None:
        """Print everything below a wave; `form` is its height and how many crests it has."""
        height, crests = form
        steps = 160
        crest = [
            (
                self.ratio * i / steps,
                top + height * math.sin(2 * math.pi * crests * i / steps + top * 20),
            )
            for i in range(steps + 1)
        ]
        self.shape([*crest, (self.ratio, 1.01), (0, 1.01)], colour, over=over)

    def _scale(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.unit, y * self.unit) for x, y in points]

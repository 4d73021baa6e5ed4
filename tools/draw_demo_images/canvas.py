"""A canvas that imitates a screen print: one layer of colour over another."""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw

SUPERSAMPLING = 2
Point = tuple[float, float]
Inks = tuple[str, str, str, str]


class Canvas:
    """An image with coordinates in units of its height: y from 0 to 1, x from 0 to `ratio`."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        self.size = (width, height)
        self.unit = height * SUPERSAMPLING
        self.ratio = width / height
        self.image = Image.new("RGB", (width * SUPERSAMPLING, self.unit), paper)

    def result(self) -> Image.Image:
        """Return the finished image, downscaled for smooth edges."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def ink(self, draw: Callable[[ImageDraw.ImageDraw], None], *, over: bool = False) -> None:
        """Print a layer: opaque, or `over` the existing layers, so that the colours mix."""
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
        """Print a line."""
        corners = self._scale(points)
        pixels = max(1, round(width * self.unit))
        self.ink(lambda pen: pen.line(corners, fill=colour, width=pixels, joint="curve"))

    def ring(self, centre: Point, radius: float, width: float, colour: str) -> None:
        """Print the outline of a circle."""
        x, y = centre
        box = self._scale([(x - radius, y - radius), (x + radius, y + radius)])
        self.ink(lambda pen: pen.ellipse(box, outline=colour, width=round(width * self.unit)))

    def wave(self, top: float, colour: str, form: Point = (0.02, 3), *, over: bool = False) -> None:
        """Print the area below a wave; `form` is its height and its number of crests."""
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

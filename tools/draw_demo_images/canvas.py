"""A canvas that imitates a screen print: one layer of colour over another."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

SUPERSAMPLING = 2
FONTS = Path(__file__).resolve().parents[2] / "static/fonts"
SERIF, SANS = "masthead-serif.woff2", "inter.woff2"
Point = tuple[float, float]
Inks = tuple[str, str, str, str]


@dataclass(frozen=True)
class Letters:
    """The type of a text; the size is in units of the height of the canvas."""

    size: float
    colour: str
    font: str = SERIF
    weight: int = 700


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

    def balloon(self, centre: Point, radius: float, colour: str) -> None:
        """Print a speech bubble, a disc with a tail, over the existing layers."""
        x, y = centre
        box = self._scale([(x - radius, y - radius), (x + radius, y + radius)])
        tail = [(-0.3, 0.8), (0.5, 0.8), (-0.6, 1.4)]
        corners = self._scale([(x + radius * dx, y + radius * dy) for dx, dy in tail])

        def draw(pen: ImageDraw.ImageDraw) -> None:
            pen.ellipse(box, fill=colour)
            pen.polygon(corners, fill=colour)

        self.ink(draw, over=True)

    def wave_line(self, sides: Point, top: float, colour: str) -> None:
        """Print a wavy line from one side to the other."""
        left, right = sides
        steps = [left + (right - left) * i / 60 for i in range(61)]
        self.line([(x, top + 0.006 * math.sin(x * 80)) for x in steps], 0.008, colour)

    def text(self, text: str, corner: Point, width: float, letters: Letters) -> float:
        """Set a text in lines of at most `width`, and return where it ends."""
        font = ImageFont.truetype(FONTS / letters.font, round(letters.size * self.unit))
        font.set_variation_by_axes([letters.weight])
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer) > width * self.unit and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        x, y = corner
        for line in lines:
            (start,) = self._scale([(x, y)])
            self.ink(
                lambda pen, line=line, at=start: pen.text(at, line, fill=letters.colour, font=font)
            )
            y += letters.size * 1.08
        return y

    def is_light(self, point: Point) -> bool:
        """Return whether the colour at a point is light."""
        ((x, y),) = self._scale([point])
        return sum(self.image.getpixel((round(x), round(y)))) > 380

    def _scale(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.unit, y * self.unit) for x, y in points]

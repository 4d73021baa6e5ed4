"""Draw the card that stands for a page without an image on other sites.

Text is drawn in the fonts of the site. Other scripts need a Noto or DejaVu font of the system; if
none has all letters of a title, the card shows the name of the publication alone, never boxes.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from io import BytesIO
from itertools import chain
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

SIZE = (1200, 630)
MARGIN = 80  # pixels
INK, SOFT_INK = "#f6efdf", "#e9ddc6"
COLOURS = 32  # of the palette
TITLE_SIZES = range(84, 27, -4)  # pixels, the largest that fits
TITLE_TOP, TITLE_BOTTOM = 150, 470
LINE_HEIGHT = 1.18
SMALL, KICKER = 30, 26
SERIF = settings.PROJECT / "static/fonts/masthead-serif.woff2"
SANS = settings.PROJECT / "static/fonts/inter.woff2"
WEIGHT = 650
# The folders of fontconfig.
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
FONT_NAMES = ("Noto*.[to]t[fc]", "DejaVu*.ttf")
UNSUITABLE = ("italic", "oblique", "mono", "condensed", "emoji", "math", "symbols", "light", "thin")
HEAVY = ("bold", "black", "[wght]")
NO_CHARACTER = "\U0010ffff"  # A font draws what it lacks like this.
SPARE_CATEGORIES = ("So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn")
JOINERS = "\u200c\u200d"
RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True)
class CardText:
    """All that a card shows."""

    name: str  # of the publication
    colour: str  # a dark background, such as `#a3321b`
    title: str = ""
    kicker: str = ""
    byline: str = ""


@dataclass(frozen=True)
class Face:
    """A font file; `weight` is that of a variable font."""

    path: Path
    index: int = 0
    weight: int | None = None

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size in pixels."""
        return _load(self, size)

    def lacks(self, character: str) -> bool:
        """Return whether the font has no glyph for a visible character."""
        is_visible = not (character.isspace() or unicodedata.category(character) == "Cf")
        return is_visible and _pixels(self, character) == _pixels(self, NO_CHARACTER)


@dataclass(frozen=True)
class Line:
    """A text with the font that has all its letters."""

    text: str
    face: Face
    is_right_to_left: bool

    def width(self, text: str, size: int) -> float:
        """Return the width in pixels of a text in the same font."""
        return self.face.at(size).getlength(text)


def draw_card(text: CardText) -> bytes:
    """Return the card as a PNG."""
    image = Image.new("RGB", SIZE, text.colour)
    canvas = ImageDraw.Draw(image)
    right = SIZE[0] - MARGIN
    canvas.rectangle((MARGIN, 56, right, 61), fill=INK)
    canvas.line((MARGIN, 546, right, 546), fill=SOFT_INK)
    title, name = fitting(text.title, SERIF), fitting(text.name, SERIF)
    if title:
        _draw_title(canvas, title)
        _draw_small(canvas, fitting(text.kicker, SANS), 86, KICKER)
        _draw_small(canvas, fitting(text.byline, SANS), 494, SMALL)
        _draw_small(canvas, name, 562, SMALL)
    elif name:
        _draw_title(canvas, name)
    stored = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stored, "PNG", optimize=True)
    return stored.getvalue()


def fitting(text: str, own: Path) -> Line | None:
    """Return a text in our own font or one of the system, or None if no font has its letters."""
    text = " ".join(text.split())
    for face in chain([Face(own, weight=WEIGHT)], system_faces()):
        lacking = {each for each in text if face.lacks(each)}
        if all(unicodedata.category(each) in SPARE_CATEGORIES for each in lacking):
            return _line(text, lacking, face)
    return None


def _line(text: str, lacking: set[str], face: Face) -> Line | None:
    """Return a line without the symbols that a font lacks, such as emoji."""
    kept = "".join(" " if each in lacking else each for each in text)
    without_controls = "".join(each for each in kept if _is_drawn(each))
    line = Line(" ".join(without_controls.split()), face, is_right_to_left(text))
    if line.is_right_to_left and not features.check("raqm"):
        return None  # Its letters would neither be joined nor in order.
    return line if line.text else None


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction is of a right-to-left script."""
    return next(filter(None, map(_direction, text)), "L") in RIGHT_TO_LEFT


def _is_drawn(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) != "Cf"


@cache
def system_faces() -> tuple[Face, ...]:
    """Return the fonts of the system that suit, bold ones with serifs first."""
    folders = [folder for folder in FONT_FOLDERS if folder.is_dir()]
    found = {path for folder in folders for name in FONT_NAMES for path in folder.rglob(name)}
    suitable = [path for path in found if not any(word in path.stem.lower() for word in UNSUITABLE)]
    return tuple(Face(path) for path in sorted(suitable, key=_preference))


def _preference(path: Path) -> tuple[bool, bool, str]:
    name = path.name.lower()
    return not any(word in name for word in HEAVY), "serif" not in name, name


def _draw_title(canvas: ImageDraw.ImageDraw, title: Line) -> None:
    room = TITLE_BOTTOM - TITLE_TOP
    for size in TITLE_SIZES:
        lines = list(wrap(title, size))
        if len(lines) * size * LINE_HEIGHT <= room:
            break
    most = int(room / (size * LINE_HEIGHT))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]
    for number, text in enumerate(lines):
        _draw(canvas, replace(title, text=text), TITLE_TOP + number * size * LINE_HEIGHT, size)


def _draw_small(canvas: ImageDraw.ImageDraw, line: Line | None, top: int, size: int) -> None:
    if line:
        lines = list(wrap(line, size))
        text = lines[0] if len(lines) == 1 else f"{lines[0]} …"
        _draw(canvas, replace(line, text=text), top, size, fill=SOFT_INK)


def _draw(canvas: ImageDraw.ImageDraw, line: Line, top: float, size: int, fill: str = INK) -> None:
    """Draw a text at the side where its script begins."""
    options = {"font": line.face.at(size), "fill": fill}
    if line.is_right_to_left:
        place = (SIZE[0] - MARGIN, top)
        canvas.text(place, line.text, anchor="ra", direction="rtl", **options)
    else:
        canvas.text((MARGIN, top), line.text, anchor="la", **options)


def wrap(line: Line, size: int) -> Iterator[str]:
    """Yield the lines of a text; words are only broken if they are longer than a line."""
    room = SIZE[0] - 2 * MARGIN
    current = ""
    for part in _parts(line, size, room):
        longer = current + part
        if current and line.width(longer.rstrip(), size) > room:
            yield current.rstrip()
            longer = part.lstrip()
        current = longer
    if current.rstrip():
        yield current.rstrip()


def _parts(line: Line, size: int, room: int) -> Iterator[str]:
    """Yield the words with the space after them, and the characters of words that are too long."""
    for word in line.text.split(" "):
        if line.width(word, size) <= room:
            yield f"{word} "
        else:
            yield from word
            yield " "


def _direction(character: str) -> str:
    name = unicodedata.bidirectional(character)
    return name if name in ("L", *RIGHT_TO_LEFT) else ""


@lru_cache(maxsize=64)
def _load(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.path, size, index=face.index)
    if face.weight:
        font.set_variation_by_axes([face.weight])
    return font


@lru_cache(maxsize=4096)
def _pixels(face: Face, character: str) -> bytes:
    return bytes(face.at(SMALL).getmask(character))

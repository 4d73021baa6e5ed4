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

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

SIZE = (1200, 630)
MARGIN = 80  # pixels
INK, SOFT_INK = "#f6efdf", "#e9ddc6"
COLOURS = 32  # of the palette
TITLE_SIZES = range(84, 27, -4)  # pixels, the largest that fits
TITLE_TOP, TITLE_BOTTOM = 150, 470
LINE_HEIGHT = 1.18
TOP_RULE, BOTTOM_RULE = 56, 546
COVER_BOX, GAP = (400, 518), 56
COVER_COLOURS = 128
SMALL, KICKER = 30, 26
# All letters in one file each, which the files for readers are not.
FONTS = Path(__file__).parent / "fonts"
SERIF = FONTS / "masthead-serif.woff2"
SANS = FONTS / "inter.woff2"
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
    cover: str = ""  # the name of a picture in the media, higher than wide


@dataclass(frozen=True)
class Frame:
    """The left and the right edge of the texts of a card, in pixels."""

    left: int = MARGIN
    right: int = SIZE[0] - MARGIN

    @property
    def width(self) -> int:
        """The width of the longest line."""
        return self.right - self.left


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
class FittingLine:
    """A text with the font that has all its letters."""

    text: str
    face: Face
    is_right_to_left: bool

    def width(self, text: str, size: int) -> float:
        """Return the width in pixels of a text in the same font."""
        return self.face.at(size).getlength(text)


def draw_card(text: CardText, cover: Image.Image | None = None) -> bytes:
    """Return the card as a PNG."""
    image = Image.new("RGB", SIZE, text.colour)
    title, name = fitting(text.title, SERIF), fitting(text.name, SERIF)
    frame = _paste(image, cover, title or name) if cover else Frame()
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((frame.left, TOP_RULE, frame.right, TOP_RULE + 5), fill=INK)
    canvas.line((frame.left, BOTTOM_RULE, frame.right, BOTTOM_RULE), fill=SOFT_INK)
    if title:
        _draw_title(canvas, title, frame)
        _draw_small(canvas, fitting(text.kicker, SANS), (86, KICKER), frame)
        _draw_small(canvas, fitting(text.byline, SANS), (494, SMALL), frame)
        _draw_small(canvas, name, (562, SMALL), frame)
    elif name:
        _draw_title(canvas, name, frame)
    stored = BytesIO()
    colours = COVER_COLOURS if cover else COLOURS
    image.quantize(colours, dither=Image.Dither.NONE).save(stored, "PNG", optimize=True)
    return stored.getvalue()


def _paste(image: Image.Image, cover: Image.Image, line: FittingLine | None) -> Frame:
    """Paste a cover at the side where lines end, and return the rest."""
    scaled = ImageOps.contain(cover.convert("RGB"), COVER_BOX)
    is_left = bool(line) and line.is_right_to_left
    left = MARGIN if is_left else SIZE[0] - MARGIN - scaled.width
    image.paste(scaled, (left, (SIZE[1] - scaled.height) // 2))
    if is_left:
        return Frame(left=MARGIN + scaled.width + GAP)
    return Frame(right=left - GAP)


def fitting(text: str, own: Path) -> FittingLine | None:
    """Return a text in our own font or one of the system, or None if no font has its letters."""
    text = " ".join(text.split())
    for face in chain([Face(own, weight=WEIGHT)], system_faces()):
        lacking = {each for each in text if face.lacks(each)}
        if all(unicodedata.category(each) in SPARE_CATEGORIES for each in lacking):
            return _line(text, lacking, face)
    return None


def _line(text: str, lacking: set[str], face: Face) -> FittingLine | None:
    """Return a line without the symbols that a font lacks, such as emoji."""
    kept = "".join(" " if each in lacking else each for each in text)
    without_controls = "".join(each for each in kept if _is_drawn(each))
    line = FittingLine(" ".join(without_controls.split()), face, is_right_to_left(text))
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


def _draw_title(canvas: ImageDraw.ImageDraw, title: FittingLine, frame: Frame) -> None:
    room = TITLE_BOTTOM - TITLE_TOP
    for size in TITLE_SIZES:
        lines = list(wrap(title, size, frame.width))
        if len(lines) * size * LINE_HEIGHT <= room:
            break
    most = int(room / (size * LINE_HEIGHT))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]
    for number, text in enumerate(lines):
        top = TITLE_TOP + number * size * LINE_HEIGHT
        _draw(canvas, replace(title, text=text), (top, size), frame)


def _draw_small(
    canvas: ImageDraw.ImageDraw, line: FittingLine | None, place: tuple[float, int], frame: Frame
) -> None:
    if line:
        lines = list(wrap(line, place[1], frame.width - SMALL))
        text = lines[0] if len(lines) == 1 else f"{lines[0]} …"
        _draw(canvas, replace(line, text=text), place, frame, fill=SOFT_INK)


def _draw(
    canvas: ImageDraw.ImageDraw,
    line: FittingLine,
    place: tuple[float, int],
    frame: Frame,
    *,
    fill: str = INK,
) -> None:
    """Draw a text at the side where its script begins; `place` is its top and its size."""
    top, size = place
    options = {"font": line.face.at(size), "fill": fill}
    if line.is_right_to_left:
        canvas.text((frame.right, top), line.text, anchor="ra", direction="rtl", **options)
    else:
        canvas.text((frame.left, top), line.text, anchor="la", **options)


def wrap(line: FittingLine, size: int, room: int = Frame().width) -> Iterator[str]:
    """Yield the lines of a text; words are only broken if they are longer than a line."""
    current = ""
    for part in _parts(line, size, room):
        longer = current + part
        if current and line.width(longer.rstrip(), size) > room:
            yield current.rstrip()
            longer = part.lstrip()
        current = longer
    if current.rstrip():
        yield current.rstrip()


def _parts(line: FittingLine, size: int, room: int) -> Iterator[str]:
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

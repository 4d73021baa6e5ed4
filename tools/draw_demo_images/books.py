"""Covers of the books of the demo, with their titles and authors."""

import json
import math
from collections.abc import Callable
from pathlib import Path

from tools.draw_demo_images.canvas import SANS, Canvas, Inks, Letters

CONTENT = Path(__file__).resolve().parents[2] / "demo/content"
RIGHT, FOOT = 2 / 3, 1  # of a cover
MARGIN = 0.05


def water(c: Canvas, inks: Inks) -> None:
    """A flat band of water under a low sun."""
    dark, mid, hot, light = inks
    c.block((0, 0), (RIGHT, 0.52), light)
    c.disc((0.47, 0.52), 0.13, hot)
    c.block((0, 0.52), (RIGHT, FOOT), mid)
    for number in range(7):
        top = 0.57 + number * 0.062
        c.line([(0.03 + number % 3 * 0.07, top), (0.5 + number % 2 * 0.12, top)], 0.005, dark)


def drawers(c: Canvas, inks: Inks) -> None:
    """Rows of small drawers."""
    dark, mid, hot, _light = inks
    for number in range(42):
        column, row = number % 6, number // 6
        x, y = MARGIN + column * 0.0955, 0.41 + row * 0.078
        c.block((x, y), (x + 0.086, y + 0.066), hot if number == 22 else mid)
        c.disc((x + 0.043, y + 0.036), 0.009, dark)


def window(c: Canvas, inks: Inks) -> None:
    """A window with a tidemark along its lower edge."""
    dark, mid, hot, light = inks
    c.block((0.12, 0.36), (0.547, 0.93), dark)
    c.block((0.135, 0.375), (0.532, 0.915), light)
    c.disc((0.43, 0.48), 0.055, hot)
    c.block((0.135, 0.72), (0.532, 0.915), mid)
    c.wave_line((0.135, 0.532), 0.72, dark)
    c.block((0.326, 0.36), (0.341, 0.93), dark)
    c.block((0.12, 0.6), (0.547, 0.612), dark)
    c.block((0.08, 0.93), (0.587, 0.95), dark)


def speech(c: Canvas, inks: Inks) -> None:
    """Four overlapping speech marks."""
    _dark, mid, hot, light = inks
    marks = ((0.22, 0.52, hot), (0.43, 0.58, light), (0.25, 0.74, mid), (0.45, 0.79, hot))
    for x, y, colour in marks:
        c.balloon((x, y), 0.125, colour)


def ledger(c: Canvas, inks: Inks) -> None:
    """A folded pamphlet with a ruled ledger."""
    dark, mid, hot, light = inks
    c.shape([(0.09, 0.45), (0.333, 0.4), (0.333, 0.93), (0.09, 0.98)], light)
    c.shape([(0.333, 0.4), (0.577, 0.45), (0.577, 0.98), (0.333, 0.93)], mid)
    for number in range(9):
        top = 0.49 + number * 0.05
        c.line([(0.11, top + 0.005), (0.315, top - 0.038)], 0.003, dark)
        c.line([(0.352, top - 0.038), (0.557, top + 0.005)], 0.003, dark)
    c.line([(0.265, 0.43), (0.265, 0.93)], 0.003, hot)
    c.line([(0.51, 0.45), (0.51, 0.95)], 0.003, hot)


def clocks(c: Canvas, inks: Inks) -> None:
    """Two clocks, one above the other, both at half past seven."""
    dark, mid, hot, light = inks
    for y, face, hand in ((0.5, light, dark), (0.8, mid, light)):
        c.disc((0.333, y), 0.135, face)
        for hour in range(12):
            angle = hour * math.pi / 6
            c.disc((0.333 + 0.113 * math.cos(angle), y + 0.113 * math.sin(angle)), 0.006, hand)
        c.line([(0.333, y), (0.333, y + 0.095)], 0.009, hand)
        c.line([(0.333, y), (0.289, y + 0.044)], 0.012, hot)


# By the name of the file.
MOTIFS: dict[str, Callable[[Canvas, Inks], None]] = {
    "cover-1": water, "cover-2": drawers, "cover-3": window,
    "cover-4": speech, "cover-5": ledger, "cover-6": clocks,
}  # fmt: skip


def draw_cover(c: Canvas, inks: Inks, name: str) -> None:
    """Draw the cover of the book of the demo whose cover has this name."""
    book = next(each for each in _read("books") if each["cover"] == name)
    people = {each["slug"]: each["name"] for each in _read("contributors")}
    creators = [each for each in book["contributors"] if each["role"] == "author"]
    creators = creators or [each for each in book["contributors"] if each["role"] == "editor"]
    MOTIFS[name](c, inks)
    width = RIGHT - 2 * MARGIN
    # Dark letters on light paper, light ones on dark.
    ink = inks[0] if c.is_light((0.02, 0.02)) else inks[3]
    foot = c.text(book["title"], (MARGIN, 0.045), width, Letters(0.078, ink))
    foot = c.text(book["subtitle"], (MARGIN, foot + 0.008), width, Letters(0.027, ink, weight=450))
    names = ", ".join(people[each["slug"]] for each in creators)
    c.text(names, (MARGIN, foot + 0.016), width, Letters(0.025, ink, SANS, 600))


def _read(name: str) -> list[dict]:
    return json.loads((CONTENT / f"{name}.json").read_text())

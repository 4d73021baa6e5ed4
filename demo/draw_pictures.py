"""Draw the pictures of the demo publication: `python -m demo.draw_pictures`.

They are compositions of a few colours each, made here so that the demo holds nobody else's work.
The files are committed; running this again makes the same ones.
"""

import math
from collections.abc import Callable
from pathlib import Path

from demo.canvas import Canvas

FOLDER = Path(__file__).parent / "pictures"
LANDSCAPE = (1600, 1067)
COVER = (800, 1200)

# Paper, then four inks from dark to light.
PALETTES = {
    "sea": ("#efe4cd", "#12343b", "#2d6e75", "#e4572e", "#f2b134"),
    "dusk": ("#f3dccb", "#2b2140", "#6b3f6e", "#e2725b", "#f5b971"),
    "moss": ("#eee8d3", "#233329", "#5b7f55", "#d9a441", "#b7cfc8"),
    "rust": ("#f1e3cf", "#26262e", "#8c2f1d", "#d5743c", "#8fb0b5"),
    "slate": ("#e9e6df", "#1d2a3a", "#51708c", "#d94f45", "#e8c05a"),
    "night": ("#1b2440", "#0c1224", "#3c5a8a", "#f0c44c", "#e8e2d0"),
}

Inks = tuple[str, str, str, str]


def harbour(c: Canvas, inks: Inks) -> None:
    """A low sun over bands of water, and one hull."""
    dark, mid, hot, light = inks
    c.disc((1.08, 0.42), 0.27, hot)
    for i, top in enumerate((0.46, 0.55, 0.66, 0.8)):
        c.wave(top, (mid, dark)[i % 2], (0.012, 2 + i), over=i % 2 == 0)
    c.shape([(0.2, 0.62), (0.74, 0.62), (0.66, 0.74), (0.27, 0.74)], hot)
    c.shape([(0.44, 0.16), (0.44, 0.6), (0.68, 0.6)], light)
    c.line([(0.43, 0.12), (0.43, 0.63)], 0.008, dark)


def cranes(c: Canvas, inks: Inks) -> None:
    """Three cranes above stacked containers."""
    dark, mid, hot, light = inks
    c.disc((0.36, 0.32), 0.2, light)
    for x, reach in ((0.18, 0.5), (0.72, 0.44), (1.2, 0.5)):
        c.line([(x, 0.86), (x + 0.06, 0.3)], 0.022, dark)
        c.line([(x + 0.12, 0.86), (x + 0.06, 0.3)], 0.022, dark)
        c.line([(x - 0.12, 0.38), (x + reach, 0.16)], 0.018, dark)
        c.line([(x + reach - 0.04, 0.18), (x + reach - 0.04, 0.46)], 0.005, dark)
    for row in range(3):
        for i in range(10):
            colour = (hot, mid, light, dark)[(i * 2 + row * 3) % 4]
            x = 0.02 + i * 0.15 + row * 0.03
            c.block((x, 0.92 - row * 0.09), (x + 0.135, 1.0 - row * 0.09), colour)


def terraces(c: Canvas, inks: Inks) -> None:
    """Rows of houses up a hill."""
    dark, mid, hot, light = inks
    for row in range(4):
        base = 0.42 + row * 0.2
        for i in range(9):
            x = -0.1 + i * 0.2 + (row % 2) * 0.1
            wall = (hot, light, mid)[(i + row) % 3]
            c.block((x, base - 0.14), (x + 0.185, base + 0.12), wall)
            c.shape([(x, base - 0.14), (x + 0.0925, base - 0.24), (x + 0.185, base - 0.14)], dark)
            c.block((x + 0.035, base - 0.09), (x + 0.075, base - 0.02), dark)
            c.block((x + 0.11, base - 0.09), (x + 0.15, base - 0.02), dark)


def tide(c: Canvas, inks: Inks) -> None:
    """The moon, and the rings it draws in the water."""
    dark, mid, hot, light = inks
    c.disc((1.1, 0.28), 0.17, light)
    for i in range(9):
        c.wave(0.3 + i * 0.085, (mid, dark, hot)[i % 3], (0.03 - i * 0.002, 1.5), over=i % 3 == 0)


def ward(c: Canvas, inks: Inks) -> None:
    """A long room of beds and high windows."""
    dark, mid, hot, light = inks
    c.block((0, 0.68), (1.5, 1), mid)
    for i in range(5):
        x = 0.08 + i * 0.29
        c.block((x, 0.1), (x + 0.17, 0.48), light)
        c.line([(x + 0.085, 0.1), (x + 0.085, 0.48)], 0.008, dark)
        c.line([(x, 0.29), (x + 0.17, 0.29)], 0.008, dark)
        c.block((x - 0.02, 0.66), (x + 0.2, 0.76), (hot, dark)[i % 2])
        c.block((x - 0.03, 0.56), (x - 0.015, 0.84), dark)
        c.block((x + 0.195, 0.62), (x + 0.21, 0.84), dark)


def loom(c: Canvas, inks: Inks) -> None:
    """Warp and weft."""
    for i in range(16):
        c.block((0.03 + i * 0.094, 0), (0.085 + i * 0.094, 1), inks[i % 4], over=i % 3 == 0)
    for i in range(9):
        c.block((0, 0.04 + i * 0.11), (1.5, 0.085 + i * 0.11), inks[(i * 3 + 1) % 4], over=True)


def signal(c: Canvas, inks: Inks) -> None:
    """Flags on a line."""
    dark, mid, hot, light = inks
    c.line([(0, 0.16), (0.75, 0.3), (1.5, 0.12)], 0.008, dark)
    for i in range(6):
        x, y = 0.1 + i * 0.23, (0.2, 0.25, 0.3, 0.29, 0.24, 0.18)[i]
        c.block((x, y), (x + 0.18, y + 0.26), (hot, light, mid)[i % 3])
        if i % 2:
            c.shape([(x, y), (x + 0.18, y + 0.26), (x, y + 0.26)], dark)
        else:
            c.disc((x + 0.09, y + 0.13), 0.06, dark)
    c.wave(0.78, mid, (0.015, 4))
    c.wave(0.88, dark, (0.015, 3))


def orchard(c: Canvas, inks: Inks) -> None:
    """Trees in rows, heavy with fruit."""
    dark, mid, hot, light = inks
    c.block((0, 0.55), (1.5, 1), light)
    for row, (y, size) in enumerate(((0.5, 0.11), (0.68, 0.15))):
        for i in range(6):
            x = 0.1 + i * 0.28 + row * 0.1
            c.block((x - 0.012, y), (x + 0.012, y + size * 1.5), dark)
            c.disc((x, y), size, mid, over=row == 1)
            for turn in range(5):
                angle = turn * 1.26 + i
                c.disc(
                    (x + math.cos(angle) * size * 0.6, y + math.sin(angle) * size * 0.6),
                    0.017,
                    hot,
                )


def assembly(c: Canvas, inks: Inks) -> None:
    """Many heads, turned to one."""
    dark, mid, hot, light = inks
    c.disc((0.75, 0.2), 0.13, hot)
    for row in range(5):
        for i in range(10 - row % 2):
            x, y = 0.03 + i * 0.16 + (row % 2) * 0.08, 0.46 + row * 0.13
            c.disc((x, y + 0.1), 0.085, (dark, mid)[(i + row) % 2])
            c.disc((x, y), 0.045, (light, mid, hot, dark)[(i * 3 + row) % 4])


def archive(c: Canvas, inks: Inks) -> None:
    """Shelves of spines."""
    for row in range(3):
        x, i = 0.03, row * 5
        while x < 1.45:
            width = 0.03 + (i * 7 % 5) * 0.012
            height = 0.19 + (i * 5 % 7) * 0.011
            bottom = 0.31 + row * 0.32
            c.block((x, bottom - height), (x + width, bottom), inks[(i * 3 + row) % 4])
            x, i = x + width + 0.006, i + 1
        c.block((0, 0.31 + row * 0.32), (1.5, 0.33 + row * 0.32), inks[0])


def turbine(c: Canvas, inks: Inks) -> None:
    """Three rotors off the coast."""
    dark, mid, hot, light = inks
    c.disc((0.28, 0.7), 0.3, hot)
    for x, y, size in ((0.45, 0.4, 0.24), (0.9, 0.3, 0.3), (1.28, 0.5, 0.18)):
        c.shape([(x - 0.012, y), (x + 0.012, y), (x + 0.022, 0.95), (x - 0.022, 0.95)], dark)
        for turn in range(3):
            angle = turn * 2 * math.pi / 3 + x * 3
            tip = (x + math.cos(angle) * size, y + math.sin(angle) * size)
            side = (x + math.cos(angle + 0.25) * 0.09, y + math.sin(angle + 0.25) * 0.09)
            c.shape([(x, y), side, tip], dark)
        c.disc((x, y), 0.022, light)
    c.wave(0.78, mid, (0.012, 5), over=True)
    c.wave(0.87, dark, (0.014, 4))


def bridge(c: Canvas, inks: Inks) -> None:
    """Arches over a river."""
    dark, mid, hot, light = inks
    c.disc((0.3, 0.3), 0.16, light)
    c.block((0, 0.42), (1.5, 0.78), hot)
    for i in range(4):
        x = 0.19 + i * 0.38
        c.disc((x, 0.78), 0.155, mid)
    c.block((0, 0.38), (1.5, 0.44), dark)
    c.wave(0.78, mid, (0.008, 6))
    c.wave(0.88, dark, (0.012, 4), over=True)


def nightshift(c: Canvas, inks: Inks) -> None:
    """A factory front, some of its windows lit."""
    dark, mid, hot, light = inks
    c.disc((1.2, 0.2), 0.1, light)
    c.block((0.1, 0.3), (1.05, 1), dark)
    c.block((1.05, 0.5), (1.42, 1), mid)
    c.block((0.2, 0.1), (0.28, 0.32), dark)
    c.block((0.36, 0.05), (0.44, 0.32), dark)
    for row in range(5):
        for i in range(9):
            lit = (i * 5 + row * 3) % 7 < 3
            x, y = 0.15 + i * 0.098, 0.36 + row * 0.125
            c.block((x, y), (x + 0.066, y + 0.08), hot if lit else mid)


def estuary(c: Canvas, inks: Inks) -> None:
    """Channels through mud, seen from above."""
    dark, mid, hot, light = inks
    for i, colour in enumerate((light, mid, dark, light, hot)):
        points = [
            (
                1.5 * step / 60,
                0.12 + i * 0.18 + 0.09 * math.sin(step / 7 + i * 1.3) * (1 - step / 90),
            )
            for step in range(61)
        ]
        c.line(points, 0.12 - i * 0.018, colour)
    c.disc((1.22, 0.2), 0.1, hot, over=True)


def printshop(c: Canvas, inks: Inks) -> None:
    """Rollers, and sheets between them."""
    dark, mid, hot, light = inks
    for i in range(7):
        c.shape(
            [
                (0.1 + i * 0.07, 0.16),
                (0.7 + i * 0.07, 0.16),
                (0.95 + i * 0.07, 0.92),
                (0.35 + i * 0.07, 0.92),
            ],
            (light, mid, hot)[i % 3],
            over=i % 3 == 1,
        )
    for x in (0.34, 0.75, 1.16):
        c.disc((x, 0.3), 0.17, dark)
        c.disc((x, 0.3), 0.07, hot)
        c.ring((x, 0.3), 0.13, 0.008, light)


def classroom(c: Canvas, inks: Inks) -> None:
    """Desks before a board."""
    dark, mid, hot, light = inks
    c.block((0.2, 0.08), (1.3, 0.46), dark)
    for i in range(5):
        c.line(
            [(0.28, 0.15 + i * 0.06), (0.62 + (i * 3 % 4) * 0.14, 0.15 + i * 0.06)], 0.008, light
        )
    for row in range(2):
        for i in range(4):
            x, y = 0.1 + i * 0.35 + row * 0.06, 0.6 + row * 0.2
            c.block((x, y), (x + 0.24, y + 0.05), (hot, mid)[(i + row) % 2])
            c.block((x + 0.02, y + 0.05), (x + 0.035, y + 0.17), dark)
            c.block((x + 0.205, y + 0.05), (x + 0.22, y + 0.17), dark)


def market(c: Canvas, inks: Inks) -> None:
    """Striped awnings and heaps of fruit."""
    dark, mid, hot, light = inks
    for stall in range(3):
        x = 0.06 + stall * 0.49
        for i in range(6):
            left = x + i * 0.07
            c.block(
                (left, 0.2),
                (left + 0.07, 0.38),
                (hot, light)[i % 2] if stall != 1 else (mid, light)[i % 2],
            )
            c.disc(
                (left + 0.035, 0.38),
                0.035,
                (hot, light)[i % 2] if stall != 1 else (mid, light)[i % 2],
            )
        c.block((x, 0.66), (x + 0.42, 0.95), dark)
        for i in range(5):
            c.disc((x + 0.05 + i * 0.08, 0.63), 0.045, (mid, hot, light)[(i + stall) % 3])


def lighthouse(c: Canvas, inks: Inks) -> None:
    """A tower and its beam."""
    dark, mid, hot, light = inks
    c.shape([(0.5, 0.2), (1.5, -0.05), (1.5, 0.42)], light)
    c.shape([(0.42, 0.3), (0.58, 0.3), (0.63, 0.9), (0.37, 0.9)], hot)
    for y in (0.42, 0.64):
        c.shape([(0.41, y), (0.59, y), (0.605, y + 0.1), (0.395, y + 0.1)], light)
    c.block((0.44, 0.15), (0.56, 0.3), dark)
    c.disc((0.5, 0.22), 0.035, light)
    c.wave(0.84, mid, (0.02, 3))
    c.wave(0.92, dark, (0.015, 4))


def cover(c: Canvas, inks: Inks, number: int) -> None:
    """A book's cover: a field of discs, bands or rays, with a bar for a title."""
    dark, mid, hot, light = inks
    if number % 3 == 0:
        for i in range(5):
            c.disc((0.333, 0.62), 0.4 - i * 0.075, (mid, light, hot, dark, light)[i])
    elif number % 3 == 1:
        for i in range(9):
            c.block((0, 0.28 + i * 0.08), (0.67, 0.32 + i * 0.08), (hot, mid, dark)[i % 3])
        c.disc((0.45, 0.6), 0.19, light, over=True)
    else:
        for i in range(12):
            angle = i * math.pi / 12
            tips = [
                (0.333 + 1.2 * math.cos(angle + d), 1 - 1.2 * math.sin(angle + d))
                for d in (0, 0.13)
            ]
            c.shape([(0.333, 1), *tips], (hot, mid)[i % 2])
        c.disc((0.333, 1), 0.24, light)
    c.block((0, 0), (0.67, 0.2), dark)
    c.block((0.06, 0.08), (0.42, 0.095), light)
    c.block((0.06, 0.12), (0.3, 0.135), light)


PICTURES: dict[Callable[[Canvas, Inks], None], str] = {
    harbour: "sea", cranes: "rust", terraces: "slate", tide: "dusk", ward: "moss", loom: "rust",
    signal: "slate", orchard: "moss", assembly: "dusk", archive: "rust", turbine: "sea",
    bridge: "moss", nightshift: "night", estuary: "sea", printshop: "dusk", classroom: "slate",
    market: "sea", lighthouse: "night",
}  # fmt: skip


def main() -> None:
    """Write every picture into the folder beside this file."""
    FOLDER.mkdir(exist_ok=True)
    for draw, palette in PICTURES.items():
        paper, *inks = PALETTES[palette]
        canvas = Canvas(*LANDSCAPE, paper)
        draw(canvas, tuple(inks))
        canvas.result().save(FOLDER / f"{draw.__name__}.webp", quality=82, method=6)
    for number, palette in enumerate(PALETTES, start=1):
        paper, *inks = PALETTES[palette]
        canvas = Canvas(*COVER, paper)
        cover(canvas, tuple(inks), number)
        canvas.result().save(FOLDER / f"cover-{number}.webp", quality=82, method=6)


if __name__ == "__main__":
    main()

"""Compositions of the coast: ships, cranes, orchards, turbines."""

import math

from tools.draw_demo_images.canvas import Canvas, Inks


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


def tide(c: Canvas, inks: Inks) -> None:
    """The moon, and the rings it draws in the water."""
    dark, mid, hot, light = inks
    c.disc((1.1, 0.28), 0.17, light)
    for i in range(9):
        c.wave(0.3 + i * 0.085, (mid, dark, hot)[i % 3], (0.03 - i * 0.002, 1.5), over=i % 3 == 0)


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

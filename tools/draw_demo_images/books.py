"""Compositions of book covers."""

import math

from tools.draw_demo_images.canvas import Canvas, Inks


def cover(c: Canvas, inks: Inks, number: int) -> None:
    """A book cover: discs, bands or rays, with a bar in place of the title."""
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

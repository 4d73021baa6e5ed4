"""Compositions of the town, its rooms and its work."""

from tools.draw_demo_images.canvas import Canvas, Inks


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

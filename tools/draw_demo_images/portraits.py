"""Portraits of the people of the demo: heads before a plain ground, without faces."""

from dataclasses import dataclass

from tools.draw_demo_images.canvas import Canvas, Inks

MIDDLE = 0.5


@dataclass(frozen=True)
class Look:
    """The hair of a person, glasses, and a scarf or a collar."""

    hair: str
    glasses: bool = False
    scarf: bool = False
    sun: float = 0.72  # where the disc behind the person stands


LOOKS = {
    "maren-coldwater": ("sea", Look("bob", scarf=True)),
    "idwal-prysgell": ("rust", Look("beard", glasses=True, sun=0.3)),
    "ottoline-varga-reeve": ("dusk", Look("bun", glasses=True)),
    "bashir-thornquay": ("moss", Look("short", scarf=True, sun=0.28)),
    "sunniva-ekelove": ("slate", Look("long", sun=0.3)),
    "tamsin-okparaebo": ("rust", Look("curls")),
}


def draw_portrait(c: Canvas, inks: Inks, look: Look) -> None:
    """Draw a person from the shoulders up."""
    dark, mid, hot, light = inks
    c.disc((look.sun, 0.34), 0.26, light)
    if look.hair in ("long", "bob"):
        foot = 0.86 if look.hair == "long" else 0.6
        c.disc((MIDDLE, 0.37), 0.245, dark)
        c.block((MIDDLE - 0.245, 0.37), (MIDDLE + 0.245, foot), dark)
    if look.hair == "curls":
        for x, y in (
            (0.3, 0.3),
            (0.4, 0.2),
            (0.53, 0.17),
            (0.65, 0.23),
            (0.71, 0.35),
            (0.28, 0.43),
        ):
            c.disc((x, y), 0.115, dark)
        c.disc((0.72, 0.47), 0.1, dark)
    if look.hair == "bun":
        c.disc((0.6, 0.13), 0.1, dark)
    c.disc((MIDDLE, 1.0), 0.34, mid)
    c.block((MIDDLE - 0.07, 0.5), (MIDDLE + 0.07, 0.74), hot)
    c.disc((MIDDLE, 0.42), 0.19, hot)
    _draw_hair(c, look.hair, dark)
    if look.glasses:
        for x in (0.42, 0.58):
            c.ring((x, 0.43), 0.06, 0.014, dark)
        c.line([(0.48, 0.43), (0.52, 0.43)], 0.014, dark)
    if look.scarf:
        c.shape([(0.37, 0.66), (0.63, 0.66), (0.66, 0.76), (0.34, 0.76)], light)
        c.shape([(0.54, 0.74), (0.63, 0.74), (0.66, 1.0), (0.56, 1.0)], light)
    else:
        c.shape(
            [(0.42, 0.69), (MIDDLE, 0.8), (0.58, 0.69), (0.64, 0.74), (MIDDLE, 0.92), (0.36, 0.74)],
            dark,
        )


def _draw_hair(c: Canvas, hair: str, dark: str) -> None:
    """Draw what falls before the head."""
    if hair == "beard":
        c.shape(
            [
                (0.31, 0.44),
                (0.4, 0.5),
                (0.6, 0.5),
                (0.69, 0.44),
                (0.64, 0.62),
                (MIDDLE, 0.7),
                (0.36, 0.62),
            ],
            dark,
        )
    parting = 0.42 if hair in ("bob", "long") else 0.56
    c.shape(
        [
            (0.3, 0.42),
            (0.31, 0.27),
            (0.42, 0.19),
            (0.58, 0.19),
            (0.69, 0.27),
            (0.7, 0.42),
            (0.64, 0.32),
            (parting, 0.28),
            (0.36, 0.33),
        ],
        dark,
    )

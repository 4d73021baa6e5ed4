"""Readable colours: WCAG 2.2 contrast, and the shades of the accent colour."""

import re
from dataclasses import astuple, dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

# Background colours of text in the light and the dark scheme, as in `static/css/tokens.css`.
LIGHT_BACKGROUNDS = ("#fbf8f1", "#f2ecdf")
DARK_BACKGROUNDS = ("#14191b", "#1e2528")
MIN_CONTRAST = 4.5  # to 1; WCAG 2.2, success criterion 1.4.3, for text of any size
HEX = re.compile(r"#[0-9a-f]{6}")
STEPS = 50


@dataclass(frozen=True)
class Colour:
    """An sRGB colour, with components from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the colour of a CSS value such as `#a3321b`.

        Raise ValueError, with a message for the administrator, for anything else.
        """
        text = text.strip().lower()
        if not HEX.fullmatch(text):
            raise ValueError(
                gettext("Enter the colour as # and six hexadecimal digits, such as #a3321b.")
            )
        return cls(*bytes.fromhex(text[1:]))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """The relative luminance (WCAG 2.2), from 0 (black) to 1 (white)."""
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (self.red / 255, self.green / 255, self.blue / 255)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: Self) -> float:
        """Return the contrast ratio (WCAG 2.2), from 1 to 21."""
        darker, lighter = sorted((self.luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)

    def lowest_contrast(self, backgrounds: tuple[str, ...]) -> float:
        """Return the lowest of the contrast ratios with these backgrounds."""
        return min(self.contrast(Colour.parse(background)) for background in backgrounds)

    def mix(self, other: Self, share: float) -> Self:
        """Return a mixture with `share` (0 to 1) of another colour."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Colour(*(round(mine + (theirs - mine) * share) for mine, theirs in pairs))

    def readable_on(self, backgrounds: tuple[str, ...], extreme: Self) -> Self:
        """Return the nearest shade towards `extreme` that is readable on all backgrounds."""
        shades = (self.mix(extreme, step / STEPS) for step in range(STEPS + 1))
        return next(shade for shade in shades if shade.lowest_contrast(backgrounds) >= MIN_CONTRAST)


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)


def validate_accent(text: str) -> None:
    """Raise ValidationError for a colour in which links would be hard to read."""
    try:
        colour = Colour.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    contrast = colour.lowest_contrast(LIGHT_BACKGROUNDS)
    if contrast < MIN_CONTRAST:
        raise ValidationError(
            gettext(
                "Links in %(colour)s would be hard to read: their contrast with the page is "
                "%(contrast).1f to 1, and text needs %(minimum).1f to 1. The nearest colour that "
                "works is %(suggestion)s."
            )
            % {
                "colour": colour,
                "contrast": contrast,
                "minimum": MIN_CONTRAST,
                "suggestion": colour.readable_on(LIGHT_BACKGROUNDS, BLACK),
            }
        )


def bar_colours(accent: Colour | None) -> list[tuple[str, Colour]]:
    """Return pairs of a colour scheme and the colour of the browser's bars in it."""
    if accent is None:
        light, dark = (Colour.parse(each[0]) for each in (LIGHT_BACKGROUNDS, DARK_BACKGROUNDS))
    else:
        light, dark = accent, accent.mix(BLACK, 0.5)
    return [("light", light), ("dark", dark)]


def theme_css(accent: Colour) -> str:
    """Return the CSS of a theme with this accent colour, and a lighter shade in the dark scheme."""
    dark = accent.readable_on(DARK_BACKGROUNDS, WHITE)
    return f"@layer tokens {{ :root {{ --accent: light-dark({accent}, {dark}); }} }}\n"

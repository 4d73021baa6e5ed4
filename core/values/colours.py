"""Colours that everybody can read: contrast by WCAG 2.2, and the shades that the theme needs."""

import re
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError

# The grounds on which text stands, light and dark, as `static/css/tokens.css` has them.
LIGHT_GROUNDS = ("#fbf8f1", "#f2ecdf")
DARK_GROUNDS = ("#14191b", "#1e2528")
ENOUGH = 4.5  # Success criterion 1.4.3, for text of any size.
HEX = re.compile(r"#[0-9a-f]{6}")
STEPS = 50


@dataclass(frozen=True)
class Colour:
    """A colour of sRGB, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the colour that `text` writes as CSS does: `#a3321b`.

        Raises ValueError, with a sentence for the administrator, for anything else.
        """
        text = text.strip().lower()
        if not HEX.fullmatch(text):
            raise ValueError("Write the colour as # and six digits or letters, such as #a3321b.")
        return cls(*bytes.fromhex(text[1:]))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance by WCAG 2.2, from 0 (black) to 1 (white)."""
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (self.red / 255, self.green / 255, self.blue / 255)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: Self) -> float:
        """Return the contrast ratio by WCAG 2.2, from 1 to 21."""
        darker, lighter = sorted((self.luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)

    def lowest_contrast(self, grounds: tuple[str, ...]) -> float:
        """Return the contrast on that of the grounds where it is hardest to read."""
        return min(self.contrast(Colour.parse(ground)) for ground in grounds)

    def towards(self, other: Self, share: float) -> Self:
        """Return the colour mixed with `share` (0 to 1) of another."""
        mixed = (
            round(mine + (theirs - mine) * share)
            for mine, theirs in zip(
                (self.red, self.green, self.blue),
                (other.red, other.green, other.blue),
                strict=True,
            )
        )
        return Colour(*mixed)

    def readable_on(self, grounds: tuple[str, ...], extreme: Self) -> Self:
        """Return the nearest colour on the way to `extreme` that can be read on all `grounds`."""
        shades = (self.towards(extreme, step / STEPS) for step in range(STEPS + 1))
        return next(shade for shade in shades if shade.lowest_contrast(grounds) >= ENOUGH)


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)


def validate_accent(text: str) -> None:
    """Raise ValidationError, with the reason, for a colour in which links could not be read."""
    try:
        colour = Colour.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    contrast = colour.lowest_contrast(LIGHT_GROUNDS)
    if contrast < ENOUGH:
        raise ValidationError(
            f"Links in {colour} could not be read: their contrast with the page is "
            f"{contrast:.1f} to 1, and text needs {ENOUGH} to 1. The nearest colour that works is "
            f"{colour.readable_on(LIGHT_GROUNDS, BLACK)}."
        )


def theme_css(accent: Colour) -> str:
    """Return the tokens of a theme with this accent: as it is by day, lighter in the dark."""
    dark = accent.readable_on(DARK_GROUNDS, WHITE)
    return f"@layer tokens {{ :root {{ --accent: light-dark({accent}, {dark}); }} }}\n"

"""Draw `static/icons/*.png` and `favicon.ico` like `icon.svg`; run it after a change of that."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "static/icons"
SIDE = 64  # of the view box
SCALE = 32
DEEP, PAPER = "#12404a", "#f6efdf"
BOXES = [(10, 12, 44, 8), (10, 28, 20, 24), (36, 28, 18, 5), (36, 37.5, 18, 5), (36, 47, 18, 5)]
SIZES = {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}


def draw() -> Image.Image:
    """Return the icon in a size from which the others are made."""
    image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE), DEEP)
    canvas = ImageDraw.Draw(image)
    for left, top, width, height in BOXES:
        right, bottom = (left + width) * SCALE - 1, (top + height) * SCALE - 1
        canvas.rectangle((left * SCALE, top * SCALE, right, bottom), PAPER)
    return image


if __name__ == "__main__":
    icon = draw()
    for name, size in SIZES.items():
        icon.resize((size, size), Image.Resampling.LANCZOS).quantize(16).save(
            FOLDER / f"{name}.png", optimize=True
        )
    icon.resize((256, 256), Image.Resampling.LANCZOS).save(
        FOLDER / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)]
    )

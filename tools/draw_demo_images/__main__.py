"""Draw all images: `python -m tools.draw_demo_images`. The result is the same each time."""

from pathlib import Path

from tools.draw_demo_images import coast, town
from tools.draw_demo_images.books import MOTIFS, draw_cover
from tools.draw_demo_images.canvas import Canvas
from tools.draw_demo_images.portraits import LOOKS, draw_portrait

FOLDER = Path(__file__).resolve().parents[2] / "demo/pictures"
LANDSCAPE = (1600, 1067)
COVER = (800, 1200)
PORTRAIT = (600, 600)

# The colour of the paper, then four inks from dark to light.
PALETTES = {
    "sea": ("#efe4cd", "#12343b", "#2d6e75", "#e4572e", "#f2b134"),
    "dusk": ("#f3dccb", "#2b2140", "#6b3f6e", "#e2725b", "#f5b971"),
    "moss": ("#eee8d3", "#233329", "#5b7f55", "#d9a441", "#b7cfc8"),
    "rust": ("#f1e3cf", "#26262e", "#8c2f1d", "#d5743c", "#8fb0b5"),
    "slate": ("#e9e6df", "#1d2a3a", "#51708c", "#d94f45", "#e8c05a"),
    "night": ("#1b2440", "#0c1224", "#3c5a8a", "#f0c44c", "#e8e2d0"),
}

# Each composition with its palette.
LANDSCAPES = {
    coast.harbour: "sea", coast.cranes: "rust", coast.tide: "dusk", coast.signal: "slate",
    coast.orchard: "moss", coast.turbine: "sea", coast.bridge: "moss", coast.estuary: "sea",
    coast.lighthouse: "night", town.terraces: "slate", town.ward: "moss", town.loom: "rust",
    town.assembly: "dusk", town.archive: "rust", town.nightshift: "night",
    town.printshop: "dusk", town.classroom: "slate", town.market: "sea",
}  # fmt: skip


def main() -> None:
    """Draw and save all images as WebP."""
    FOLDER.mkdir(exist_ok=True)
    for draw, palette in LANDSCAPES.items():
        paper, *inks = PALETTES[palette]
        canvas = Canvas(*LANDSCAPE, paper)
        draw(canvas, tuple(inks))
        save(canvas, draw.__name__)
    for name, (paper, *inks) in zip(MOTIFS, PALETTES.values(), strict=True):
        canvas = Canvas(*COVER, paper)
        draw_cover(canvas, tuple(inks), name)
        save(canvas, name)
    for name, (palette, look) in LOOKS.items():
        paper, *inks = PALETTES[palette]
        canvas = Canvas(*PORTRAIT, paper)
        draw_portrait(canvas, tuple(inks), look)
        save(canvas, name)


def save(canvas: Canvas, name: str) -> None:
    """Save a finished image."""
    canvas.result().save(FOLDER / f"{name}.webp", quality=82, method=6)


if __name__ == "__main__":
    main()

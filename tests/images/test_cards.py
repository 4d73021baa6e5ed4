"""Cards in any script and with titles of any length."""

from io import BytesIO

import pytest
from PIL import Image, features

from images import cards
from images.cards import SERIF, CardText, draw_card, fitting, wrap


def drawn(**texts):
    image = Image.open(BytesIO(draw_card(CardText("The Test", "#12404a", **texts))))
    assert (image.size, image.format, image.mode) == ((1200, 630), "PNG", "P")
    return image.convert("RGB")


def used_box(image, top=140, bottom=480):
    """Return the box of what is drawn in the title's part of a card."""
    part = image.crop((0, top, 1200, bottom))
    lines = part.convert("L").point(lambda value: 255 * (value > 120))
    return lines.getbbox()


def test_card_is_small():
    text = CardText("The Test", "#12404a", "The strike at the harbour " * 7, "News", "By Ada")
    assert len(draw_card(text)) < 40_000


@pytest.mark.parametrize(
    "title",
    ["Strike", "The long history of it " * 8 + "so", "Donau" * 40, "長い題名" * 50, "W" * 255],
)
def test_title_of_any_length_fits(title):
    left, top, right, bottom = used_box(drawn(title=title, kicker="News", byline="By Ada"))
    assert (left, right) >= (79, 0)
    assert right <= 1121
    assert top >= 0
    assert bottom <= 340


def test_right_to_left_title_begins_at_the_right():
    left, _top, right, _bottom = used_box(drawn(title="إضراب"))
    assert left > 600
    assert right > 1100


def test_without_shaping_no_right_to_left_text_is_drawn(monkeypatch):
    monkeypatch.setattr(features, "check", lambda name: False)
    assert fitting("إضراب", SERIF) is None


def test_title_in_a_script_without_font_leaves_the_name_alone(monkeypatch):
    monkeypatch.setattr(cards, "system_faces", tuple)
    assert fitting("Привет", SERIF) is None
    assert drawn(title="Привет").tobytes() == drawn().tobytes()
    assert fitting("Strike 🎉 now", SERIF).text == "Strike now"


def test_letters_that_our_font_lacks_come_from_the_system():
    assert fitting("Strike", SERIF).face.path == SERIF
    assert "DejaVu" in fitting("Ελλάδα", SERIF).face.path.name


def test_words_are_wrapped_and_long_ones_broken():
    line = fitting(f"A {'b' * 100} c", SERIF)
    lines = list(wrap(line, 60))
    assert "".join(lines).replace(" ", "") == f"A{'b' * 100}c"
    assert all(line.width(each, 60) <= 1040 for each in lines)

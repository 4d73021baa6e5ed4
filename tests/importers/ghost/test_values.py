"""Values of an export may be of any type."""

import pytest

from importers.ghost.values import flag, moment, number_of, strings, text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2023-02-01T10:00:00.000Z", "2023-02-01 10:00:00"),
        ("2023-02-01T10:00:00+02:00", "2023-02-01 08:00:00"),
        ("2023-02-01 10:00:00", "2023-02-01 10:00:00"),
        (1675245600000, "2023-02-01 10:00:00"),
        (1675245600, "2023-02-01 10:00:00"),
        ("1675245600000", "2023-02-01 10:00:00"),
        ("0999-02-01T10:00:00Z", "0999-02-01 10:00:00"),
        ("0001-01-01T00:00:00+14:00", ""),
        (1e300, ""),
        (float("nan"), ""),
        ("yesterday", ""),
        (True, ""),
        (None, ""),
        ([], ""),
    ],
)
def test_moment(value, found):
    assert moment(value) == found


def test_text_has_no_character_that_a_database_refuses():
    assert text("a\x00b\ud83d\ude00\ud83dc\uffff") == "ab😀\ufffdc"
    assert [text(value) for value in (7, 1.5, True, None, [], {})] == ["7", "1.5", "", "", "", ""]


def test_flags_are_booleans_numbers_or_texts():
    assert all(map(flag, (True, 1, "1", "true")))
    assert not any(map(flag, (False, 0, "0", "false", None, [1], {})))


def test_numbers_are_the_same_in_every_run_and_fit_fields_for_ids():
    assert number_of("post", "63f0") == number_of("post", "63f0") == 53095970097087198
    numbers = {number_of(kind, str(key)) for kind in ("post", "file") for key in range(10_000)}
    assert len(numbers) == 20_000
    assert all(0 < number < 10**17 for number in numbers)


def test_strings_of_a_deep_value_are_found_in_their_order():
    deep = ["bottom"]
    for _ in range(5000):
        deep = [deep]
    assert strings({"a": "One", "type": "x", "b": [" Two ", 3, deep], "c": ""}) == [
        "One",
        "Two",
        "bottom",
    ]

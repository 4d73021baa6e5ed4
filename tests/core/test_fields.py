"""Amounts are read as Europeans and others type them, or asked back."""

import contextlib
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from books.models import FormatPrice

FIELD = FormatPrice._meta.get_field("amount").formfield()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("25,00", "25.00"),
        ("25.00", "25.00"),
        ("25", "25"),
        (" 9,5 ", "9.5"),
        ("1000,00", "1000.00"),
    ],
)
def test_comma_and_point_are_read(typed, amount):
    assert FIELD.clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,000", "1.000,00", "1,000.00", "1,00,00", ",", "25,", "25,0x"])
def test_amount_that_can_be_read_in_two_ways_is_asked_back(typed):
    with pytest.raises(ValidationError, match="can be read in two ways"):
        FIELD.clean(typed)


@given(st.decimals(0, 999_999, places=2))
def test_stored_amount_is_unchanged_by_its_form(amount):
    assert FIELD.clean(str(FIELD.prepare_value(amount))) == amount


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed):
    with contextlib.suppress(ValidationError):
        assert FIELD.clean(typed) >= 0


def test_browsers_leave_what_is_typed():
    html = FIELD.widget.render("amount", Decimal("25.00"))
    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html

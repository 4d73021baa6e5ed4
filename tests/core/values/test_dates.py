"""Dates in words, in the languages of the furniture."""

from datetime import date

import pytest
from django.utils import translation

from core.values import dates

FIRST, MARCH, JULY = date(2026, 11, 1), date(2027, 3, 3), date(2027, 7, 5)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-gb", "1 November 2026, 3 March 2027, Wednesday 3 March 2027, Wednesday 3 March"),
        ("en", "1 November 2026, 3 March 2027, Wednesday 3 March 2027, Wednesday 3 March"),
        ("de", "1. November 2026, 3. März 2027, Mittwoch, 3. März 2027, Mittwoch, 3. März"),
        ("de-at", "1. November 2026, 3. März 2027, Mittwoch, 3. März 2027, Mittwoch, 3. März"),
        ("fr", "1er novembre 2026, 3 mars 2027, mercredi 3 mars 2027, mercredi 3 mars"),
        ("cy", "1 Tachwedd 2026, 3 Mawrth 2027, Dydd Mercher 3 Mawrth 2027, Dydd Mercher 3 Mawrth"),
    ],
)
def test_days_follow_the_locale(language, words):
    with translation.override(language):
        found = [
            dates.format_day(FIRST),
            dates.format_day(MARCH),
            dates.format_weekday(MARCH),
            dates.format_weekday_of_year(MARCH),
        ]
    assert ", ".join(found) == words


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("en-gb", "July 2027", "Monday 5 July"),
        ("de", "Juli 2027", "Montag, 5. Juli"),
        ("fr", "juillet 2027", "lundi 5 juillet"),
        ("cy", "Gorffennaf 2027", "Dydd Llun 5 Gorffennaf"),
    ],
)
def test_names_of_months_and_weekdays(language, month, day):
    with translation.override(language):
        assert (dates.format_month(JULY), dates.format_weekday_of_year(JULY)) == (month, day)


def test_american_dates_begin_with_the_month():
    with translation.override("en-us"):
        assert dates.format_weekday(MARCH) == "Wednesday, March 3, 2027"

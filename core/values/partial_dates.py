"""Dates with a precision of a day, a month or a year.

Stored as strings in ISO 8601-1 form with reduced precision: “2022”, “2022-11”, “2022-11-05”. Their
alphabetical order is the chronological order.
"""

import re
from contextlib import suppress
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from core.values.dates import format_day, format_month

ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
# Formats that editors may type, with the number of parts that each has.
WORDED_FORMATS = {"%B %Y": 2, "%b %Y": 2, "%d %B %Y": 3, "%d %b %Y": 3}
MIN_YEAR = 1000
LENGTHS = len("2022"), len("2022-11"), len("2022-11-05")


def parse(text: str) -> str:
    """Return the ISO form of a date that an editor typed, or an empty string for an empty one.

    Raise ValidationError, with a message for the editor, if it is not a valid date.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    match = ISO.fullmatch(text)
    if match:
        return _validated(tuple(int(part) for part in match.groups() if part))
    for form, length in WORDED_FORMATS.items():
        with suppress(ValueError):
            time = datetime.strptime(text, form)  # noqa: DTZ007
            return _validated((time.year, time.month, time.day)[:length])
    raise ValidationError(
        gettext("Write the date as 2022-11-05, 2022-11 or 2022, or in words as “November 2022”.")
    )


def _validated(known: tuple[int, ...]) -> str:
    """Return the ISO form of the known parts of a date."""
    year, month, day = (*known, 1, 1)[:3]
    if year < MIN_YEAR:
        raise ValidationError(
            gettext("The year %(year)s is too early. Is a digit missing?") % {"year": year}
        )
    if not 1 <= month <= 12:
        raise ValidationError(gettext("There is no month %(month)s.") % {"month": month})
    try:
        text = date(year, month, day).isoformat()
    except ValueError as error:
        raise ValidationError(gettext("This month has no such day.")) from error
    return text[: LENGTHS[len(known) - 1]]


def parts(text: str) -> tuple[int, ...]:
    """Return the known parts of a date in ISO form: year, month and day."""
    return tuple(int(part) for part in text.split("-") if part)


def first_day(text: str) -> date | None:
    """Return the first possible day of a date in ISO form, or None if it is empty."""
    return date(*(*parts(text), 1, 1)[:3]) if text else None


def format_partial_date(text: str) -> str:
    """Return a date in ISO form for display in the active language: “November 2022”."""
    known = parts(text)
    if len(known) <= 1:
        return text
    in_words = format_day if len(known) == len(LENGTHS) else format_month
    return in_words(date(*(*known, 1)[:3]))

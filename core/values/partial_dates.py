"""Dates of which only the year, or the year and the month, may be known.

They are kept as text in the form of ISO 8601-1 with reduced precision: “2022”, “2022-11”,
“2022-11-05”. In this form the order of the alphabet is the order of time.
"""

import re
from contextlib import suppress
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, get_format

ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
# Words as an editor types them, and how much of a date they say.
WRITTEN = {"%B %Y": 2, "%b %Y": 2, "%d %B %Y": 3, "%d %b %Y": 3}
FIRST_YEAR, MONTHS = 1000, 12
LENGTHS = len("2022"), len("2022-11"), len("2022-11-05")


def parse(text: str) -> str:
    """Return the ISO form of a date as an editor writes it; empty stays empty.

    Raises ValidationError, with a sentence for the editor, where there is no such date.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    match = ISO.fullmatch(text)
    if match:
        return _checked(tuple(int(part) for part in match.groups() if part))
    for form, known in WRITTEN.items():
        with suppress(ValueError):
            moment = datetime.strptime(text, form)  # noqa: DTZ007
            return _checked((moment.year, moment.month, moment.day)[:known])
    raise ValidationError(
        "Write the date as 2022-11-05, 2022-11 or 2022, or in words as “November 2022”."
    )


def _checked(known: tuple[int, ...]) -> str:
    year, month, _day = (*known, 1, 1)[:3]
    if year < FIRST_YEAR:
        raise ValidationError(f"The year {year} is before there were books; one digit is missing.")
    if not 1 <= month <= MONTHS:
        raise ValidationError(f"There is no month {month}; a year has twelve.")
    try:
        whole = date(*(*known, 1, 1)[:3])
    except ValueError as error:
        raise ValidationError("This month has no such day.") from error
    return whole.isoformat()[: LENGTHS[len(known) - 1]]


def parts(text: str) -> tuple[int, ...]:
    """Return year, month and day of a date in the ISO form, as far as they are known."""
    return tuple(int(part) for part in text.split("-") if part)


def first_day(text: str) -> date | None:
    """Return the first day that a date in the ISO form can mean; None where it is empty."""
    return date(*(*parts(text), 1, 1)[:3]) if text else None


def printed(text: str) -> str:
    """Return a date in the ISO form as the reader's language writes it: “November 2022”."""
    known = parts(text)
    if len(known) <= 1:
        return text
    form = get_format("DATE_FORMAT" if len(known) == len(LENGTHS) else "YEAR_MONTH_FORMAT")
    return date_format(date(*(*known, 1)[:3]), form.replace("M", "F"))  # no month is cut short

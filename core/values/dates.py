"""Days and months in words, in the active language: “29 November 2026”, “29. November 2026”."""

from datetime import date

from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

# Languages that write a comma after the weekday.
WITH_COMMA = ("de", "en-us")
# Django's formats for “en” are American; the publication writes British English unless told not to.
BRITISH = {"DATE_FORMAT": "j F Y", "MONTH_DAY_FORMAT": "j F"}


def format_day(day: date) -> str:
    """Return a date: “29 November 2026”."""
    return in_words(day, _pattern("DATE_FORMAT"))


def format_weekday(day: date) -> str:
    """Return a date with its weekday: “Sunday 29 November 2026”."""
    return in_words(day, _with_weekday("DATE_FORMAT"))


def format_weekday_of_year(day: date) -> str:
    """Return a date with its weekday, without the year: “Sunday 29 November”."""
    return in_words(day, _with_weekday("MONTH_DAY_FORMAT"))


def format_day_of_year(day: date) -> str:
    """Return a date without its year: “29 November”."""
    return in_words(day, _pattern("MONTH_DAY_FORMAT"))


def format_month(day: date) -> str:
    """Return the month and the year of a date: “November 2026”."""
    return date_format(day, "YEAR_MONTH_FORMAT")


def in_words(day: date, pattern: str) -> str:
    """Return a date in a format of Django's; French has an ordinal for the first of a month."""
    if day.day == 1 and speaks("fr"):
        pattern = pattern.replace("j", r"j\e\r")
    return date_format(day, pattern)


def speaks(*languages: str) -> bool:
    """Return whether one of these languages, or a variant of it, is the active one."""
    active = get_language() or "en"
    return not {active, active.partition("-")[0]}.isdisjoint(languages)


def _with_weekday(name: str) -> str:
    return ("l, " if speaks(*WITH_COMMA) else "l ") + _pattern(name)


def _pattern(name: str) -> str:
    """Return a format of the active language, with the full name of the month."""
    if speaks("en") and not speaks("en-us"):
        return BRITISH[name]
    return get_format(name).replace("N", "F").replace("M", "F")

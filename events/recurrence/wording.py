"""Recurrence rules in words: “every second Tuesday until 30 June 2027”."""

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.values.dates import format_day, format_day_of_year, speaks
from core.values.languages import joined
from events.recurrence.rules import RecurrenceRule, Repeat, week_of_month

# The weekday of a month; phrases, because some languages put the ordinal after the noun.
WEEKS = {
    1: _("first %(weekday)s"),
    2: _("second %(weekday)s"),
    3: _("third %(weekday)s"),
    4: _("fourth %(weekday)s"),
    5: _("fifth %(weekday)s"),
}
# For intervals of one, two, and more months.
MONTHS = (_("of every month"), _("of every second month"), _("of every %(count)d months"))
# Welsh ordinals: those of 1 to 20, of which some begin with a vowel and take another article.
WELSH_ENDINGS = [
    "af",
    "il",
    "ydd",
    "ydd",
    "ed",
    "ed",
    "fed",
    "fed",
    "fed",
    "fed",
    "eg",
    "fed",
    "eg",
    "eg",
    "fed",
    "eg",
    "eg",
    "fed",
    "eg",
    "fed",
]
WELSH_VOWELS = {2, 8, 11, 21, 22, 28, 31}


def sentence(rule: RecurrenceRule, start: date) -> str:
    """Return a rule starting on `start` in words, in the active language."""
    return " ".join(filter(None, [_pattern(rule, start), _end(rule)]))


def _pattern(rule: RecurrenceRule, start: date) -> str:
    count = rule.interval
    if rule.repeat == Repeat.DAILY:
        return ngettext("every day", "every %(count)d days", count) % {"count": count}
    if rule.repeat == Repeat.YEARLY:
        day = {"day": format_day_of_year(start), "count": count}
        return ngettext("every %(day)s", "on %(day)s every %(count)d years", count) % day
    if rule.repeat == Repeat.WEEKLY:
        days = joined([_weekday(day) for day in sorted(rule.weekdays) or [start.weekday()]])
        return _every_weeks(count) % {"days": days, "count": count}
    months = str(MONTHS[min(count, 3) - 1]) % {"count": count}
    return gettext("on the %(day)s %(months)s") % {"day": _day(rule, start), "months": months}


def _every_weeks(count: int) -> str:
    if count == 2:
        return gettext("every second %(days)s")
    return ngettext("every %(days)s", "every %(count)d weeks on %(days)s", count)


def _weekday(number: int) -> str:
    """Return the name of a weekday; in Welsh without “Dydd”, which its phrases contain."""
    name = str(WEEKDAYS[number])
    return name.removeprefix("Dydd ") if speaks("cy") else name


def _day(rule: RecurrenceRule, start: date) -> str:
    """Return the day of the month: “14th”, “second Tuesday”."""
    if rule.repeat == Repeat.MONTHLY_DATE:
        return _ordinal(start)
    last = rule.repeat == Repeat.MONTHLY_LAST
    phrase = gettext("last %(weekday)s") if last else WEEKS[week_of_month(start)]
    return phrase % {"weekday": _weekday(start.weekday())}


def _ordinal(day: date) -> str:
    """Return the day of the month: “14th”, “14.”, “1er”, “y 14eg”."""
    if speaks("en"):
        return date_format(day, "jS")
    if speaks("fr"):
        return "1er" if day.day == 1 else str(day.day)
    if not speaks("cy"):
        return f"{day.day}."
    ending = (*WELSH_ENDINGS, *["ain"] * 11)[day.day - 1]
    return f"{'yr' if day.day in WELSH_VOWELS else 'y'} {day.day}{ending}"


def _end(rule: RecurrenceRule) -> str:
    if rule.until:
        return gettext("until %(day)s") % {"day": format_day(rule.until)}
    if rule.count:
        return ngettext("%(count)d time", "%(count)d times", rule.count) % {"count": rule.count}
    return ""

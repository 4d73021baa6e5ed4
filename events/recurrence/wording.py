"""Recurrence rules in words: “every second Tuesday until 30 June 2027”."""

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.recurrence.rules import RecurrenceRule, Repeat, week_of_month

ORDINALS = {
    1: pgettext_lazy("Tuesday of a month", "first"),
    2: pgettext_lazy("Tuesday of a month", "second"),
    3: pgettext_lazy("Tuesday of a month", "third"),
    4: pgettext_lazy("Tuesday of a month", "fourth"),
    5: pgettext_lazy("Tuesday of a month", "fifth"),
}
# For intervals of one, two, and more months.
MONTHS = (_("of every month"), _("of every second month"), _("of every %(count)d months"))


def sentence(rule: RecurrenceRule, start: date) -> str:
    """Return a rule starting on `start` in words, in the active language."""
    return " ".join(filter(None, [_pattern(rule, start), _end(rule)]))


def _pattern(rule: RecurrenceRule, start: date) -> str:
    count = rule.interval
    if rule.repeat == Repeat.DAILY:
        return ngettext("every day", "every %(count)d days", count) % {"count": count}
    if rule.repeat == Repeat.YEARLY:
        day = {"day": date_format(start, "MONTH_DAY_FORMAT"), "count": count}
        return ngettext("every %(day)s", "on %(day)s every %(count)d years", count) % day
    if rule.repeat == Repeat.WEEKLY:
        days = joined([str(WEEKDAYS[day]) for day in sorted(rule.weekdays) or [start.weekday()]])
        return _every_weeks(count) % {"days": days, "count": count}
    months = str(MONTHS[min(count, 3) - 1]) % {"count": count}
    return gettext("on the %(day)s %(months)s") % {"day": _day(rule, start), "months": months}


def _every_weeks(count: int) -> str:
    if count == 2:
        return gettext("every second %(days)s")
    return ngettext("every %(days)s", "every %(count)d weeks on %(days)s", count)


def _day(rule: RecurrenceRule, start: date) -> str:
    """Return the day of the month: “14th”, “second Tuesday”."""
    if rule.repeat == Repeat.MONTHLY_DATE:
        english = (get_language() or "en").startswith("en")
        return date_format(start, "jS" if english else "j.")
    name = WEEKDAYS[start.weekday()]
    last = rule.repeat == Repeat.MONTHLY_LAST
    ordinal = gettext("last") if last else ORDINALS[week_of_month(start)]
    return f"{ordinal} {name}"


def _end(rule: RecurrenceRule) -> str:
    if rule.until:
        return gettext("until %(day)s") % {"day": date_format(rule.until, "DATE_FORMAT")}
    if rule.count:
        return ngettext("%(count)d time", "%(count)d times", rule.count) % {"count": rule.count}
    return ""


def joined(names: list[str]) -> str:
    """Return names as a list in words: “A, B and C”."""
    if len(names) < 2:
        return "".join(names)
    *first, last = names
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}

"""How an event of Events Calendar Pro repeats, as our rules say it.

Source: its class Tribe__Events__Pro__Recurrence__Meta, whose rules are an array of PHP in the field
“_EventRecurrence”.
"""

from datetime import date, datetime

from events.models import EventPage
from events.recurrence.rules import Repeat, week_of_month
from importers.wordpress.wxr import php
from importers.wordpress.wxr.records import moment

# How Events Calendar Pro names its rules, and what they are here.
RULES = {
    "Every Day": (Repeat.DAILY, 1),
    "Every Week": (Repeat.WEEKLY, 1),
    "Every Month": (Repeat.MONTHLY_DATE, 1),
    "Every Year": (Repeat.YEARLY, 1),
    "Daily": (Repeat.DAILY, 0),
    "Weekly": (Repeat.WEEKLY, 0),
    "Monthly": (Repeat.MONTHLY_DATE, 0),
    "Yearly": (Repeat.YEARLY, 0),
}
MOST_APART = 99
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def clock(text: str) -> datetime | None:
    """Return a moment on a clock that is named elsewhere."""
    found = moment(text)
    return found and found.replace(tzinfo=None)


def read_rule(rule: object, start: date) -> dict[str, object] | None:
    """Return a rule of Events Calendar Pro as our fields have it; None where they cannot."""
    if not isinstance(rule, dict):
        return None
    custom = rule.get("custom") if isinstance(rule.get("custom"), dict) else {}
    name = custom.get("type") if rule.get("type") == "Custom" else rule.get("type")
    known = RULES.get(str(name))
    if not known:
        return None
    repeat, every = known
    interval = every or _number(custom.get("interval"), 1)
    values: dict[str, object] = {"repeat_every": interval}
    if repeat == Repeat.WEEKLY:
        week = custom.get("week") if isinstance(custom.get("week"), dict) else {}
        days = sorted({_number(day, 0) - 1 for day in php.entries(week.get("day"))} & set(range(7)))
        values["repeat_weekdays"] = [str(day) for day in days]
    repeat = _by_date_or_weekday(repeat, custom, start)
    if repeat is None or interval > MOST_APART:
        return None
    end = str(rule.get("end-type") or "").lower()
    if end == "on":
        until = moment(f"{str(rule.get('end'))[:10]} 00:00:00")
        values["repeat_until"] = until and until.date()
    elif end == "after":
        values["repeat_count"] = max(2, _number(rule.get("end-count"), 2))
    values["repeats"] = repeat
    return values if EventPage(**values).rule.fits(start) else None


def _by_date_or_weekday(repeat: Repeat, custom: dict, start: date) -> Repeat | None:
    """Return the rule more exactly; None where its first day does not fit it."""
    if repeat == Repeat.MONTHLY_DATE:
        return _by(custom.get("month"), start)
    if repeat == Repeat.YEARLY:
        year = custom.get("year") if isinstance(custom.get("year"), dict) else {}
        months = [str(month) for month in php.entries(year.get("month"))]
        is_date = _by(year, start) == Repeat.MONTHLY_DATE and months in ([], [str(start.month)])
        return repeat if is_date else None
    return repeat


def _by(month: object, start: date) -> Repeat | None:
    """Return by what of a month it repeats; None where that is not what its first day is."""
    month = month if isinstance(month, dict) else {}
    number = str(month.get("number") or "").lower()
    is_same = str(month.get("same-time") or month.get("same-day") or "").lower() == "yes"
    if is_same or number in ("", "none"):
        return Repeat.MONTHLY_DATE
    if number.isdigit():
        return Repeat.MONTHLY_DATE if number == str(start.day) else None
    if str(month.get("day") or start.isoweekday()) != str(start.isoweekday()):
        return None
    if number == "last":
        return Repeat.MONTHLY_LAST
    is_this = ORDINALS.get(number) == week_of_month(start)
    return Repeat.MONTHLY_WEEKDAY if is_this else None


def _number(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise

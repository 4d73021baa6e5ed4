"""Convert the recurrence rules of Events Calendar Pro.

Source: its class Tribe__Events__Pro__Recurrence__Meta, whose rules are a serialized PHP array in
the custom field “_EventRecurrence”.
"""

from datetime import date, datetime

from events.models import EventPage
from events.recurrence.rules import Repeat, week_of_month
from importers.source import php
from importers.source.records import parse_datetime

# Each type of rule, with its interval; 0 if the rule contains the interval.
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
MAX_INTERVAL = 99
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def naive_moment(text: str) -> datetime | None:
    """Return a date and time without a time zone, which another custom field contains."""
    found = parse_datetime(text)
    return found and found.replace(tzinfo=None)


def read_rule(rule: object, start: date) -> dict[str, object] | None:
    """Return a rule as values of EventPage's fields; None if they cannot express it."""
    if not isinstance(rule, dict):
        return None
    custom = rule.get("custom") if isinstance(rule.get("custom"), dict) else {}
    name = custom.get("type") if rule.get("type") == "Custom" else rule.get("type")
    known = RULES.get(str(name))
    if not known:
        return None
    repeat, fixed_interval = known
    interval = fixed_interval or _number(custom.get("interval"), 1)
    values: dict[str, object] = {"repeat_every": interval}
    if repeat == Repeat.WEEKLY:
        week = custom.get("week") if isinstance(custom.get("week"), dict) else {}
        days = sorted(
            {_number(day, 0) - 1 for day in php.array_values(week.get("day"))} & set(range(7))
        )
        values["repeat_weekdays"] = [str(day) for day in days]
    repeat = _refine(repeat, custom, start)
    if repeat is None or interval > MAX_INTERVAL:
        return None
    end = str(rule.get("end-type") or "").lower()
    if end == "on":
        until = parse_datetime(f"{str(rule.get('end'))[:10]} 00:00:00")
        values["repeat_until"] = until and until.date()
    elif end == "after":
        values["repeat_count"] = max(2, _number(rule.get("end-count"), 2))
    values["repeats"] = repeat
    return values if EventPage(**values).rule.fits(start) else None


def _refine(repeat: Repeat, custom: dict, start: date) -> Repeat | None:
    """Return the exact kind of a monthly or yearly rule; None if `start` does not match it."""
    if repeat == Repeat.MONTHLY_DATE:
        return _refine_monthly(custom.get("month"), start)
    if repeat == Repeat.YEARLY:
        year = custom.get("year") if isinstance(custom.get("year"), dict) else {}
        months = [str(month) for month in php.array_values(year.get("month"))]
        is_by_date = _refine_monthly(year, start) == Repeat.MONTHLY_DATE
        return repeat if is_by_date and months in ([], [str(start.month)]) else None
    return repeat


def _refine_monthly(month: object, start: date) -> Repeat | None:
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
    is_this_week = ORDINALS.get(number) == week_of_month(start)
    return Repeat.MONTHLY_WEEKDAY if is_this_week else None


def _number(value: object, default: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default

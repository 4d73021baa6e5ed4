"""The time of a planned publication in words."""

from datetime import date, datetime

from django.utils.timezone import is_aware, localtime, now

from core.values.dates import in_words
from events.recurrence.times import clock, day_formats


def future_time(value: date) -> str:
    """Return a time that is still to come, such as “Tue 1 Dec, 9.00am”; otherwise nothing.

    The year is added if it is another one.
    """
    if not isinstance(value, datetime) or not is_aware(value) or value <= now():
        return ""
    moment, (in_full, without_year, _day) = localtime(value), day_formats()
    pattern = without_year if moment.year == localtime(now()).year else in_full
    return f"{in_words(moment, pattern)}, {clock(moment.time())}"

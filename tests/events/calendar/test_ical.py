"""iCalendar files, read by two independent parsers and compared with the stored occurrences."""

from datetime import date, time, timedelta
from itertools import product

import pytest
from django.test import RequestFactory
from wagtail.signal_handlers import disable_reference_index_auto_update

from events.calendar.ical import calendar
from events.models import DateChange, EventPage
from tests import factories
from tests.calendars.readers import read_by_ical_js, read_by_python, shown

UNTIL = date(2028, 4, 30)
# The Fridays before daylight saving time starts and ends in 2027. Kolkata does not have it.
ZONES = {
    "Europe/London": (date(2027, 3, 26), date(2027, 10, 29)),
    "America/New_York": (date(2027, 3, 12), date(2027, 11, 5)),
    "Asia/Kolkata": (date(2027, 3, 26), date(2027, 10, 29)),
    "Pacific/Chatham": (date(2027, 4, 2), date(2027, 9, 24)),
}
HOURS = {
    "evening": {"start_time": time(19), "end_time": time(21)},
    "across midnight": {"start_time": time(22), "end_time": time(4), "days": 1},
    "in the skipped hour": {"start_time": time(1, 30), "end_time": time(2, 45)},
    "no end": {"start_time": time(18, 30)},
    "all day": {},
    "three days": {"days": 2},
    "three days from noon": {"start_time": time(12), "days": 2},
}
RULES = {
    "once": {},
    "daily": {"repeats": "daily", "repeat_every": 2, "repeat_count": 9},
    "weekly": {"repeats": "weekly", "repeat_until": date(2028, 1, 31)},
    "fortnightly, two days": {
        "repeats": "weekly",
        "repeat_every": 2,
        "repeat_weekdays": ["0", "4"],
        "repeat_count": 12,
    },
    "monthly, last Friday": {"repeats": "monthly_last", "repeat_count": 10},
    "open": {"repeats": "weekly"},
}
TITLES = ("Cynhadledd ‘tŷ’, “Ŵyl”; bws \\ 41 🎉", "A long title, " * 12)


def changes(page, kinds):
    """Yield a change of each kind, from the second date of an event on."""
    days = [spec.recurrence_id for spec in page.occurrence_specs(UNTIL)]
    days = days[1:] or days * len(kinds)
    one = timedelta(days=1)
    fields = {
        "skipped": lambda day: {"note": ""},
        "cancelled": lambda day: {"note": "Strike; no buses, “sorry” 🚌"},
        "moved": lambda day: {"new_date": day + one, "note": "A day later"},
        "later": lambda day: {"new_date": day + one},
        "later hours": lambda day: {"new_start_time": time(20, 15)},
        "extra": lambda day: {},
    }
    for kind, day in zip(kinds, days, strict=False):
        changed = day + one if kind == "extra" else day
        yield DateChange(date=changed, kind=kind.split()[0], **fields[kind](day))


def first_day(day, rule):
    """Return the day, or the last Friday of its month if the rule requires it."""
    while rule == "monthly, last Friday" and (day + timedelta(days=7)).month == day.month:
        day += timedelta(days=7)
    return day


def events_of(home, case):
    """Create an event of one kind at both daylight saving changes of a time zone."""
    zone, hours, rule, kinds, *status = case
    parent = factories.EventIndexPageFactory(parent=home)
    for change, title in zip(ZONES[zone], TITLES, strict=True):
        day = first_day(change, rule)
        fields = {**HOURS[hours], **RULES[rule]}
        days = fields.pop("days", 0)
        event = EventPage(
            title=title,
            slug=f"event-{day}",
            start_date=day,
            end_date=day + timedelta(days=days),
            time_zone=zone,
            summary="Line one\nLine two; with, signs \\ and " + "words " * 30,
            status=status[0] if status else "scheduled",
            **fields,
        )
        event.changes = list(changes(event, kinds))
        event.full_clean(exclude=["path", "depth"])
        parent.add_child(instance=event)
        yield event


SINGLE = ("skipped", "cancelled", "moved", "extra")
CASES = [
    *(
        case
        for case in product(ZONES, HOURS, RULES, [()])
        if "three days" not in case[1] or case[2] != "daily"
    ),
    *product(ZONES, ["evening", "all day"], ["weekly", "open"], [(*SINGLE, "later")]),
    *product(
        ["Europe/London", "Pacific/Chatham"],
        ["evening", "across midnight"],
        ["weekly", "monthly, last Friday"],
        [(*SINGLE, "later hours")],
    ),
    *product(["Europe/London"], HOURS, ["weekly"], [("extra", "cancelled")]),
    *product(ZONES, HOURS, ["once"], [("moved",), ("cancelled",), ("extra",), ("extra", "moved")]),
    *product(
        ["America/New_York"],
        ["evening", "all day"],
        ["weekly"],
        [("moved", "cancelled")],
        ["cancelled", "postponed", "moved_online"],
    ),
]


@pytest.fixture
def http_request(site):
    return RequestFactory().get("/", headers={"host": "localhost"})


@pytest.mark.slow
@pytest.mark.once
def test_two_parsers_find_the_stored_occurrences(home, http_request):
    with disable_reference_index_auto_update():
        pages = [page for case in CASES for page in events_of(home, case)]
    files = [calendar("Ours", [page], http_request) for page in pages]
    by_ical_js = read_by_ical_js(files, UNTIL)
    for page, file, other in zip(pages, files, by_ical_js, strict=True):
        expected = shown(page, UNTIL)
        assert expected, page
        assert read_by_python(file, UNTIL) == expected, file.decode()
        assert other == expected, file.decode()

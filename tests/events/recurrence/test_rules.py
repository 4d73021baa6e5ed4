"""Recurrence rules, compared with two libraries, and their validation."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from events.calendar.ical import calendar
from events.models import DateChange
from events.recurrence.occurrences import occurrence_specs, series_segments
from events.recurrence.rules import RecurrenceRule, Repeat
from events.recurrence.times import EventTimes
from tests.calendars.readers import moment, read_by_python

MONDAY = date(2027, 1, 4)
FAR = date(2028, 12, 31)
DAY = timedelta(days=1)
ZONES = ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"]


def monday(week):
    return MONDAY + timedelta(weeks=week)


# Arguments of dateutil's rrule() for each kind of rule.
FREQUENCIES = {
    Repeat.DAILY: (rrule.DAILY, lambda start: {}),
    Repeat.WEEKLY: (rrule.WEEKLY, lambda start: {}),
    Repeat.MONTHLY_DATE: (rrule.MONTHLY, lambda start: {"bymonthday": start.day}),
    Repeat.MONTHLY_WEEKDAY: (
        rrule.MONTHLY,
        lambda start: {"byweekday": rrule.weekday(start.weekday(), (start.day - 1) // 7 + 1)},
    ),
    Repeat.MONTHLY_LAST: (
        rrule.MONTHLY,
        lambda start: {"byweekday": rrule.weekday(start.weekday(), -1)},
    ),
    Repeat.YEARLY: (rrule.YEARLY, lambda start: {}),
}
RULES = st.builds(
    RecurrenceRule,
    repeat=st.sampled_from(Repeat),
    interval=st.integers(1, 5),
    weekdays=st.lists(st.integers(0, 6), max_size=4, unique=True).map(tuple),
    until=st.none(),
    count=st.integers(2, 30),
)
STARTS = st.dates(date(2026, 1, 1), date(2028, 2, 29))


def fitting(rule, start):
    """Return the rule without unused weekdays; discard the example unless it fits `start`."""
    if rule.repeat != Repeat.WEEKLY:
        rule = RecurrenceRule(rule.repeat, rule.interval, (), rule.until, rule.count)
    assume(rule.fits(start))
    return rule


@given(rule=RULES, start=STARTS, hour=st.times(), zone=st.sampled_from(ZONES))
def test_dates_match_dateutil(rule, start, hour, zone):
    rule = fitting(rule, start)
    hours = EventTimes(start, hour.replace(microsecond=0, fold=0), start, None, zone)
    segments = series_segments(hours, rule, None, [])
    found = [spec.hours.starts_at for spec in occurrence_specs(segments, FAR)]
    frequency, further = FREQUENCIES[rule.repeat]
    options = further(start)
    if rule.weekdays:
        options["byweekday"] = rule.weekdays
    expected = rrule.rrule(
        frequency,
        dtstart=datetime.combine(start, hours.start_time),
        interval=rule.interval,
        count=rule.count,
        **options,
    )
    zoned = [each.replace(tzinfo=ZoneInfo(zone)) for each in expected]
    assert [each.astimezone(UTC) for each in found] == [each.astimezone(UTC) for each in zoned]


@pytest.mark.django_db
@settings(max_examples=60)
@given(
    plan=st.tuples(
        RULES,
        STARTS,
        st.one_of(st.none(), st.times(max_value=time(21))),
        st.sampled_from(ZONES),
        st.lists(st.integers(1, 8), max_size=3, unique=True),
    )
)
def test_dates_with_changes_match_a_calendar_program(weekly, plan):
    rule, start, hour, zone, chosen = plan
    rule = fitting(rule, start)
    weekly.start_date, weekly.end_date, weekly.time_zone = start, start, zone
    weekly.start_time = hour and hour.replace(second=0, microsecond=0, fold=0)
    weekly.end_time = weekly.start_time and weekly.start_time.replace(hour=23)
    weekly.repeats, weekly.repeat_every = rule.repeat, rule.interval
    weekly.repeat_weekdays = [str(day) for day in rule.weekdays]
    weekly.repeat_count = rule.count
    weekly.changes = []
    days = [each.recurrence_id for each in weekly.occurrence_specs(FAR)]
    kinds = ("cancelled", "skipped", "moved")
    weekly.changes = [
        DateChange(date=days[at], kind=kind, new_date=_day_after(days[at], kind))
        for at, kind in zip(chosen, kinds, strict=False)
        if at < len(days)
    ]
    file = calendar("Ours", [weekly], RequestFactory().get("/", headers={"host": "localhost"}))
    last = date(2200, 1, 1)  # Later than the end of any of these rules.
    found = [start for start, *_rest in read_by_python(file, last)]
    whole = weekly.start_time is None
    times = (each.hours for each in weekly.occurrence_specs(last))
    assert found == sorted(moment(each.start_date if whole else each.starts_at) for each in times)


def _day_after(day, kind):
    return day + timedelta(days=1) if kind == "moved" else None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"repeats": ""}, "repeat_count"),
        ({"repeats": "", "repeat_count": None, "repeat_until": FAR}, "repeat_until"),
        ({"repeats": "", "repeat_count": None, "repeat_weekdays": ["0"]}, "repeat_weekdays"),
        ({"repeats": "daily", "repeat_weekdays": ["0"]}, "repeat_weekdays"),
        ({"repeat_until": FAR}, "repeat_count"),
        ({"repeat_count": None, "repeat_until": MONDAY - timedelta(days=1)}, "repeat_until"),
        ({"repeat_weekdays": ["1", "2"]}, "start_date"),
        ({"repeats": "monthly_last"}, "start_date"),
        ({"repeat_every": 0}, "repeat_every"),
        ({"repeats": "daily", "repeat_count": 30_000}, "repeat_count"),
        (
            {"repeats": "daily", "repeat_count": None, "repeat_until": date(2999, 12, 31)},
            "repeat_until",
        ),
        ({"repeats": "daily", "end_date": MONDAY + timedelta(days=2)}, "end_date"),
    ],
)
def test_invalid_rules_are_refused_at_the_field(weekly, fields, field):
    for name, value in fields.items():
        setattr(weekly, name, value)
    with pytest.raises(ValidationError) as refusal:
        weekly.full_clean()
    assert list(refusal.value.message_dict) == [field]
    assert len(refusal.value.messages) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"date": MONDAY + timedelta(days=1), "kind": "cancelled"},
            "There is no date on this day. The nearest dates: Mon 4 Jan 2027 and Mon 11 Jan 2027.",
        ),
        ({"date": MONDAY, "kind": "extra"}, "The event already takes place on this day."),
        ({"date": MONDAY, "kind": "later", "new_start_time": time(9)}, "This is the first date."),
        (
            {"date": monday(1), "kind": "later", "new_date": MONDAY},
            "The date before this one is on the same day or later.",
        ),
        (
            {"date": monday(1), "kind": "moved", "new_end_time": time(18)},
            "The event ends before it starts.",
        ),
    ],
)
def test_invalid_changes_are_refused(weekly, fields, sentence):
    weekly.changes.add(DateChange(**fields))
    with pytest.raises(ValidationError) as refusal:
        weekly.full_clean()
    assert sentence in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "moved"}, "new_date"),
        ({"kind": "later"}, "new_date"),
        ({"kind": "cancelled", "new_date": MONDAY}, "kind"),
        ({"kind": "extra", "new_date": MONDAY}, "new_date"),
    ],
)
def test_change_requires_matching_values(weekly, fields, field):
    row = DateChange(page=weekly, date=MONDAY, **fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_later_dates_are_moved_once_and_to_one_day(weekly):
    weekly.changes.add(DateChange(date=monday(3), kind="later", new_date=monday(3) + DAY))
    weekly.full_clean()
    weekly.changes.add(DateChange(date=monday(3) + DAY, kind="later", new_start_time=time(9)))
    with pytest.raises(ValidationError, match="are already moved"):
        weekly.full_clean()
    weekly.repeat_weekdays = ["0", "2"]
    weekly.changes = [DateChange(date=monday(3), kind="later", new_date=monday(3) + 2 * DAY)]
    with pytest.raises(ValidationError, match="several days a week"):
        weekly.full_clean()


def test_last_date_cannot_be_left_out(weekly):
    weekly.repeats, weekly.repeat_count = "", None
    weekly.changes.add(DateChange(date=MONDAY, kind="skipped"))
    with pytest.raises(ValidationError, match="no dates left"):
        weekly.full_clean()

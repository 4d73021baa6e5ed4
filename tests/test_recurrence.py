"""Which dates an event has: its rule, what was changed of it, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from events.hours import Hours
from events.icalendar_files import calendar
from events.models import DateChange, Occurrence
from events.rules import Repeat, Rule
from events.series import instances, phases
from events.wording import sentence
from tests import factories
from tests.calendars.readers import moment, read_by_python

MONDAY = date(2027, 1, 4)
FAR = date(2028, 12, 31)
ZONES = ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"]


@pytest.fixture
def calendar_page(home):
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


@pytest.fixture
def weekly(calendar_page):
    """Ten Mondays at seven, from 4 January 2027."""
    return factories.EventPageFactory(
        parent=calendar_page,
        title="Weekly",
        start_date=MONDAY,
        start_time=time(19),
        end_time=time(21),
        repeats="weekly",
        repeat_count=10,
    )


def dates(page):
    return {row.name: row for row in page.occurrences.order_by("starts_at")}


def change(page, day, kind, **fields):
    page.changes.add(DateChange(date=day, kind=kind, **fields))
    page.full_clean()
    page.save()
    return dates(page)


def monday(week):
    return MONDAY + timedelta(weeks=week)


# Rules of any kind, as dateutil builds them without a text.
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
    Rule,
    repeat=st.sampled_from(Repeat),
    interval=st.integers(1, 5),
    weekdays=st.lists(st.integers(0, 6), max_size=4, unique=True).map(tuple),
    until=st.none(),
    count=st.integers(2, 30),
)
STARTS = st.dates(date(2026, 1, 1), date(2028, 2, 29))


def fitting(rule, start):
    """Return the rule without weekdays that mean nothing to it; one that begins on `start`."""
    if rule.repeat != Repeat.WEEKLY:
        rule = Rule(rule.repeat, rule.interval, (), rule.until, rule.count)
    assume(rule.fits(start))
    return rule


@given(rule=RULES, start=STARTS, hour=st.times(), zone=st.sampled_from(ZONES))
def test_dates_are_those_of_dateutil(rule, start, hour, zone):
    rule = fitting(rule, start)
    hours = Hours(start, hour.replace(tzinfo=None, microsecond=0), start, None, zone)
    found = [each.hours.starts_at for each in instances(phases(hours, rule, None, []), FAR)]
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
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    plan=st.tuples(
        RULES,
        STARTS,
        st.one_of(st.none(), st.times(max_value=time(21))),
        st.sampled_from(ZONES),
        st.lists(st.integers(1, 8), max_size=3, unique=True),
    )
)
def test_dates_are_those_of_a_calendar_program(weekly, plan):
    """With changes of some of them, too."""
    rule, start, hour, zone, chosen = plan
    rule = fitting(rule, start)
    weekly.start_date, weekly.end_date, weekly.time_zone = start, start, zone
    weekly.start_time = hour and hour.replace(second=0, microsecond=0)
    weekly.end_time = weekly.start_time and weekly.start_time.replace(hour=23)
    weekly.repeats, weekly.repeat_every = rule.repeat, rule.interval
    weekly.repeat_weekdays = [str(day) for day in rule.weekdays]
    weekly.repeat_count = rule.count
    weekly.changes = []
    days = [each.name for each in weekly.instances(FAR)]
    kinds = ("cancelled", "skipped", "moved")
    weekly.changes = [
        DateChange(date=days[at], kind=kind, new_date=_day_after(days[at], kind))
        for at, kind in zip(chosen, kinds, strict=False)
        if at < len(days)
    ]
    file = calendar("Ours", [weekly], RequestFactory().get("/", headers={"host": "localhost"}))
    last = date(2150, 1, 1)
    found = [start for start, *_rest in read_by_python(file, last)]
    whole = weekly.start_time is None
    expected = (each.hours for each in weekly.instances(last))
    assert found == sorted(
        moment(each.start_date if whole else each.starts_at) for each in expected
    )


def _day_after(day, kind):
    return day + timedelta(days=1) if kind == "moved" else None


@pytest.mark.parametrize(
    ("rule", "start", "english", "german"),
    [
        (Rule(Repeat.WEEKLY), MONDAY, "every Monday", "jeden Montag"),
        (
            Rule(Repeat.WEEKLY, 2, (1,), date(2027, 6, 30)),
            date(2027, 1, 5),
            "every second Tuesday until 30 Jun 2027",
            "jeden zweiten Dienstag bis 30. Juni 2027",
        ),
        (
            Rule(Repeat.WEEKLY, 3, (0, 2, 4), None, 5),
            MONDAY,
            "every 3 weeks on Monday, Wednesday and Friday 5 times",
            "alle 3 Wochen am Montag, Mittwoch und Freitag 5-mal",
        ),
        (Rule(Repeat.DAILY, 2), MONDAY, "every 2 days", "alle 2 Tage"),
        (
            Rule(Repeat.MONTHLY_DATE),
            date(2027, 1, 22),
            "on the 22nd of every month",
            "am 22. jedes Monats",
        ),
        (
            Rule(Repeat.MONTHLY_WEEKDAY, 2),
            date(2027, 1, 12),
            "on the second Tuesday of every second month",
            "am zweiten Dienstag jedes zweiten Monats",
        ),
        (
            Rule(Repeat.MONTHLY_LAST, 3),
            date(2027, 1, 29),
            "on the last Friday of every 3 months",
            "am letzten Freitag alle 3 Monate",
        ),
        (Rule(Repeat.YEARLY), date(2027, 5, 1), "every 1 May", "jedes Jahr am 1. Mai"),
    ],
)
def test_rule_is_told_in_words(rule, start, english, german):
    for language, words in (("en-gb", english), ("de", german)):
        with translation.override(language):
            assert sentence(rule, start) == words


def test_hours_stay_put_when_the_clocks_change(weekly):
    weekly.repeat_count = 20
    weekly.save()
    hours = {row.starts_at.astimezone(UTC).hour for row in weekly.occurrences.all()}
    assert hours == {19, 18}  # in winter and in summer
    assert {row.start_time for row in weekly.occurrences.all()} == {time(19)}


def test_one_date_changes_and_leaves_the_others_alone(weekly):
    before = dates(weekly)
    after = change(weekly, monday(2), "cancelled", note="A strike")
    assert (after[monday(2)].status, after[monday(2)].note) == ("cancelled", "A strike")
    venue = factories.VenueFactory()
    after = change(
        weekly, monday(3), "moved", new_date=monday(3) + timedelta(days=2), new_venue=venue
    )
    moved = after[monday(3)]
    assert moved.start_date == monday(3) + timedelta(days=2)
    assert (moved.start_time, moved.end_time, moved.venue) == (time(19), time(21), venue)
    assert moved.status == "rescheduled"
    assert monday(4) not in change(weekly, monday(4), "skipped")
    after = change(weekly, monday(5) + timedelta(days=3), "extra", new_start_time=time(10))
    extra = after[monday(5) + timedelta(days=3)]
    assert (extra.start_time, extra.end_time) == (time(10), time(12))
    same = set(before) - {monday(2), monday(3), monday(4)}
    assert {day: after[day].pk for day in same} == {day: before[day].pk for day in same}


def test_one_date_and_all_later_ones_change(weekly):
    before = dates(weekly)
    after = change(
        weekly, monday(6), "later", new_date=monday(6) + timedelta(days=1), new_start_time=time(18)
    )
    assert len(after) == 10
    assert [after[monday(week)].pk for week in range(6)] == [
        before[monday(week)].pk for week in range(6)
    ]
    later = [row for day, row in after.items() if day > monday(5)]
    assert [row.start_date for row in later] == [
        monday(week) + timedelta(days=1) for week in range(6, 10)
    ]
    assert {(row.start_time, row.end_time) for row in later} == {(time(18), time(20))}
    after = change(weekly, later[1].name, "cancelled")
    assert [row.status for row in after.values()].count("cancelled") == 1
    after = change(weekly, later[2].name, "later", new_start_time=time(9))
    assert [row.start_time.hour for row in after.values()] == [19] * 6 + [18] * 2 + [9] * 2


def test_event_without_end_is_extended(weekly, monkeypatch):
    weekly.repeat_count = None
    weekly.save()
    rows, end, sequence = weekly.occurrences.count(), weekly.ends_at, weekly.sequence
    call_command("extend_calendar")
    assert weekly.occurrences.count() == rows
    monkeypatch.setattr("events.models.recurrence.HORIZON", timedelta(days=548 + 28))
    call_command("extend_calendar")
    assert weekly.occurrences.count() == rows + 4
    weekly.refresh_from_db()
    assert weekly.ends_at == end + timedelta(weeks=4)
    assert weekly.sequence == sequence


def test_calendars_learn_of_what_changes_and_of_nothing_else(weekly):
    first = weekly.sequence
    weekly.title = "Another"
    weekly.save()
    assert weekly.sequence == first
    change(weekly, monday(2), "cancelled")
    assert weekly.sequence == first + 1
    weekly.status = "cancelled"
    weekly.save()
    assert weekly.sequence == first + 2
    stale = type(weekly).objects.get(pk=weekly.pk)
    stale.sequence = 0  # as in an older version
    stale.save()
    assert stale.sequence == first + 2


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
        ({"repeats": "daily", "repeat_count": None, "repeat_until": date.max}, "repeat_until"),
        ({"repeats": "daily", "end_date": MONDAY + timedelta(days=2)}, "end_date"),
    ],
)
def test_impossible_rules_are_refused_at_the_field(weekly, fields, field):
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
            "There is no date on this day. The nearest: Mon 4 Jan 2027 and Mon 11 Jan 2027.",
        ),
        ({"date": MONDAY, "kind": "extra"}, "There is a date on this day already."),
        ({"date": MONDAY, "kind": "later", "new_start_time": time(9)}, "This is the first date."),
        (
            {"date": monday(1), "kind": "later", "new_date": MONDAY},
            "There is an earlier date on this day, or after it.",
        ),
        (
            {"date": monday(1), "kind": "moved", "new_end_time": time(18)},
            "It ends before it starts.",
        ),
    ],
)
def test_impossible_changes_are_refused(weekly, fields, sentence):
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
def test_change_has_to_say_what_changes(weekly, fields, field):
    row = DateChange(page=weekly, date=MONDAY, **fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_event_keeps_a_date(weekly):
    weekly.repeats, weekly.repeat_count = "", None
    weekly.changes.add(DateChange(date=MONDAY, kind="skipped"))
    with pytest.raises(ValidationError, match="No date would be left"):
        weekly.full_clean()


def test_dates_go_with_their_event(weekly):
    assert Occurrence.objects.count() == 10
    weekly.delete()
    assert not Occurrence.objects.exists()


def test_copy_has_dates_of_its_own(weekly):
    change(weekly, monday(1), "cancelled")
    copy = weekly.copy(update_attrs={"slug": "copy"})
    assert copy.occurrences.count() == 10
    assert copy.occurrences.get(name=monday(1)).is_cancelled

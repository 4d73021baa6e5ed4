"""Times of events, upcoming and past events, and how times are displayed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, now

from events.models import EventPage
from events.recurrence.times import EventTimes, clock
from events.recurrence.timezones import zone_choices
from tests import factories


@pytest.fixture
def calendar(home):
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


def event(calendar, **fields):
    return factories.EventPageFactory(parent=calendar, **fields)


@pytest.mark.parametrize(
    ("hour", "text"),
    [
        (time(0), "12.00am"),
        (time(10), "10.00am"),
        (time(12), "12.00pm"),
        (time(16, 30), "4.30pm"),
        (time(23, 5), "11.05pm"),
    ],
)
def test_clock_is_formatted_as_in_britain(hour, text):
    assert clock(hour) == text


@pytest.mark.parametrize(
    ("start", "end", "line"),
    [
        (date(2023, 2, 11), date(2023, 2, 11), "Sat 11 Feb 2023"),
        (date(2023, 2, 10), date(2023, 2, 12), "Fri 10 – Sun 12 Feb 2023"),
        (date(2023, 2, 28), date(2023, 3, 1), "Tue 28 Feb – Wed 1 Mar 2023"),
        (date(2022, 12, 31), date(2023, 1, 1), "Sat 31 Dec 2022 – Sun 1 Jan 2023"),
    ],
)
def test_days_repeat_nothing(start, end, line):
    assert EventTimes(start, None, end, None, "Europe/London").day_line == line


def test_date_line_joins_day_and_hours(calendar):
    page = event(calendar, start_date=date(2023, 2, 11), start_time=time(10), end_time=time(16, 30))
    assert page.date_line == "Sat 11 Feb 2023, 10.00am – 4.30pm"


def test_times_are_in_the_time_zone_of_the_event(calendar):
    page = event(
        calendar,
        start_date=date(2027, 7, 1),
        start_time=time(19),
        end_time=time(21),
        time_zone="Asia/Kolkata",
    )
    page.refresh_from_db()
    assert page.starts_at == datetime(2027, 7, 1, 13, 30, tzinfo=UTC)
    assert page.ends_at == datetime(2027, 7, 1, 15, 30, tzinfo=UTC)


def test_local_time_is_kept_across_a_daylight_saving_change():
    before = EventTimes(date(2027, 3, 27), time(19), date(2027, 3, 27), None, "Europe/London")
    after = EventTimes(date(2027, 3, 28), time(19), date(2027, 3, 28), None, "Europe/London")
    assert after.starts_at.astimezone(UTC) - before.starts_at.astimezone(UTC) == timedelta(hours=23)


def test_all_day_event_lasts_until_the_end_of_its_last_day():
    hours = EventTimes(date(2027, 7, 1), None, date(2027, 7, 2), None, "UTC")
    assert hours.ends_at == datetime(2027, 7, 3, tzinfo=UTC)


def test_upcoming_and_past(calendar):
    today = localdate()
    last_week = event(calendar, start_date=today - timedelta(days=7))
    under_way = event(
        calendar, start_date=today - timedelta(days=1), end_date=today + timedelta(days=1)
    )
    next_week = event(calendar, start_date=today + timedelta(days=7))
    tomorrow = event(calendar, start_date=today + timedelta(days=1))
    draft = event(calendar, start_date=today + timedelta(days=1), live=False)
    upcoming = list(EventPage.objects.upcoming())
    assert upcoming == [under_way, tomorrow, next_week]
    assert list(EventPage.objects.past()) == [last_week]
    assert draft not in upcoming
    assert last_week.is_over
    assert not under_way.is_over


def test_calendar_lists_upcoming_events_and_its_archive_past_ones(calendar, get):
    event(calendar, title="Gone", start_date=localdate() - timedelta(days=7))
    event(calendar, title="To come", start_date=localdate() + timedelta(days=7))
    assert "To come" in get("/events/")
    assert "Gone" not in get("/events/")
    assert "Gone" in get("/events/past/")
    assert "To come" not in get("/events/past/")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end_date": date(2027, 1, 1)}, "end_date"),
        ({"end_time": time(10)}, "start_time"),
        ({"start_time": time(10), "end_time": time(9)}, "end_time"),
        ({"start_time": time(10), "end_time": time(10)}, "end_time"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
    ],
)
def test_invalid_times_are_refused_at_the_field(calendar, fields, field):
    page = event(calendar, start_date=date(2027, 1, 2))
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_time_zones_are_places_and_utc():
    zones = dict(zone_choices())
    assert {
        "UTC",
        "Europe/London",
        "Asia/Kolkata",
        "Pacific/Chatham",
        "America/Argentina/Ushuaia",
    } <= set(zones)
    assert "Etc/GMT+1" not in zones


def test_event_page_displays_time_place_and_organiser(site_tree, get):
    html = get(site_tree.event.url)
    assert "10.00am – 4.30pm" in html
    assert "The tenants’ union" in html
    assert 'lang="cy">Cynhadledd tai</span>' in html
    assert now() < site_tree.event.starts_at

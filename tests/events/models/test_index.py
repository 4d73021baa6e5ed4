"""The calendar: listings, months, filters and feeds."""

import re
from datetime import date, time, timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.timezone import localdate

from events.calendar.month import Month
from events.filters import period_days
from events.models import DateChange, Occurrence
from tests import factories
from tests.access import restrict

TODAY = localdate()


@pytest.fixture
def index(home):
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


def event(index, title, days=7, **fields):
    return factories.EventPageFactory(
        parent=index, title=title, start_date=TODAY + timedelta(days=days), **fields
    )


def titles(html):
    """Return the titles of a listing in order."""
    links = BeautifulSoup(html, "html.parser").select("main article :is(h2, h3) a")
    return [link.get_text(strip=True) for link in links]


@pytest.fixture
def several(index, home):
    """Create events of which each filter matches only some."""
    factories.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    hall = factories.VenueFactory(name="Lantern Hall", town="Cardiff")
    found = {
        "Strike": event(index, "Strike", 3, venue=hall, is_free=True),
        "Webinar": event(index, "Webinar", 4, is_online=True, is_free=True),
        "Picket": event(index, "Picket", 5, venue=factories.VenueFactory(town="Swansea")),
        "Weekly": event(index, "Weekly", 6, venue=hall, repeats="weekly", repeat_count=3),
    }
    factories.assign(found["Strike"], factories.TopicFactory(name="Work"))
    factories.host(found["Picket"], "NEU", "UCU")
    factories.host(found["Webinar"], "NEU")
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Strike", "Webinar", "Picket", "Weekly"]),
        ("?topic=work", ["Strike"]),
        ("?organiser=neu", ["Webinar", "Picket"]),
        ("?town=Cardiff", ["Strike", "Weekly"]),
        ("?online=1", ["Webinar"]),
        ("?free=1", ["Strike", "Webinar"]),
        ("?free=1&town=Cardiff", ["Strike"]),
        ("?free=1&organiser=ucu", []),
        ("?topic=no-such-topic", []),
        ("?free=0&online=0&topic=work", ["Strike"]),
        ("?topic=&town=&month=&start=&end=", ["Strike", "Webinar", "Picket", "Weekly"]),
        (f"?start={TODAY + timedelta(days=5)}", ["Picket", "Weekly"]),
        (f"?end={TODAY + timedelta(days=4)}&free=1", ["Strike", "Webinar"]),
        (f"?end={TODAY + timedelta(days=1)}", []),
        ("?start=soon&end=2027-02-30&when=never", ["Strike", "Webinar", "Picket", "Weekly"]),
    ],
)
def test_filters_apply_to_listing_feed_and_subscription(several, get, client, query, expected):
    assert titles(get(f"/events/{query}")) == expected
    feed = get(f"/events/feed/{query}")
    assert re.findall(r"<title>(?!.*Events)([^<]+)", feed) == expected
    file = icalendar.Calendar.from_ical(client.get(f"/events/subscribe/{query}").content)
    assert {str(entry["SUMMARY"]) for entry in file.events} == set(expected)


def test_active_filters_can_be_removed_one_by_one(several, get):
    html = get("/events/?free=1&town=Cardiff")
    assert re.findall(r'href="(/events/[^"]*)">([^<]+) <span aria-hidden', html) == [
        ("/events/?free=1", "Cardiff"),
        ("/events/?town=Cardiff", "Free"),
    ]
    assert '<option value="Cardiff" selected>' in html
    assert "/events/subscribe/?town=Cardiff&amp;free=1" in html
    assert "Remove one of the filters" in get("/events/?free=1&organiser=ucu")


def test_active_filters_are_in_the_title(several, get):
    html = get("/events/?free=1&town=Cardiff")
    assert "<title>Events: Cardiff, Free – " in html
    assert re.search(r"<h1[^>]*>Events: Cardiff, Free</h1>", html)
    day = several["Strike"].start_date
    empty = get(f"/events/day/{day.year}/{day.month}/{day.day}/?town=Swansea")
    assert "Remove one of the filters" in empty
    assert "(take back)" in empty


@pytest.mark.parametrize("period", ["week", "weekend"])
def test_this_week_and_this_weekend(index, get, period):
    sunday = 6 - TODAY.weekday()
    for title, days in [("Sunday", sunday), ("Monday", sunday + 1), ("Long", sunday - 9)]:
        last = TODAY + timedelta(days=max(days, sunday))
        event(index, title, days, end_date=last)
    html = get(f"/events/?when={period}")
    assert titles(html) == ["Long", "Sunday"]
    links = BeautifulSoup(html, "html.parser").select('nav [aria-current="page"]')
    assert [link.text for link in links] == [f"This {period}"]
    assert f"Events: This {period}" in html
    # Dates replace the week or weekend.
    following = TODAY + timedelta(days=sunday + 1)
    assert titles(get(f"/events/?when={period}&start={following}")) == ["Monday"]


@pytest.mark.parametrize("day", range(1, 8))
def test_days_of_week_and_weekend(day):
    today = date(2027, 2, day)  # from a Monday to a Sunday
    assert period_days("week", today) == (date(2027, 2, 1), date(2027, 2, 7))
    assert period_days("weekend", today) == (date(2027, 2, 6), date(2027, 2, 7))
    with translation.override("en-us"):
        first = date(2027, 2, 7) if day == 7 else date(2027, 1, 31)
        assert period_days("week", today)[0] == first


def test_feed_and_subscription_carry_the_filters_in_their_names(several, get, client):
    query = "?town=Cardiff&topic=work&organiser=made-up&free=1&start=2026-12-03"
    words = "Events: from 3 Dec 2026, Cardiff, Work, Free"
    file = icalendar.Calendar.from_ical(client.get(f"/events/subscribe/{query}").content)
    assert str(file["X-WR-CALNAME"]).endswith(words)
    assert str(file["NAME"]).endswith(words)
    assert f"{words}</title>" in get(f"/events/feed/{query}")
    assert f'title="{words}" href="/events/feed/?' in get(f"/events/{query}")
    file = icalendar.Calendar.from_ical(client.get("/events/subscribe/").content)
    assert str(file["NAME"]).endswith("Events")


def test_list_has_headings_by_month_and_the_days_of_events(index, get):
    month = Month.of(TODAY)
    event(index, "Running", -70, end_date=TODAY + timedelta(days=70))
    following = month.after.after
    factories.EventPageFactory(
        parent=index, title="Later", start_date=following.first, end_date=following.last
    )
    html = BeautifulSoup(get("/events/"), "html.parser").main
    assert [each.text for each in html.select("section > h2")] == [month.title, following.title]
    assert [each.h3.get_text(strip=True) for each in html.select("section")] == ["Running", "Later"]
    later = html.select("article")[1].time
    assert later["datetime"] == following.first.isoformat()
    assert later.select_one("[aria-hidden]").get_text().split()[:2] == [
        "1",
        f"{following.first:%a}",
    ]


def test_each_occurrence_has_a_url(index, get):
    page = event(index, "Twice", -3)
    page.changes.add(DateChange(date=TODAY + timedelta(days=3), kind="extra"))
    page.save()
    past = get("/events/past/")
    assert f"{page.url}{page.start_date:%Y-%m-%d}/" in past
    once = event(index, "Once", -3)
    assert f'href="{once.url}"' in get("/events/past/")


def test_organiser_page_lists_events_of_all_calendars(several, home, get):
    other = factories.EventIndexPageFactory(parent=home, title="More", slug="more")
    page = factories.host(event(other, "Elsewhere"), "GMB")
    html = get(page.url)
    assert titles(get(re.search(r'href="([^"]+/organiser/gmb/)"', html)[1])) == ["Elsewhere"]


def test_month_filter_exports_single_occurrences(index, get, client):
    first = date(TODAY.year + 1, 1, 25)
    page = factories.EventPageFactory(
        parent=index, title="Weekly", start_date=first, repeats="weekly", repeat_count=5
    )
    query = f"?month={first:%Y-%m}"
    assert titles(get(f"/events/{query}")) == ["Weekly"]
    file = icalendar.Calendar.from_ical(client.get(f"/events/subscribe/{query}").content)
    assert [entry.start for entry in file.events] == [first]
    assert "RRULE" not in file.events[0]
    assert page.occurrences.count() == 5


@pytest.mark.parametrize("month", ["2027-13", "2027-00", "0000-01", "soon", "2027-1", "2027-01-01"])
def test_invalid_month_is_not_found(index, get, month):
    get(f"/events/?month={month}", status=404)
    get(f"/events/subscribe/?month={month}", status=404)


HUGE = "9" * 30


@pytest.mark.parametrize(
    "part",
    [
        *("month/2027/13", "month/9999/12", "month/0/1", "day/2027/2/30", "day/2300/1/1"),
        f"day/{TODAY.year}/0{TODAY.month}/{TODAY.day}",
        *(f"month/{TODAY.year}/0{TODAY.month}", f"month/0{TODAY.year}/{TODAY.month}"),
        *(f"month/{HUGE}/1", f"day/2027/{HUGE}/1", f"archive/{HUGE}", "organiser/unknown"),
    ],
)
def test_periods_without_events_are_not_found(index, get, part):
    get(f"/events/{part}/", status=404)


def test_filters_say_what_is_wrong_and_what_is_chosen(index, get):
    event(index, "Talk", 3)
    html = get(f"/events/?start={TODAY + timedelta(days=9)}&end={TODAY}")
    assert "The last day is before the first one." in html
    month = Month.of(TODAY + timedelta(days=400))
    assert month.title in get(f"/events/?month={month.year}-{month.number:02}")


def test_month_is_a_table_of_days(index, get):
    month = Month.of(TODAY).after
    day = month.first + timedelta(days=9)
    page = factories.EventPageFactory(
        parent=index, title="Fair", start_date=day, end_date=day + timedelta(days=2)
    )
    for number in range(6):
        event(index, f"Talk {number}", (day - TODAY).days, start_time=time(10 + number))
    html = get(f"/events/month/{month.year}/{month.number}/")
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count("<th scope=") == 7
    assert len(re.findall(r">\s*Fair\s*</a>", table)) == 3
    assert "<caption" in table
    assert "and 3 more" in table
    assert table.count(f'href="{page.url}"') == 3
    of_day = f"/events/day/{day.year}/{day.month}/{day.day}/"
    assert of_day in table
    assert len(titles(get(of_day))) == 7
    assert f"{day:%A} {day.day} {day:%B}, 7 events" in re.sub(r"\s+", " ", table)


def test_month_shows_events_of_the_neighbouring_days(index, get):
    month = Month(TODAY.year + 1, 2)
    last = month.shown_days[1]
    factories.EventPageFactory(
        parent=index, title="Fair", start_date=month.last, end_date=last + timedelta(days=3)
    )
    html = get(f"/events/month/{month.year}/{month.number}/")
    table = BeautifulSoup(html, "html.parser").table
    days = [cell.time["datetime"] for cell in table.select("td") if "Fair" in cell.text]
    count = (last - month.last).days + 1
    assert days == [f"{month.last + timedelta(days=number)}" for number in range(count)]


def test_series_is_listed_once_with_the_number_of_its_other_dates(several, get):
    page = several["Weekly"]
    dates = [row.recurrence_id for row in page.occurrences.order_by("starts_at")]
    html = get("/events/")
    addresses = [f"{page.url}{day:%Y-%m-%d}/" for day in dates]
    assert [address for address in addresses if address in html] == addresses[:1]
    more = BeautifulSoup(html, "html.parser").select_one('a[href$="#dates"]')
    assert (more["href"], more.get_text()) == (f"{page.url}#dates", "and 2 more dates: Weekly")
    assert [address for address in addresses if address in get(page.url)] == addresses
    page.changes.add(DateChange(date=dates[1], kind="cancelled", note="A strike"))
    page.save()
    more = BeautifulSoup(get("/events/"), "html.parser").select_one('a[href$="#dates"]')
    assert more.get_text() == "and 1 more date: Weekly"
    cancelled = get(addresses[1])
    assert "Cancelled" in cancelled
    assert "A strike" in cancelled
    assert f'<link rel="canonical" href="http://localhost{page.url}"' in cancelled
    assert "A strike" not in re.sub(r'(?s)<section class="dates".*?</section>', "", get(page.url))
    get(f"{page.url}2020-01-01/", status=404)
    get(f"{page.url}{dates[0]:%Y%m%d}/", status=404)
    get(f"{page.url}2020-13-45/", status=404)


def test_other_listings_display_the_next_occurrence_of_a_series(several, home, get):
    page = several["Weekly"]
    factories.assign(page, factories.TopicFactory(name="Housing"))
    Occurrence.objects.filter(page=page).order_by("starts_at")[:1].get().delete()
    second = page.occurrences.order_by("starts_at").first()
    html = get("/topics/housing/")
    assert titles(html) == ["Weekly"]
    assert second.hours.day_line in html


@pytest.mark.parametrize(
    "name", ["topic", "organiser", "town", "online", "free", "when", "start", "end"]
)
@pytest.mark.parametrize("value", ["%00", "a%00b", "%F0%9F%8E%89", "%27%22%3C", "x" * 3000, "%ff"])
def test_odd_filter_values_are_harmless(several, get, name, value):
    for part in ("", "feed/", "subscribe/", "past/", "month/"):
        get(f"/events/{part}?{name}={value}")


def test_restricted_event_hides_occurrences_and_calendar_file(several, client):
    restrict(several["Weekly"])
    dates = [f"{row.recurrence_id:%Y-%m-%d}/" for row in several["Weekly"].occurrences.all()]
    for part in ("", "calendar/", *dates, "2001-01-01/"):
        response = client.get(several["Weekly"].url + part)
        assert response.status_code == 302
        assert "/admin/accounts/login/" in response.url


def test_organiser_links_to_its_events(several, get):
    html = get(several["Picket"].url)
    assert '<a href="/events/organiser/neu/">NEU</a>' in html
    assert titles(get("/events/organiser/neu/")) == ["Webinar", "Picket"]
    assert titles(get("/events/organiser/neu/?free=1")) == ["Webinar"]
    get("/events/organiser/unknown/", status=404)


def test_cancelled_event_stays_listed_and_is_exported_as_cancelled(several, get, client):
    page = several["Strike"]
    page.status, page.status_note = "cancelled", "The dispute is won."
    page.save()
    html = get("/events/")
    assert titles(html)[0] == "Strike"
    assert "Cancelled" in html
    assert "The dispute is won." in get(page.url)
    file = icalendar.Calendar.from_ical(client.get("/events/subscribe/").content)
    entry = next(each for each in file.events if each["SUMMARY"] == "Strike")
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)


def test_event_moved_online_stays_listed_under_its_town(several, get):
    several["Strike"].status = "moved_online"
    several["Strike"].save()
    assert titles(get("/events/?town=Cardiff"))[0] == "Strike"


def test_calendar_hides_restricted_and_unpublished_events(several, get, client):
    restrict(several["Strike"])
    several["Picket"].unpublish()
    month = Month.of(several["Strike"].start_date)
    addresses = ["", "feed/", "subscribe/", f"month/{month.year}/{month.number}/", "past/"]
    for address in [*addresses, "?town=Cardiff", "?organiser=ucu", "organiser/ucu/"]:
        text = client.get(f"/events/{address}").content.decode()
        for word in ("Strike", "Picket", "Swansea", "UCU"):
            assert word not in text, address


def test_archive_lists_past_occurrences_of_a_series(index, get):
    page = event(index, "Weekly", -20, repeats="weekly", repeat_count=5)
    past = [row for row in page.occurrences.all() if row.is_over]
    assert len(past) == 3
    assert titles(get("/events/past/")) == ["Weekly"] * 3
    assert titles(get("/events/")) == ["Weekly"]
    in_year = [row for row in past if row.start_date.year == TODAY.year]
    assert titles(get(f"/events/archive/{TODAY.year}/")) == ["Weekly"] * len(in_year)


def test_past_events_stay_in_subscriptions_for_a_while(index, client):
    event(index, "Just over", -3)
    event(index, "Long over", -200)
    file = icalendar.Calendar.from_ical(client.get("/events/subscribe/").content)
    assert [str(entry["SUMMARY"]) for entry in file.events] == ["Just over"]

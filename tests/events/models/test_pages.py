"""Event pages and their structured data."""

import re
from datetime import date, time, timedelta

import pytest
from django.utils.timezone import localdate

from core.models import RelatedPage
from events.models import DateChange
from tests import factories
from tests.site_tree import raw_body
from tests.structured_data import main_entity

SOON = localdate() + timedelta(days=7)


@pytest.fixture
def index(home):
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


@pytest.fixture
def event(index):
    def make(**fields):
        fields = {"title": "A meeting", "start_date": SOON, "start_time": time(19)} | fields
        page = factories.EventPageFactory(parent=index, **fields)
        page.refresh_from_db()
        return page

    return make


@pytest.fixture
def read(get):
    def data_of(page):
        return main_entity(get(page.url))

    return data_of


def main(html):
    """Return the text of the main element."""
    text = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")])
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, ""),
        ({"is_free": True}, "Free"),
        ({"price": 5}, "£5"),
        ({"price": 5, "solidarity_price": "7.50"}, "£5, solidarity price £7.50"),
        ({"price": 5, "currency": "EUR", "price_note": "€2 unwaged"}, "€5, €2 unwaged"),
        ({"is_free": True, "price_note": "donations welcome"}, "Free, donations welcome"),
        ({"price_note": "Pay what you can"}, "Pay what you can"),
    ],
)
def test_price_is_displayed(event, get, fields, line):
    page = event(**fields)
    assert page.price_line == line
    assert ("Price " + line in main(get(page.url))) is bool(line)


def test_place_and_access_are_displayed(event, get, read):
    venue = factories.VenueFactory(
        name="Lantern Hall",
        town="Cardiff",
        address="52 Ffordd y Gloch",
        latitude=51.4816,
        longitude=-3.1791,
        access_facts=["step_free", "hearing_loop"],
    )
    page = event(
        venue=venue,
        doors_time=time(18, 30),
        access_facts=["childcare", "step_free"],
        access_note="BSL",
        access_contact="<b>access@example.org",
    )
    html = get(page.url)
    words = main(html)
    assert "Step-free, Hearing loop, Childcare BSL" in words
    assert 'href="mailto:' in html
    assert "<b>access" not in html
    assert "Doors open at 6.30pm" in words
    assert "https://www.openstreetmap.org/?mlat=51.4816&amp;mlon=-3.1791" in html
    data = read(page)
    (place,) = data["location"]
    assert place["address"]["addressLocality"] == "Cardiff"
    assert (place["geo"]["latitude"], place["geo"]["longitude"]) == (51.4816, -3.1791)
    assert re.search(r"T18:30:00\+0[01]:00$", data["doorTime"])


def test_organisers_and_co_organisers_are_distinguished(event, get):
    page = factories.host(event(), "NEU", "UCU")
    page.event_organisers.filter(organiser__name="UCU").update(role="co_organiser")
    assert "Organised by NEU together with UCU" in main(get(page.url))
    assert "Organised by NEU " in main(get("/events/"))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("cancelled", "Cancelled."),
        ("postponed", "Postponed."),
        ("moved_online", "Moved online."),
        ("scheduled", ""),
    ],
)
def test_status_is_in_page_and_structured_data(event, get, read, status, words):
    page = event(status=status, venue=factories.VenueFactory(name="Lantern Hall"))
    assert words in main(get(page.url))
    data = read(page)
    kind = status.title().replace("_", "")
    assert data["eventStatus"] == f"https://schema.org/Event{kind}"
    is_online = status == "moved_online"
    assert ("Lantern Hall" in get(page.url)) is not is_online
    assert [place["@type"] for place in data["location"]] == [
        "VirtualLocation" if is_online else "Place"
    ]


def test_rescheduled_event_displays_the_former_date(event, get, read):
    page = event(status="rescheduled", rescheduled_from=date(2026, 1, 3))
    assert "New date. It was announced for Sat 3 Jan 2026." in main(get(page.url))
    assert read(page)["previousStartDate"] == "2026-01-03"


def test_offers_have_a_price_in_a_currency(event, read):
    offers = read(event(price=5, solidarity_price=10, ticket_url="https://example.org/t"))["offers"]
    assert [(each["name"], each["price"], each["priceCurrency"]) for each in offers] == [
        ("Standard", "5.00", "GBP"),
        ("Solidarity", "10.00", "GBP"),
    ]
    free = read(event(title="Free", is_free=True))
    assert free["isAccessibleForFree"] is True
    assert [each["price"] for each in free["offers"]] == ["0"]


def test_series_is_an_event_series_in_structured_data(event, read):
    page = event(repeats="weekly", repeat_count=4, title_language="cy")
    page.changes.add(DateChange(date=SOON + timedelta(weeks=1), kind="cancelled"))
    moved = SOON + timedelta(weeks=2)
    page.changes.add(DateChange(date=moved, kind="moved", new_date=moved + timedelta(days=1)))
    page.save()
    data = read(page)
    assert (data["@type"], data["inLanguage"]) == ("EventSeries", "cy")
    assert [
        each["eventStatus"].removeprefix("https://schema.org/") for each in data["subEvent"]
    ] == [*("EventScheduled", "EventCancelled", "EventRescheduled", "EventScheduled")]
    assert data["subEvent"][2]["previousStartDate"] == moved.isoformat()


def test_time_zone_is_displayed_unless_obvious(event, get):
    assert "(London time)" not in get(event().url)
    assert "(London time)" in get(event(title="Online", is_online=True).url)
    page = event(title="Away", time_zone="Asia/Kolkata")
    assert "7.00pm (Kolkata time)" in main(get(page.url))
    whole = event(title="Whole day", time_zone="Asia/Kolkata", start_time=None)
    assert "Kolkata" not in get(whole.url)


def test_report_and_event_link_to_each_other(event, news, get):
    page, report = event(), factories.ArticlePageFactory(parent=news, title="What was said")
    other = factories.ArticlePageFactory(parent=news, title="To read")
    RelatedPage.objects.create(page=page, related=report, relation="report")
    RelatedPage.objects.create(page=page, related=other)
    assert re.search(r"Report .*What was said.*Related reading .*To read", main(get(page.url)))
    assert "A report of " in main(get(report.url))
    assert page.url in get(report.url)
    assert "A report of " not in main(get(other.url))
    assert page.url in get(other.url)
    report.unpublish()
    assert "What was said" not in get(page.url)


def test_recordings_are_on_the_page_without_further_queries(event, get, read, count):
    def recordings(number):
        return [
            {
                "type": "recording",
                "value": {
                    "file": factories.SiteDocumentFactory(title="Talk", file__filename="a.mp3").pk,
                    "title": f"The talk {each}",
                    "caption": "",
                    "transcript": "<p>Good evening.</p>",
                },
            }
            for each in range(number)
        ]

    page = event(recordings=recordings(1))
    html = get(page.url)
    assert "<audio" in html
    assert read(page)["recordedIn"][0]["name"] == "The talk 0"
    few = count(page.url)
    page.recordings = recordings(9)
    page.save()
    assert count(page.url) == few


def test_moved_occurrence_displays_its_own_place_and_times(event, get, read):
    usual = factories.VenueFactory(name="Usual", access_facts=["step_free"])
    steps = factories.VenueFactory(name="Upstairs", access="Forty steps")
    page = event(repeats="weekly", repeat_count=3, venue=usual, doors_time=time(18, 30))
    assert "T18:30:00" in read(page)["doorTime"]
    page.changes.add(DateChange(date=SOON, kind="moved", new_venue=steps, new_start_time=time(10)))
    page.save()
    html = main(get(page.url))
    assert "Forty steps" in html
    assert "Step-free" not in html
    assert "doorTime" not in read(page)


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_cancelled_or_postponed_event_is_not_over(event, get, status):
    page = event(
        start_date=SOON - timedelta(days=30), status=status, ticket_url="https://example.org/t"
    )
    html = get(page.url)
    assert "This event is over" not in html
    assert "https://example.org/t" not in main(html)
    coming = event(title="To come", status=status, ticket_url="https://example.org/t")
    assert "Get tickets" not in main(get(coming.url))


def test_long_and_minimal_events_are_displayed(event, get):
    get(event(title="A title without an end " * 8, summary="").url)
    bare = event(title="Bare", start_time=None)
    html = get(bare.url)
    assert "Price" not in main(html)
    assert "None" not in main(html)


def test_query_count_of_an_event_is_constant(event, count):
    page = event(repeats="daily", repeat_count=3)
    few = count(page.url)
    page.repeat_count = 300
    for day in range(1, 40):
        kind = ("cancelled", "moved")[day % 2]
        moved = {"new_venue": factories.VenueFactory()} if kind == "moved" else {}
        page.changes.add(DateChange(date=SOON + timedelta(days=day), kind=kind, **moved))
    page.body = raw_body(("paragraph", "<p>Text</p>"))
    page.save()
    assert count(page.url) <= few
    assert count(f"{page.url}calendar/") <= 12


def test_event_is_found_by_its_programme(event, get):
    event(programme=[("session", session("Seaweed futures"))])
    assert "A meeting" in get("/search/?q=seaweed")


def session(title):
    none = {"day": None, "end": None, "description": "", "speakers": []}
    return none | {"start": time(10), "title": title}

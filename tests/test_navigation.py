"""Ways through the site: breadcrumbs, archives, the calendar, and what comes over the wire."""

from datetime import date, time, timedelta

import icalendar
from django.utils.timezone import now

from tests import factories
from tests.access import restrict


def test_breadcrumbs_lead_down_from_the_front_page(site_tree, get):
    html = get(site_tree.article.url)
    trail = html[html.index("breadcrumbs__list") : html.index("</ol>")]
    assert trail.index('href="/"') < trail.index(f'href="{site_tree.section.url}"')
    assert (
        site_tree.people.url
        in get(site_tree.person.get_url()).split("</ol>")[0].split("breadcrumbs")[-1]
    )
    assert "breadcrumbs" not in get("/")


def test_section_keeps_an_archive_by_years(site_tree, get):
    for year in (2019, 2021):
        factories.ArticlePageFactory(
            parent=site_tree.section, title=f"Of {year}", published_at=factories.noon(year, 1, 1)
        )
    factories.ArticlePageFactory(
        parent=site_tree.section, live=False, published_at=factories.noon(2015, 1, 1)
    )
    html = get(site_tree.section.url)
    assert [f"/archive/{year}/" in html for year in (2015, 2019, 2020, 2021)] == [0, 1, 0, 1]
    old = get(site_tree.section.url + "archive/2019/")
    assert "Of 2019" in old
    assert "Of 2021" not in old
    assert "<title>News 2019 – The Test</title>" in old
    get(site_tree.section.url + "archive/2020/", status=404)
    get(site_tree.series.url + "archive/2019/", status=404)


def test_past_events_are_kept_by_years(site_tree, get):
    factories.EventPageFactory(
        parent=site_tree.calendar, title="Bygone", start_date=date(2020, 2, 29)
    )
    assert "Bygone" in get(site_tree.calendar.url + "archive/2020/")
    assert "/archive/2020/" in get(site_tree.calendar.url)


def test_calendar_can_be_subscribed_to(site_tree, client):
    summer, winter = date(now().year + 1, 7, 1), date(now().year + 1, 12, 1)
    for title, day, fields in [
        ("Long day", summer, {"start_time": time(19), "end_time": time(21)}),
        ("Whole day", winter, {}),
        ("Elsewhere", winter, {"start_time": time(19), "time_zone": "America/Lima"}),
    ]:
        page = factories.EventPageFactory(
            parent=site_tree.calendar, title=title, start_date=day, **fields
        )
        page.refresh_from_db()
    hidden = factories.EventPageFactory(
        parent=site_tree.calendar, title="Hidden", start_date=summer
    )
    restrict(hidden)
    response = client.get(site_tree.calendar.url + "subscribe/")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    entries = {
        str(entry["SUMMARY"]): entry
        for entry in icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    }
    assert set(entries) == {
        "Long day",
        "Whole day",
        "Elsewhere",
        "Housing conference – Cynhadledd tai",
    }
    assert entries["Long day"].start.isoformat() == f"{summer}T19:00:00+01:00"
    assert entries["Whole day"].start == winter
    assert entries["Whole day"].end == winter + timedelta(days=1)
    assert entries["Elsewhere"].start.isoformat() == f"{winter}T19:00:00-05:00"
    assert entries["Long day"]["URL"].endswith("/events/long-day/")
    assert site_tree.calendar.url + "subscribe/" in client.get("/").content.decode()


def test_pages_are_sent_compressed_and_pictures_as_they_are(site_tree, client):
    accepts = {"Accept-Encoding": "gzip"}
    assert client.get("/", headers=accepts).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/").headers
    rendition = site_tree.image.get_rendition("width-40|format-webp")
    response = client.get(rendition.url, headers=accepts)
    assert b"".join(response.streaming_content)
    assert "Content-Encoding" not in response.headers

"""What the calendar costs: as many queries for a hundred dates as for ten thousand."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.calendar.month import Month
from events.models import Occurrence
from tests import factories

FEW, MANY = 100, 10_000


@pytest.fixture
def index(home):
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


def event(index, title, days, **fields):
    day = localdate() + timedelta(days=days)
    return factories.EventPageFactory(parent=index, title=title, start_date=day, **fields)


@pytest.fixture
def crowd(index):
    """Fill the calendar with dates of many events, some of which have many."""
    topic, venue = factories.TopicFactory(name="Work"), factories.VenueFactory(town="Cardiff")

    def grow(number):
        pages = [event(index, f"Event {at}", 1, venue=venue) for at in range(10)]
        for page in pages:
            factories.assign(page, topic)
            factories.host(page, "NEU", "UCU")
        rows = list(Occurrence.objects.filter(page__in=pages))
        extra = [
            Occurrence(
                **row.values()
                | {
                    "page": row.page,
                    "name": row.name + timedelta(days=at),
                    "starts_at": row.starts_at + timedelta(minutes=at),
                }
            )
            for row in rows
            for at in range(1, number // 10)
        ]
        Occurrence.objects.bulk_create(extra, batch_size=500)
        return Month.of(pages[0].start_date)

    return grow


@pytest.mark.parametrize("number", [FEW, MANY])
def test_cost_of_a_page_does_not_grow_with_the_dates(crowd, count, number):
    month = crowd(number)
    assert Occurrence.objects.count() == number
    assert count("/events/") <= 20
    assert count(f"/events/month/{month.year}/{month.number}/") <= 20
    assert count("/events/feed/?topic=work&organiser=neu") <= 25
    assert count("/events/subscribe/?topic=work&town=Cardiff") <= 20

"""Query counts of the calendar do not depend on the number of occurrences."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.calendar.month import Month
from events.models import Occurrence
from tests import factories


@pytest.fixture
def index(home):
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


def event(index, title, days, **fields):
    day = localdate() + timedelta(days=days)
    return factories.EventPageFactory(parent=index, title=title, start_date=day, **fields)


@pytest.fixture
def fill(index):
    """Return a function that creates ten events with `number` occurrences in all."""
    topic, venue = factories.TopicFactory(name="Work"), factories.VenueFactory(town="Cardiff")

    def fill_calendar(number):
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
                    "recurrence_id": row.recurrence_id + timedelta(days=at),
                    "starts_at": row.starts_at + timedelta(minutes=at),
                }
            )
            for row in rows
            for at in range(1, number // 10)
        ]
        Occurrence.objects.bulk_create(extra, batch_size=500)
        return Month.of(pages[0].start_date)

    return fill_calendar


@pytest.mark.slow
@pytest.mark.parametrize("number", [100, 10_000])
def test_query_counts_are_constant(fill, count, number):
    month = fill(number)
    assert Occurrence.objects.count() == number
    assert count("/events/") <= 20
    assert count(f"/events/month/{month.year}/{month.number}/") <= 20
    assert count("/events/feed/?topic=work&organiser=neu") <= 25
    assert count("/events/subscribe/?topic=work&town=Cardiff") <= 20

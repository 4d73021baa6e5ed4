"""Events for a reader's own calendar: iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

import icalendar
from django.http import HttpRequest

from events.hours import Hours

REFRESH = timedelta(hours=6)


class Event(Protocol):
    """What a calendar needs to know of an event."""

    pk: int
    full_title: str
    summary: str
    hours: Hours | None
    place_line: str
    last_published_at: datetime

    def get_full_url(self, request: HttpRequest) -> str:
        """Return its address, with the host."""


def calendar(name: str, events: Iterable[Event], request: HttpRequest) -> bytes:
    """Return `events` as a calendar, each on its own clock, with the rules of its zone."""
    entries = icalendar.Calendar.new(
        name=name, prodid="-//Masthead//Calendar//EN", refresh_interval=REFRESH
    )
    for event in events:
        if event.hours:
            entries.add_component(_entry(event, request))
    entries.add_missing_timezones()
    return entries.to_ical()


def _entry(event: Event, request: HttpRequest) -> icalendar.Event:
    start, end = _span(event.hours)
    return icalendar.Event.new(
        uid=f"event-{event.pk}@{request.get_host()}",
        summary=event.full_title,
        description=event.summary or None,
        start=start,
        end=end,
        location=event.place_line or None,
        url=event.get_full_url(request),
        stamp=event.last_published_at,
    )


def _span(hours: Hours) -> tuple[date, date | None]:
    """Return start and end: moments, or days of which the end is the first that is free again."""
    if not hours.start_time:
        return hours.start_date, hours.end_date + timedelta(days=1)
    return hours.starts_at, hours.ends_at if hours.end_time else None

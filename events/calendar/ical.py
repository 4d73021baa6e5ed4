"""Calendar files: iCalendar (RFC 5545, with properties of RFC 7986).

A series is one RRULE with exceptions. Dates that a calendar program cannot derive from the rule are
written as instances of their own: dates that were moved or cancelled, and dates whose times fall on
a change of daylight saving time, because all instances of a rule have the same exact duration and
programs disagree about local times that are skipped or repeated. From a change of all later dates
on, a series continues under another UID: few programs support RANGE=THISANDFUTURE.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext
from icalendar import Component, vRecur
from wagtail.models import Site

from events.calendar.vtimezone import vtimezone
from events.choices import Status
from events.recurrence.occurrences import HORIZON, ChangeKind, OccurrenceSpec, SeriesSegment
from events.recurrence.times import EventTimes, is_unambiguous
from events.recurrence.wording import joined

REFRESH = timedelta(hours=6)
# Exceptions belong to a rule: programs pass over those of an event that has none.
ONCE = "FREQ=DAILY;COUNT=1"


def calendar_response(content: bytes, name: str) -> HttpResponse:
    """Return a calendar as a file that a program may also follow."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=name)
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar(
    name: str, events: Iterable[Model], request: HttpRequest, single: Iterable[Model] = ()
) -> bytes:
    """Return events with all their dates, and some dates of others, as a calendar."""
    file = icalendar.Calendar.new(
        name=name,
        prodid="-//Masthead//Calendar//EN",
        refresh_interval=REFRESH,
        uid=request.build_absolute_uri(),
    )
    file["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # As RFC 7986 wants it to be said.
    host = Site.find_for_request(request).hostname
    for event in events:
        for component in _components(event, host, request):
            file.add_component(component)
    for row in single:
        uid = f"event-{row.page_id}-{row.name:%Y%m%d}@{host}"
        file.add_component(_entry(row, row.page, uid, request))
    first_year = min((entry.start.year for entry in file.events), default=0)
    for zone in sorted(file.get_missing_tzids(), reverse=True):
        file.subcomponents.insert(0, vtimezone(zone, first_year, localdate().year))
    return file.to_ical()


def _components(event: Model, host: str, request: HttpRequest) -> Iterator[Component]:
    """Yield the parts of a series, each with its rule and then its exceptions."""
    horizon = localdate() + HORIZON
    for number, phase in enumerate(event.phases):
        uid = f"event-{event.pk}{f'-from-{phase.name:%Y%m%d}' if number else ''}@{host}"
        first = OccurrenceSpec(
            phase.hours.start_date, phase.hours, None, phase.venue_id, phase.note
        )
        others = [each for each in phase.instances(horizon) if _differs(each, phase)]
        main, *rows = event.rows_of([first, *others])
        entry = _entry(main, event, uid, request)
        _repeat(entry, phase)
        if "RRULE" not in entry:
            _use_utc_if_ambiguous(entry)
        yield entry
        for instance, row in zip(others, rows, strict=True):
            entry = _entry(row, event, uid, request)
            entry.RECURRENCE_ID = _start(_by_rule(instance, phase))
            _use_utc_if_ambiguous(entry)
            yield entry


def _repeat(entry: Component, phase: SeriesSegment) -> None:
    """Write down the rule of a phase, what it leaves out, and what is there besides."""
    hours = phase.hours
    if phase.rule:
        rule = vRecur.from_ical(phase.rule.text(hours.start_date))
        if phase.rule.count:
            rule["COUNT"] = [phase.rule.count]
        elif phase.rule.until:
            rule["UNTIL"] = [_until(hours, phase.rule.until)]
        entry.add("RRULE", rule)
    elif phase.changes:
        entry.add("RRULE", vRecur.from_ical(ONCE))
    for change in phase.changes:
        if change.kind == ChangeKind.SKIPPED:
            _add_date(entry, "EXDATE", hours.on(change.date))
        if change.kind == ChangeKind.EXTRA:
            _add_date(entry, "RDATE", hours.on(change.date))


def _add_date(entry: Component, name: str, hours: EventTimes) -> None:
    value = _start(hours)
    whole_days = {"VALUE": "DATE"} if hours.is_whole_days else {}
    entry.add(name, [value], parameters=whole_days)


def _until(hours: EventTimes, last: date) -> date:
    """Return the end of a rule: a day, or the moment in UTC, as the start is one or the other."""
    if hours.is_whole_days:
        return last
    return hours.on(last).starts_at.astimezone(UTC)


def _use_utc_if_ambiguous(entry: Component) -> None:
    """Name in UTC an hour that the clocks skip, or show twice: programs read it differently."""
    moments = {"DTSTART": entry.start, "DTEND": entry.end}
    for name, moment in moments.items():
        if name in entry and isinstance(moment, datetime) and not is_unambiguous(moment):
            del entry[name]
            entry.add(name, moment.astimezone(UTC))


def _by_rule(instance: OccurrenceSpec, phase: SeriesSegment) -> EventTimes:
    """Return the hours that a date would have if nothing had been changed."""
    return phase.hours.on(instance.name)


def _differs(instance: OccurrenceSpec, phase: SeriesSegment) -> bool:
    """Return whether a date is not what a program makes of the rule."""
    by_rule = _by_rule(instance, phase)
    if instance.hours != by_rule or instance.is_cancelled:
        return True
    if (instance.venue_id, instance.note) != (phase.venue_id, phase.note):
        return True
    if _end(by_rule) is not None and (
        by_rule.crosses_dst_change or by_rule.length != phase.hours.length
    ):
        return True
    return not by_rule.is_unambiguous


def _entry(row: Model, event: Model, uid: str, request: HttpRequest) -> icalendar.Event:
    """Return one date, or the first one of many."""
    hours = row.hours
    entry = icalendar.Event.new(
        uid=uid,
        start=_start(hours),
        end=_end(hours),
        stamp=event.last_published_at,
        last_modified=event.last_published_at,
        created=event.first_published_at,
        sequence=event.sequence,
        **ical_properties(row, event, request),
    )
    if row.venue and row.venue.coordinates:
        entry.add("GEO", row.venue.coordinates)
    return entry


def _start(hours: EventTimes) -> date:
    """Return the moment or the day on which something begins."""
    return hours.start_date if hours.is_whole_days else hours.starts_at


def _end(hours: EventTimes) -> date | None:
    """Return the moment of its end, or the first day that is free again."""
    if hours.is_whole_days:
        return hours.end_date + timedelta(days=1)
    return hours.ends_at if hours.has_end else None


# The STATUS of RFC 5545; one that has been put off without a new day is tentative.
STATUSES = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


def ical_properties(row: Model, event: Model, request: HttpRequest) -> dict[str, object]:
    """Return what RFC 5545 has to say of one date of an event besides when it is."""
    return {
        "summary": event.full_title,
        "description": "\n\n".join(filter(None, _lines(row, event))) or None,
        "location": _location(row, event) or None,
        "url": event.get_full_url(request),
        "status": STATUSES.get(row.status, "CONFIRMED"),
        **({"categories": topics} if (topics := [topic.name for topic in event.topics]) else {}),
    }


def _lines(row: Model, event: Model) -> list[str]:
    status = "" if row.status == Status.SCHEDULED else str(Status(row.status).label)
    organisers = [link.organiser.name for link in event.event_organisers.all()]
    return [
        " ".join(filter(None, [status and f"{status}.", event.status_note, row.note])),
        event.summary,
        gettext("Organised by %(names)s") % {"names": joined(organisers)} if organisers else "",
        event.price_line,
        event.join_url if row.is_online else "",
    ]


def _location(row: Model, event: Model) -> str:
    """Return the room, or the address to join where it is only online."""
    if row.venue:
        return row.venue.address_line
    return (event.join_url or gettext("Online")) if row.is_online else ""

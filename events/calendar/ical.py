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

from core.values.languages import joined
from events.calendar.vtimezone import vtimezone
from events.choices import Status
from events.recurrence.occurrences import HORIZON, ChangeKind, OccurrenceSpec, SeriesSegment
from events.recurrence.times import EventTimes, is_unambiguous

REFRESH = timedelta(hours=6)
# Programs ignore exceptions of a component without an RRULE.
ONCE = "FREQ=DAILY;COUNT=1"


def calendar_response(content: bytes, name: str) -> HttpResponse:
    """Return an iCalendar response, for download or subscription."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=name)
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar(
    name: str, events: Iterable[Model], request: HttpRequest, single: Iterable[Model] = ()
) -> bytes:
    """Return an iCalendar file of events, and of `single` occurrences of other events."""
    file = icalendar.Calendar.new(
        name=" ".join(name.split()),  # X-WR-CALNAME is not escaped.
        prodid="-//Masthead//Calendar//EN",
        refresh_interval=REFRESH,
        uid=request.build_absolute_uri(),
    )
    file["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # As RFC 7986 requires.
    host = Site.find_for_request(request).hostname
    for event in events:
        for component in _components(event, host, request):
            file.add_component(component)
    for row in single:
        uid = f"event-{row.page_id}-{row.recurrence_id:%Y%m%d}@{host}"
        file.add_component(_entry(row, row.page, uid, request))
    first_year = min((entry.start.year for entry in file.events), default=0)
    for zone in sorted(file.get_missing_tzids(), reverse=True):
        file.subcomponents.insert(0, vtimezone(zone, first_year, localdate().year))
    return file.to_ical()


def _components(event: Model, host: str, request: HttpRequest) -> Iterator[Component]:
    """Yield for each segment of a series its main component, then its exceptions."""
    horizon = localdate() + HORIZON
    for number, segment in enumerate(event.segments):
        uid = f"event-{event.pk}{f'-from-{segment.recurrence_id:%Y%m%d}' if number else ''}@{host}"
        hours = segment.hours
        first = OccurrenceSpec(hours.start_date, hours, None, segment.venue_id, segment.note)
        exceptions = [each for each in segment.occurrence_specs(horizon) if _differs(each, segment)]
        main, *rows = event.occurrences_from([first, *exceptions])
        entry = _entry(main, event, uid, request)
        _add_recurrence(entry, segment)
        if "RRULE" not in entry:
            _use_utc_if_ambiguous(entry)
        yield entry
        for spec, row in zip(exceptions, rows, strict=True):
            entry = _entry(row, event, uid, request)
            entry.RECURRENCE_ID = _start(_times_by_rule(spec, segment))
            _use_utc_if_ambiguous(entry)
            yield entry


def _add_recurrence(entry: Component, segment: SeriesSegment) -> None:
    """Add RRULE, EXDATE and RDATE."""
    hours = segment.hours
    if segment.rule:
        rule = vRecur.from_ical(segment.rule.text(hours.start_date))
        if segment.rule.count:
            rule["COUNT"] = [segment.rule.count]
        elif segment.rule.until:
            rule["UNTIL"] = [_until(hours, segment.rule.until)]
        entry.add("RRULE", rule)
    elif segment.changes:
        entry.add("RRULE", vRecur.from_ical(ONCE))
    for change in segment.changes:
        if change.kind == ChangeKind.SKIPPED:
            _add_date(entry, "EXDATE", hours.on_date(change.date))
        if change.kind == ChangeKind.EXTRA:
            _add_date(entry, "RDATE", hours.on_date(change.date))


def _add_date(entry: Component, name: str, hours: EventTimes) -> None:
    value = _start(hours)
    whole_days = {"VALUE": "DATE"} if hours.is_whole_days else {}
    entry.add(name, [value], parameters=whole_days)


def _until(hours: EventTimes, last: date) -> date:
    """Return UNTIL: a date for an all-day event, otherwise a UTC time (RFC 5545, 3.3.10)."""
    if hours.is_whole_days:
        return last
    return hours.on_date(last).starts_at.astimezone(UTC)


def _use_utc_if_ambiguous(entry: Component) -> None:
    """Write skipped or repeated local times in UTC, because programs disagree about them."""
    moments = {"DTSTART": entry.start, "DTEND": entry.end}
    for name, moment in moments.items():
        if name in entry and isinstance(moment, datetime) and not is_unambiguous(moment):
            del entry[name]
            entry.add(name, moment.astimezone(UTC))


def _times_by_rule(spec: OccurrenceSpec, segment: SeriesSegment) -> EventTimes:
    return segment.hours.on_date(spec.recurrence_id)


def _differs(spec: OccurrenceSpec, segment: SeriesSegment) -> bool:
    """Return whether an occurrence is not what a program derives from the rule."""
    by_rule = _times_by_rule(spec, segment)
    if spec.hours != by_rule or spec.is_cancelled:
        return True
    if (spec.venue_id, spec.note) != (segment.venue_id, segment.note):
        return True
    if _end(by_rule) is not None and (
        by_rule.crosses_dst_change or by_rule.length != segment.hours.length
    ):
        return True
    return not by_rule.is_unambiguous


def _entry(row: Model, event: Model, uid: str, request: HttpRequest) -> icalendar.Event:
    """Return the component of an occurrence."""
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
    """Return DTSTART: a datetime, or a date for an all-day event."""
    return hours.start_date if hours.is_whole_days else hours.starts_at


def _end(hours: EventTimes) -> date | None:
    """Return DTEND, if known: a datetime, or the exclusive end date of an all-day event."""
    if hours.is_whole_days:
        return hours.end_date + timedelta(days=1)
    return hours.ends_at if hours.has_end else None


# RFC 5545 STATUS. An event that is postponed without a new date is tentative.
STATUSES = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


def ical_properties(row: Model, event: Model, request: HttpRequest) -> dict[str, object]:
    """Return the RFC 5545 properties of an occurrence other than its times."""
    return {
        "summary": event.full_title,
        "description": "\n\n".join(filter(None, _lines(row, event))) or None,
        "location": _location(row, event) or None,
        "url": event.get_full_url(request),
        "status": STATUSES.get(row.status, "CONFIRMED"),
        **({"categories": topics} if (topics := [topic.name for topic in event.topics]) else {}),
    }


def _lines(row: Model, event: Model) -> list[str]:
    """Return the paragraphs of DESCRIPTION, some of which may be empty."""
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
    """Return LOCATION: the venue, or the link to join if there is none."""
    if row.venue:
        return row.venue.address_line
    return (event.join_url or gettext("Online")) if row.is_online else ""

"""Events as schema.org entities: Event, or EventSeries with one Event per occurrence."""

from datetime import date, datetime, time

from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import strip_tags

from core.metadata.schema_org import reference, schema_entities, schema_object
from events.choices import Status
from events.recurrence.times import EventTimes

VOCABULARY = "https://schema.org/"
MODES = {
    (True, False): "OfflineEventAttendanceMode",
    (False, True): "OnlineEventAttendanceMode",
    (True, True): "MixedEventAttendanceMode",
}
STATUSES = {
    Status.SCHEDULED: "EventScheduled",
    Status.CANCELLED: "EventCancelled",
    Status.POSTPONED: "EventPostponed",
    Status.MOVED_ONLINE: "EventMovedOnline",
    Status.RESCHEDULED: "EventRescheduled",
}
MAX_SUB_EVENTS = 10


def event_properties(event: Model, request: HttpRequest) -> dict[str, object]:
    """Return the schema.org properties of an event."""
    properties = {
        "alternateName": event.second_title,
        "inLanguage": event.title_language or event.locale.language_code,
        "performer": _performers(event, request),
        "isAccessibleForFree": event.is_free,
        "recordedIn": [_recording(block, request) for block in event.recordings],
        **_common(event, request),
        **_hours(event.hours, event),
        **_whereabouts(event, event.place, request, is_online=event.can_be_joined),
        **_status(event.displayed_status, event.former_date),
    }
    if event.occurrence and event.is_series:
        return properties | {"superEvent": reference(event.get_full_url(request))}
    if event.is_series:
        rows = event.upcoming_occurrences()[:MAX_SUB_EVENTS]
        return properties | {"subEvent": [_occurrence(event, each, request) for each in rows]}
    return properties | {"subEvent": [_session(event, session) for session in event.sessions]}


def about_books(event: Model, request: HttpRequest) -> list[dict[str, object]]:
    """Return the books that editors linked with the event, such as the book of a launch."""
    books = [page for page in event.linked_pages if page.schema_type == "Book"]
    urls = ((book, book.get_full_url(request)) for book in books)
    return [schema_object("Book", name=book.title, url=url) | reference(url) for book, url in urls]


def _common(event: Model, request: HttpRequest) -> dict[str, object]:
    """Return the properties that all dates of an event share."""
    organisers = [link.organiser for link in event.event_organisers.all()]
    properties = {
        "organizer": _organisers(organisers, request),
        "offers": _offers(event, event.get_full_url(request)),
    }
    return {name: value for name, value in properties.items() if value}


def _organisers(organisers: list[Model], request: HttpRequest) -> list[dict[str, object]]:
    """Return the organisers, with the URLs of their own websites as `sameAs`."""
    websites = ({"sameAs": each.url} if each.url else {} for each in organisers)
    found = zip(schema_entities(organisers, request), websites, strict=True)
    return [{**entry, **website} for entry, website in found]


def _occurrence(event: Model, row: Model, request: HttpRequest) -> dict[str, object]:
    former = row.recurrence_id if row.was_moved else None
    page = event.for_occurrence(row)
    url = f"{event.get_full_url(request) or ''}{page.date_path}"
    entity = schema_object(
        "Event",
        name=event.title,
        url=url,
        description=strip_tags(event.search_description or event.summary),
        **_common(event, request),
        **_hours(row.hours, event),
        **_whereabouts(event, row.venue, request, is_online=row.is_online),
        **_status(row.status, former),
    )
    return entity | (reference(url) if page.date_path else {})


def _session(event: Model, session: dict) -> dict[str, object]:
    hours = event.hours  # None in an incomplete draft, whose sessions may have no start either.
    day = hours and (session["day"] or hours.start_date)
    return schema_object(
        "Event",
        name=session["title"],
        description=session["description"],
        startDate=day and session["start"] and _moment(day, session["start"], hours),
        endDate=day and session["end"] and _moment(day, session["end"], hours),
        performer=[
            schema_object("Person", name=speaker["name"] or speaker["contributor"].name)
            for speaker in session["speakers"]
            if speaker["name"] or speaker["contributor"]
        ],
    )


def _performers(event: Model, request: HttpRequest) -> list[dict[str, object]]:
    people = event.schema_byline(request)
    named = [
        schema_object("Person", name=speaker["name"], affiliation=speaker["affiliation"])
        for session in event.sessions
        for speaker in session["speakers"]
        if speaker["name"]
    ]
    return [entry for found in people.values() for entry in found] + named


def _offers(event: Model, url: str | None) -> list[dict[str, object]]:
    """Return an offer per price, or one with the ticket URL alone if no price is known."""
    address = event.ticket_url or url
    prices = {"": 0} if event.is_free else {}
    if event.price is not None:
        prices["Standard"] = event.price
    if event.solidarity_price is not None:
        prices["Solidarity"] = event.solidarity_price
    offers = [
        {
            **schema_object("Offer", name=name, url=address, priceCurrency=event.currency),
            "price": str(amount),
        }
        for name, amount in prices.items()
    ]
    return offers or ([schema_object("Offer", url=event.ticket_url)] if event.ticket_url else [])


def _hours(hours: EventTimes | None, event: Model) -> dict[str, str]:
    """Return times with their UTC offset, or dates if no time is known (ISO 8601)."""
    if not hours:
        return {}
    found = {"startDate": hours.machine_start}
    if hours.end_time:
        found["endDate"] = hours.ends_at.isoformat()
    elif hours.is_whole_days or hours.end_date > hours.start_date:
        found["endDate"] = hours.end_date.isoformat()
    if event.doors_time and hours.start_time == event.start_time:
        found["doorTime"] = _moment(hours.start_date, event.doors_time, hours)
    return found


def _moment(day: date, clock: time, hours: EventTimes) -> str:
    return datetime.combine(day, clock, hours.starts_at.tzinfo).isoformat()


def _status(status: str, former: date | None) -> dict[str, str]:
    moved = {"previousStartDate": former.isoformat()} if former else {}
    return {"eventStatus": VOCABULARY + STATUSES[status], **moved}


def _whereabouts(
    event: Model, venue: Model | None, request: HttpRequest, *, is_online: bool
) -> dict[str, object]:
    mode = MODES.get((bool(venue), is_online))
    places = [_venue(venue)] if venue else []
    if is_online:
        places.append(
            schema_object("VirtualLocation", url=event.join_url or event.get_full_url(request))
        )
    return {"eventAttendanceMode": mode and VOCABULARY + mode, "location": places}


def _venue(venue: Model) -> dict[str, object]:
    address = schema_object(
        "PostalAddress",
        streetAddress=", ".join(venue.address.splitlines()),
        addressLocality=venue.town,
    )
    latitude, longitude = venue.coordinates or (None, None)
    place = venue.coordinates and schema_object(
        "GeoCoordinates", latitude=latitude, longitude=longitude
    )
    return schema_object("Place", name=venue.name, address=address, geo=place)


def _recording(block: object, request: HttpRequest) -> dict[str, object]:
    value = block.value
    if block.block_type == "video":
        return schema_object("VideoObject", name=value["title"], url=value["url"])
    address = value["file"] and request.build_absolute_uri(value["file"].url)
    return schema_object("MediaObject", name=value["title"], contentUrl=address)

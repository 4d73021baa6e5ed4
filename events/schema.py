"""An event in the words of schema.org."""

from django.db.models import Model
from django.http import HttpRequest

from core.structured_data import thing

MODES = {
    (True, False): "OfflineEventAttendanceMode",
    (False, True): "OnlineEventAttendanceMode",
    (True, True): "MixedEventAttendanceMode",
}


def event_properties(event: Model, request: HttpRequest) -> dict[str, object]:
    """Return when and where an event is, who holds it and who speaks."""
    hours, mode = event.hours, MODES.get((bool(event.venue), event.is_online))
    people = event.schema_byline(request)
    return {
        "alternateName": event.second_title,
        "startDate": hours and _iso(hours.start_date, hours.start_time and hours.starts_at),
        "endDate": hours and _iso(hours.end_date, hours.end_time and hours.ends_at),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": mode and f"https://schema.org/{mode}",
        "location": _places(event),
        "organizer": [
            thing("Organization", name=organiser.name, url=organiser.url)
            for organiser in event.organisers
        ],
        "performer": [entry for entries in people.values() for entry in entries],
    }


def _iso(day: object, moment: object) -> str:
    """Return a moment with its offset, or the day alone where no hour is known (ISO 8601)."""
    return (moment or day).isoformat()


def _places(event: Model) -> list[dict[str, object]]:
    places = []
    if event.venue:
        address = thing(
            "PostalAddress",
            streetAddress=", ".join(event.venue.address.splitlines()),
            addressLocality=event.venue.town,
        )
        places.append(thing("Place", name=event.venue.name, address=address))
    if event.is_online:
        places.append(thing("VirtualLocation", url=event.join_url))
    return places

"""What an entry of a reader's calendar says of an event, as plain text."""

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext

from events.status import Status
from events.wording import joined

# The STATUS of RFC 5545; one that has been put off without a new day is tentative.
STATUSES = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


def described(row: Model, event: Model, request: HttpRequest) -> dict[str, object]:
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
    hosts = [host.organiser.name for host in event.hosts.all()]
    return [
        " ".join(filter(None, [status and f"{status}.", event.status_note, row.note])),
        event.summary,
        gettext("Organised by %(names)s") % {"names": joined(hosts)} if hosts else "",
        event.price_line,
        event.join_url if row.is_online else "",
    ]


def _location(row: Model, event: Model) -> str:
    """Return the room, or the address to join where it is only online."""
    if row.venue:
        return row.venue.address_line
    return (event.join_url or gettext("Online")) if row.is_online else ""

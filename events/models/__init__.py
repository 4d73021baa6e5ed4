"""Models of events, their occurrences, venues and organisers."""

from events.models.changes import DateChange
from events.models.event_organisers import EventOrganiser, OrganiserRole
from events.models.index import EventIndexPage
from events.models.occurrences import Occurrence
from events.models.organisers import Organiser
from events.models.pages import EventPage, EventPageQuerySet
from events.models.venues import Venue

__all__ = [
    "DateChange",
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventPageQuerySet",
    "Occurrence",
    "Organiser",
    "OrganiserRole",
    "Venue",
]

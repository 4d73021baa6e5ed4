"""Events: what happens, when, where and who invites to it."""

from events.models.hosts import EventOrganiser, Organiser, Venue
from events.models.pages import EventIndexPage, EventPage, EventPageQuerySet

__all__ = [
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventPageQuerySet",
    "Organiser",
    "Venue",
]

"""Where organisers and venues join Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.choosers import entry_chooser
from events.models import Organiser, Venue
from events.preview import show_dates


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    """Make them the fields of every form that names an organiser or a venue."""
    venue = ["name", "address", "town", "latitude", "longitude", "access_facts", "access"]
    return [
        entry_chooser("organiser_chooser", Organiser, "group", ["name", "url"], "an"),
        entry_chooser("venue_chooser", Venue, "home", venue),
    ]


@hooks.register("register_admin_urls")
def register_dates() -> list[URLPattern]:
    """Let the form of an event show its next dates before it is saved."""
    return [path("events/dates/", show_dates, name="event_dates")]

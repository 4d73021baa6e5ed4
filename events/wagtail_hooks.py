"""Registration of choosers and views with Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.choosers import entry_chooser
from events.models import Organiser, Venue
from events.preview import show_dates


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    """Register the choosers of organisers and venues."""
    venue = ["name", "address", "town", "latitude", "longitude", "access_facts", "access"]
    return [
        entry_chooser("organiser_chooser", Organiser, "group", ["name", "url"], "an"),
        entry_chooser("venue_chooser", Venue, "home", venue),
    ]


@hooks.register("register_admin_urls")
def register_dates() -> list[URLPattern]:
    """Register the view that displays the dates of an event before it is saved."""
    return [path("events/dates/", show_dates, name="event_dates")]

"""Where organisers and venues join Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from events.models import Organiser, Venue
from events.preview import show_dates


class OrganiserChooserViewSet(ChooserViewSet):
    """Choose who holds an event, or name somebody new without leaving it."""

    model = Organiser
    icon = "group"
    per_page = 40
    choose_one_text = "Choose an organiser"
    choose_another_text = "Choose another organiser"
    edit_item_text = "Edit this organiser"
    form_fields = ["name", "url"]
    creation_tab_label = "New organiser"
    create_action_label = "Add"


class VenueChooserViewSet(ChooserViewSet):
    """Choose where an event is held, or name a new place without leaving it."""

    model = Venue
    icon = "home"
    per_page = 40
    choose_one_text = "Choose a venue"
    choose_another_text = "Choose another venue"
    edit_item_text = "Edit this venue"
    form_fields = ["name", "address", "town", "latitude", "longitude", "access_facts", "access"]
    creation_tab_label = "New venue"
    create_action_label = "Add"


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    """Make them the fields of every form that names an organiser or a venue."""
    return [OrganiserChooserViewSet("organiser_chooser"), VenueChooserViewSet("venue_chooser")]


@hooks.register("register_admin_urls")
def register_dates() -> list[URLPattern]:
    """Let the form of an event show its next dates before it is saved."""
    return [path("events/dates/", show_dates, name="event_dates")]

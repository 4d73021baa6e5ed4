"""Organisers: groups and people that hold events."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from core.models import DirectoryEntry
from events.models.index import EventIndexPage


class Organiser(DirectoryEntry):
    """A group or a person who holds events; its page is the calendar of what it holds."""

    url = models.URLField("website", blank=True, help_text="Their own website, if they have one.")

    panels = [*DirectoryEntry.entry_panels, FieldPanel("url")]

    @property
    def schema_type(self) -> str:
        """What it is, in the words of schema.org."""
        return "Organization"

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of all events that it holds, where the site has a calendar."""
        return EventIndexPage.address_of(request, "organiser", self.slug)

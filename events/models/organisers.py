"""Organisers of events: groups and people."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.models import DirectoryEntry
from events.models.index import EventIndexPage
from images.models import WebAddressField


class Organiser(DirectoryEntry):
    """A group or person that organises events; its page is a listing of these events."""

    url = WebAddressField(_("website"), blank=True, help_text=_("Their own website, if any."))

    panels = [*DirectoryEntry.entry_panels, FieldPanel("url")]

    @property
    def schema_type(self) -> str:
        """Return the schema.org type."""
        return "Organization"

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the listing of its events, or None without a calendar."""
        return EventIndexPage.route_url(request, "organiser", self.slug)

"""Edit panel of the dates of an event."""

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel


class DatesPanel(Panel):
    """A panel with the recurrence rule in words and the next dates, updated on every change.

    Without JavaScript, it displays those of the last saved revision.
    """

    class BoundPanel(Panel.BoundPanel):
        """Panel bound to one event."""

        template_name = "events/admin/dates_panel.html"

        @property
        def media(self) -> Media:
            """Return the script that updates the dates."""
            return super().media + Media(js=["js/admin/dates.js"])

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, object]:
            """Add the event and the URL of the view that computes its dates."""
            event = self.instance.for_occurrence(None)
            event.is_preview = True  # Computes dates from the draft instead of querying them.
            context = super().get_context_data(parent_context)
            return context | {"event": event, "address": reverse("event_dates")}

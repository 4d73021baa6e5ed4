"""A part of the form of an event: the dates that follow from what was filled in."""

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel


class DatesPanel(Panel):
    """Shows the rule in words and the next dates, anew whenever a field changes.

    Without scripts it shows those of what was saved last.
    """

    class BoundPanel(Panel.BoundPanel):
        """The panel of one event."""

        template_name = "events/admin/dates_panel.html"

        @property
        def media(self) -> Media:
            """The script that asks for them."""
            return super().media + Media(js=["js/admin/dates.js"])

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, object]:
            """Offer the template the event, and the address that works out its dates."""
            event = self.instance.for_occurrence(None)
            event.is_preview = True  # What is shown are the dates of the draft.
            context = super().get_context_data(parent_context)
            return context | {"event": event, "address": reverse("event_dates")}

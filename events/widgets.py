"""The widget of the time zone of an event."""

from collections.abc import Mapping

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from events.recurrence.timezones import find_zone


class TimeZoneInput(forms.Select):
    """A field that offers time zones as one types, instead of a list of six hundred."""

    def render(
        self, name: str, value: str | None, attrs: dict | None = None, renderer: object = None
    ) -> SafeString:
        """Return a text field with the choices as its suggestions."""
        context = self.get_context(name, value, attrs)
        return render_to_string("events/admin/time_zone_input.html", context)

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, object], name: str
    ) -> str | None:
        """Return the name of the time zone; what is none remains as typed."""
        value = super().value_from_datadict(data, files, name)
        return value and find_zone(value)

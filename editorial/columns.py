"""Columns of the lists of the admin."""

from collections.abc import Mapping

from django.utils.timezone import now
from wagtail.admin.ui.tables import DateColumn


class TimeColumn(DateColumn):
    """A time: how long ago it was, or in words when it will be.

    Wagtail writes every time as one of the past, and what is to come as “Just now”.
    """

    cell_template_name = "editorial/time_cell.html"

    def get_cell_context_data(
        self, instance: object, parent_context: Mapping[str, object]
    ) -> dict[str, object]:
        """Tell the template whether the time is to come."""
        context = super().get_cell_context_data(instance, parent_context)
        value = context["value"]
        return context | {"is_to_come": bool(value) and value > now()}

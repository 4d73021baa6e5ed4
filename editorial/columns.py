"""Table columns for listings in the admin."""

from collections.abc import Mapping

from django.utils.timezone import now
from wagtail.admin.ui.tables import DateColumn


class TimeColumn(DateColumn):
    """A time, displayed as the time since then, or as a date if it is in the future.

    Wagtail's DateColumn displays future times as “Just now”.
    """

    cell_template_name = "editorial/time_cell.html"

    def get_cell_context_data(
        self, instance: object, parent_context: Mapping[str, object]
    ) -> dict[str, object]:
        """Add `is_future` to the context."""
        context = super().get_cell_context_data(instance, parent_context)
        value = context["value"]
        return context | {"is_future": bool(value) and value > now()}

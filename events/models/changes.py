"""Changes to the dates of an event."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from events.models.venues import Venue
from events.recurrence.occurrences import ChangeKind
from events.recurrence.times import check_day


class DateChange(Orderable):
    """A change of one date of an event, or of this date and all later ones.

    These are the EXDATE, RDATE and RECURRENCE-ID of RFC 5545.
    """

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="changes")
    date = models.DateField(
        validators=[check_day],
        help_text=_("One of the dates above, before any change, or the day of an extra date."),
    )
    kind = models.CharField(
        _("change"), max_length=20, choices=ChangeKind, default=ChangeKind.CANCELLED
    )
    new_date = models.DateField(
        null=True,
        blank=True,
        validators=[check_day],
        help_text=_("Leave empty to keep the day."),
    )
    new_start_time = models.TimeField(
        _("new start"), null=True, blank=True, help_text=_("Leave empty to keep the time.")
    )
    new_end_time = models.TimeField(
        _("new end"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it takes as long as usual."),
    )
    new_venue = models.ForeignKey(
        Venue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changed_dates",
        help_text=_("Leave empty to keep the venue."),
    )
    note = models.CharField(
        max_length=250,
        blank=True,
        help_text=_("A reason for readers, such as “because of the strike”."),
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldRowPanel(
            [FieldPanel("new_date"), FieldPanel("new_start_time"), FieldPanel("new_end_time")]
        ),
        FieldPanel("new_venue"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("changed date")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def has_new_values(self) -> bool:
        """Return whether there is a new day, time or venue."""
        return bool(self.new_date or self.new_start_time or self.new_end_time or self.new_venue_id)

    def clean(self) -> None:
        """Refuse a move without new values, and new values for a cancelled or omitted date."""
        super().clean()
        if self.kind in {ChangeKind.MOVED, ChangeKind.LATER} and not self.has_new_values:
            message = gettext("Enter a new day, time or venue.")
            raise ValidationError({"new_date": message})
        if self.kind in {ChangeKind.CANCELLED, ChangeKind.SKIPPED} and self.has_new_values:
            message = gettext(
                "This date does not take place, but has a new day, time or venue. "
                "Choose another change, or clear these fields."
            )
            raise ValidationError({"kind": message})
        if self.kind == ChangeKind.EXTRA and self.new_date:
            message = gettext("Enter the day of an extra date in the “Date” field.")
            raise ValidationError({"new_date": message})

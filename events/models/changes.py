"""What editors change of the dates that a rule gives."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from events.models.venues import Venue
from events.recurrence.occurrences import ChangeKind
from events.recurrence.times import check_day


class DateChange(Orderable):
    """That one date of an event is not as the rule has it, or that all are not from then on.

    The EXDATE, RDATE and RECURRENCE-ID of RFC 5545.
    """

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="changes")
    date = models.DateField(
        validators=[check_day],
        help_text="One of the dates above, as the rule has it; or the day of one more date.",
    )
    kind = models.CharField(
        "what happens", max_length=20, choices=ChangeKind, default=ChangeKind.CANCELLED
    )
    new_date = models.DateField(
        null=True,
        blank=True,
        validators=[check_day],
        help_text="The day to which it is moved. Empty for the same day.",
    )
    new_start_time = models.TimeField(
        "new start", null=True, blank=True, help_text="Empty for the same hour."
    )
    new_end_time = models.TimeField(
        "new end", null=True, blank=True, help_text="Empty: it takes as long as always."
    )
    new_venue = models.ForeignKey(
        Venue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changed_dates",
        help_text="Empty for the same place.",
    )
    note = models.CharField(
        max_length=250, blank=True, help_text="What readers should know: “because of the strike”."
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
        verbose_name = "changed date"

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def says_when(self) -> bool:
        """Whether it names another day, hour or place."""
        return bool(self.new_date or self.new_start_time or self.new_end_time or self.new_venue_id)

    def clean(self) -> None:
        """Refuse a move that moves nothing, and a new hour of what does not take place."""
        super().clean()
        if self.kind in {ChangeKind.MOVED, ChangeKind.LATER} and not self.says_when:
            raise ValidationError({"new_date": "Say to which day, hour or place it is moved."})
        if self.kind in {ChangeKind.CANCELLED, ChangeKind.SKIPPED} and self.says_when:
            raise ValidationError(
                {"kind": "It does not take place, but has a new day, hour or place. Which is it?"}
            )
        if self.kind == ChangeKind.EXTRA and self.new_date:
            raise ValidationError({"new_date": "One more date has its day in the field “Date”."})

"""When an event is for the first time, and where."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from events.models.venues import Venue
from events.recurrence.times import YEARS, EventTimes, check_day
from events.recurrence.timezones import is_zone, zone_choices


class TimeAndPlaceMixin(models.Model):
    """A page with hours on the clock of a place: a room, online or both."""

    start_date = models.DateField(
        null=True, validators=[check_day], help_text="The day, or the first of several."
    )
    start_time = models.TimeField(
        null=True, blank=True, help_text="On the clock of the place. Empty for the whole day."
    )
    doors_time = models.TimeField(
        "doors", null=True, blank=True, help_text="When the doors open, if that is earlier."
    )
    end_date = models.DateField(
        null=True,
        blank=True,
        validators=[check_day],
        help_text="The last day. Empty for a single day.",
    )
    end_time = models.TimeField(null=True, blank=True, help_text="Empty if it is not known.")
    time_zone = models.CharField(
        max_length=64,
        choices=zone_choices,
        default=settings.TIME_ZONE,
        help_text="Whose clock the hours are on: the zone of the place.",
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    is_online = models.BooleanField(
        "online", default=False, help_text="It can be attended from anywhere, also or only."
    )
    join_url = models.URLField(
        "link to join", blank=True, help_text="The address of the online meeting, if it is public."
    )

    time_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("start_date"), FieldPanel("start_time"), FieldPanel("doors_time")]
                ),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("time_zone"),
            ],
            heading="When",
        ),
    ]
    place_search_fields = [
        index.RelatedFields(
            "venue",
            [index.SearchField("name", boost=1.5), index.SearchField("town", boost=1.5)],
        )
    ]
    place_panels = [
        MultiFieldPanel(
            [FieldPanel("venue"), FieldPanel("is_online"), FieldPanel("join_url")],
            heading="Where",
        ),
    ]

    class Meta:
        abstract = True

    @property
    def place_name(self) -> str:
        """The town, or the place itself where that has no town."""
        return (self.venue.town or self.venue.name) if self.venue else ""

    @property
    def first_hours(self) -> EventTimes | None:
        """When it is for the first time; None in a draft that does not say so rightly."""
        if self.start_date is None or not is_zone(self.time_zone):
            return None
        last = self.end_date or self.start_date
        if self.start_date.year not in YEARS or last.year not in YEARS:
            return None
        return EventTimes(self.start_date, self.start_time, last, self.end_time, self.time_zone)

    def clean(self) -> None:
        """Refuse an event that ends before it starts, or an hour that no start belongs to."""
        super().clean()
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": "Give the hour at which it starts, too."})
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": "The last day is before the first one."})
        hours = self.first_hours
        if hours and hours.ends_at <= hours.starts_at:
            raise ValidationError({"end_time": "It ends before it starts. Is the last day right?"})
        if self.doors_time and (not self.start_time or self.doors_time > self.start_time):
            raise ValidationError({"doors_time": "The doors open before it starts, not after."})

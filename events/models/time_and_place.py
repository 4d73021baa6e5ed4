"""First date and place of an event."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from events.models.venues import Venue
from events.recurrence.times import YEARS, EventTimes, check_day
from events.recurrence.timezones import is_zone, zone_choices
from events.widgets import TimeZoneInput
from images.models import WebAddressField


class TimeAndPlaceMixin(models.Model):
    """A page with local times, at a venue, online or both."""

    start_date = models.DateField(
        null=True,
        validators=[check_day],
        help_text=_("The day of the event, or the first of several days."),
    )
    start_time = models.TimeField(
        null=True, blank=True, help_text=_("Local time. Leave empty for an all-day event.")
    )
    doors_time = models.TimeField(
        _("doors"), null=True, blank=True, help_text=_("When the doors open, if earlier.")
    )
    end_date = models.DateField(
        null=True,
        blank=True,
        validators=[check_day],
        help_text=_("The last day. Leave empty if there is only one."),
    )
    end_time = models.TimeField(
        null=True, blank=True, help_text=_("Leave empty if it is not known.")
    )
    time_zone = models.CharField(
        max_length=64,
        choices=zone_choices,
        default=settings.TIME_ZONE,
        help_text=_(
            "The time zone of the venue. To find another, type a large city in it, such as London."
        ),
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    is_online = models.BooleanField(
        _("online"), default=False, help_text=_("People can take part online, too or only.")
    )
    join_url = WebAddressField(
        _("link to join"),
        blank=True,
        help_text=_("The web address of the online meeting, if it is public."),
    )

    time_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("start_date"), FieldPanel("start_time"), FieldPanel("doors_time")]
                ),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("time_zone", widget=TimeZoneInput),
            ],
            heading=_("When"),
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
            heading=_("Where"),
        ),
    ]

    class Meta:
        abstract = True

    @property
    def place_name(self) -> str:
        """Return the town of the venue, or else its name."""
        return (self.venue.town or self.venue.name) if self.venue else ""

    @property
    def first_hours(self) -> EventTimes | None:
        """Return the times of the first date; None in an incomplete or invalid draft."""
        if self.start_date is None or not is_zone(self.time_zone):
            return None
        last = self.end_date or self.start_date
        if self.start_date.year not in YEARS or last.year not in YEARS:
            return None
        return EventTimes(self.start_date, self.start_time, last, self.end_time, self.time_zone)

    def clean(self) -> None:
        """Refuse times in the wrong order, and an end or doors without a start."""
        super().clean()
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": gettext("Enter the start time, too.")})
        if self.start_date and self.end_date and self.end_date < self.start_date:
            message = gettext("The last day is before the first one.")
            raise ValidationError({"end_date": message})
        hours = self.first_hours
        if hours and hours.ends_at <= hours.starts_at:
            message = gettext("The event ends before it starts. Check the last day, too.")
            raise ValidationError({"end_time": message})
        if self.doors_time and (not self.start_time or self.doors_time > self.start_time):
            message = gettext("The doors cannot open after the event starts.")
            raise ValidationError({"doors_time": message})

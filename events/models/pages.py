"""The pages of events."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.contrib.routable_page.models import path
from wagtail.models import PageManager
from wagtail.search import index

from contributors.models import BylineMixin
from core.indexes import IndexPage
from core.languages import language_choices
from core.listing import paginate
from core.models import (
    BasePage,
    BasePageQuerySet,
    BodyMixin,
    LeadImageMixin,
    PublicationSettings,
    SummaryMixin,
    TitleLanguageMixin,
)
from events.calendar import calendar
from events.hours import Hours, is_zone, zone_choices
from events.models.hosts import Venue
from events.schema import event_properties
from topics.models import TopicsMixin


class EventPageQuerySet(BasePageQuerySet):
    """Events."""

    def upcoming(self, moment: datetime | None = None) -> Self:
        """Visible events that are not over yet, the next one first."""
        return self.visible().filter(ends_at__gt=moment or now()).order_by("starts_at", "pk")

    def past(self, moment: datetime | None = None) -> Self:
        """Visible events that are over, the last one first."""
        return self.visible().filter(ends_at__lte=moment or now()).order_by("-starts_at", "-pk")


class EventIndexPage(IndexPage):
    """The calendar: the list of coming events, and the archive of past ones."""

    subpage_types = ["events.EventPage"]
    archive_field = "starts_at"
    found_by_type = True

    class Meta:
        verbose_name = "calendar of events"
        verbose_name_plural = "calendars of events"

    def get_listing(self) -> EventPageQuerySet:
        """Return the coming events, the next one first."""
        return EventPage.objects.descendant_of(self).upcoming()

    def get_archive(self) -> EventPageQuerySet:
        """Return the events that are over, the last one first."""
        return EventPage.objects.descendant_of(self).past()

    @path("subscribe/", name="subscribe")
    def subscribe(self, request: HttpRequest) -> HttpResponse:
        """Return the coming events as a calendar that a reader's own calendar follows."""
        name = f"{PublicationSettings.for_request(request).name}: {self.title}"
        events = self.get_listing().select_related("venue").defer_streamfields()
        headers = {"Content-Disposition": 'inline; filename="events.ics"'}
        return HttpResponse(
            calendar(name, events, request), content_type="text/calendar", headers=headers
        )

    @path("past/", name="past")
    def list_past(self, request: HttpRequest) -> HttpResponse:
        """Show the events that are over."""
        pages = paginate(self.get_archive(), request)
        return self.render(request, context_overrides={"pages": pages, "past": True})


class EventPage(
    TitleLanguageMixin,
    BylineMixin,
    TopicsMixin,
    LeadImageMixin,
    SummaryMixin,
    BodyMixin,
    BasePage,
):
    """Something that happens at a time, in a place or online."""

    card_template = "events/_card.html"
    schema_type = "Event"
    names_authors = False  # Its contributors speak at it.
    listing_prefetch = (
        *LeadImageMixin.lead_image_prefetch,
        *BylineMixin.byline_prefetch,
        "hosts",
        "venue",
    )
    listing_joins = (*LeadImageMixin.listing_joins, "venue")
    page_prefetch = (*TopicsMixin.topics_prefetch, *BodyMixin.body_prefetch)
    subpage_types = []

    second_title = models.CharField(
        max_length=255,
        blank=True,
        help_text="The title in another language, printed after the first.",
    )
    second_title_language = models.CharField(
        "language of the second title", max_length=10, blank=True, choices=language_choices
    )
    start_date = models.DateField(null=True, help_text="The day, or the first of several.")
    start_time = models.TimeField(
        null=True, blank=True, help_text="On the clock of the place. Empty for the whole day."
    )
    end_date = models.DateField(
        null=True, blank=True, help_text="The last day. Empty for a single day."
    )
    end_time = models.TimeField(null=True, blank=True, help_text="Empty if it is not known.")
    time_zone = models.CharField(
        max_length=64,
        choices=zone_choices,
        default=settings.TIME_ZONE,
        help_text="Whose clock the hours are on: the zone of the place.",
    )
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    is_online = models.BooleanField(
        "online", default=False, help_text="It can be attended from anywhere, also or only."
    )
    join_url = models.URLField(
        "link to join", blank=True, help_text="The address of the online meeting, if it is public."
    )
    price = models.CharField(
        max_length=120, blank=True, help_text="As a visitor reads it: “Free”, “£5, £2 unwaged”."
    )
    ticket_url = models.URLField("tickets", blank=True, help_text="Where tickets are to be had.")

    objects = PageManager.from_queryset(EventPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                *TitleLanguageMixin.title_language_panels,
                FieldPanel("second_title"),
                FieldPanel("second_title_language"),
            ],
            heading="Languages of the title",
            classname="collapsed",
        ),
        *SummaryMixin.summary_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("time_zone"),
            ],
            heading="When",
        ),
        MultiFieldPanel(
            [FieldPanel("venue"), FieldPanel("is_online"), FieldPanel("join_url")],
            heading="Where",
        ),
        MultipleChooserPanel(
            "hosts", chooser_field_name="organiser", heading="Organisers", label="organiser"
        ),
        MultiFieldPanel([FieldPanel("price"), FieldPanel("ticket_url")], heading="Tickets"),
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
        *BylineMixin.byline_panels,
        *TopicsMixin.topics_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("second_title", boost=2),
        *SummaryMixin.summary_search_fields,
        *LeadImageMixin.lead_image_search_fields,
        *BodyMixin.body_search_fields,
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]

    class Meta:
        verbose_name = "event"

    @property
    def hours(self) -> Hours | None:
        """When the event is; None in a draft that does not say so, or names no zone there is."""
        if self.start_date is None or not is_zone(self.time_zone):
            return None
        last = self.end_date or self.start_date
        return Hours(self.start_date, self.start_time, last, self.end_time, self.time_zone)

    @property
    def date_line(self) -> str:
        """The day and the hours: “Sat 11 Feb 2023, 10.00am – 4.30pm”."""
        hours = self.hours
        return ", ".join(filter(None, [hours.day_line, hours.hour_line])) if hours else ""

    @property
    def full_title(self) -> str:
        """The title in all its languages."""
        return " – ".join(filter(None, [self.title, self.second_title]))

    @property
    def place_line(self) -> str:
        """Where it is, in a line: “The Ropewalk Rooms, Merrow Bay”."""
        return str(self.venue or (gettext("Online") if self.is_online else ""))

    @property
    def organisers(self) -> list:
        """Who invites, in the editor's order."""
        return [host.organiser for host in self.hosts.all()]

    @property
    def is_over(self) -> bool:
        """Whether the event has ended."""
        return self.ends_at is not None and self.ends_at <= now()

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's Event."""
        return event_properties(self, request) | self.schema_topics(request)

    def clean(self) -> None:
        """Refuse an event that ends before it starts, or an hour that no start belongs to."""
        super().clean()
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": "Give the hour at which it starts, too."})
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": "The last day is before the first one."})
        if self.hours and self.hours.ends_at <= self.hours.starts_at:
            raise ValidationError({"end_time": "It ends before it starts. Is the last day right?"})

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the moments of start and end, by which lists are sorted and filtered."""
        hours = self.hours
        self.starts_at = hours and hours.starts_at
        self.ends_at = hours and hours.ends_at
        super().save(*args, **kwargs)

"""The pages of events."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.timezone import now
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from contributors.models import BylineMixin
from core.models import (
    BasePage,
    BasePageQuerySet,
    BodyMixin,
    LeadImageMixin,
    SummaryMixin,
    TitleLanguageMixin,
)
from core.search import SearchMetadata
from core.signals import pages_changed
from core.values.languages import language_choices
from events.calendar.ical import calendar, calendar_response
from events.forms import EventPageForm
from events.models.details import AccessMixin, AdmissionMixin, StatusMixin
from events.models.displayed import DisplayedOccurrenceMixin
from events.models.event_organisers import ORGANISER_SEARCH_FIELDS, OrganiserRole
from events.models.occurrences import Occurrence, keep
from events.models.programme import ProgrammeMixin
from events.models.recurrence import RecurrenceMixin
from events.models.time_and_place import TimeAndPlaceMixin
from events.recurrence.wording import joined
from events.schema import event_properties
from topics.models import TopicsMixin
from topics.related import RelatedReadingMixin

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FOR_CALENDARS = ("event_organisers", "changes__new_venue", "topic_assignments")


class EventPageQuerySet(BasePageQuerySet):
    """Events."""

    def upcoming(self, moment: datetime | None = None) -> Self:
        """Visible events that have a date to come, by that date, the next one first."""
        moment = moment or now()
        coming = Occurrence.objects.filter(page=models.OuterRef("pk")).upcoming(moment)
        pages = self.visible().filter(ends_at__gt=moment)
        soonest = models.Subquery(coming.values("starts_at")[:1])
        return pages.annotate(next_at=soonest).order_by("next_at", "pk")

    def for_calendars(self) -> Self:
        """Fetch with them all that a calendar says of each."""
        pages = self.select_related("venue").defer_streamfields()
        return pages.prefetch_related(*FOR_CALENDARS)

    def without_end(self) -> Self:
        """Events that repeat for ever, public or not."""
        return self.exclude(repeats="").filter(repeat_until=None, repeat_count=None)

    def past(self, moment: datetime | None = None) -> Self:
        """Visible events that are over, the last one first."""
        return self.visible().filter(ends_at__lte=moment or now()).order_by("-starts_at", "-pk")


class EventPage(
    TitleLanguageMixin,
    BylineMixin,
    TopicsMixin,
    RelatedReadingMixin,
    LeadImageMixin,
    SummaryMixin,
    ProgrammeMixin,
    BodyMixin,
    DisplayedOccurrenceMixin,
    RecurrenceMixin,
    TimeAndPlaceMixin,
    StatusMixin,
    AdmissionMixin,
    AccessMixin,
    BasePage,
):
    """Something that happens at a time, once or again and again, in a place or online."""

    base_form_class = EventPageForm
    card_template = "events/_card.html"
    requires_byline = False  # Its contributors speak at it.
    listing_prefetch = (
        *BylineMixin.byline_prefetch,
        "event_organisers",
        "venue",
    )
    listing_joins = (*LeadImageMixin.listing_joins, "venue")
    page_prefetch = (*TopicsMixin.topics_prefetch, *BodyMixin.body_prefetch, "changes")
    subpage_types = []

    second_title = models.CharField(
        max_length=255,
        blank=True,
        help_text="The title in another language, printed after the first.",
    )
    second_title_language = models.CharField(
        "language of the second title", max_length=10, blank=True, choices=language_choices
    )
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    # How often its dates changed: the SEQUENCE of RFC 5545, by which calendars see what is newer.
    sequence = models.PositiveIntegerField(default=0, editable=False)
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
        *TimeAndPlaceMixin.time_panels,
        *RecurrenceMixin.recurrence_panels,
        *StatusMixin.status_panels,
        *TimeAndPlaceMixin.place_panels,
        MultipleChooserPanel(
            "event_organisers",
            chooser_field_name="organiser",
            heading="Organisers",
            label="organiser",
        ),
        *AdmissionMixin.admission_panels,
        *AccessMixin.access_panels,
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
        *ProgrammeMixin.programme_panels,
        *BylineMixin.byline_panels,
        *TopicsMixin.topics_panels,
        *ProgrammeMixin.recordings_panels,
        InlinePanel(
            "related_links",
            heading="Related articles and books",
            label="page",
            panels=[PageChooserPanel("related"), FieldPanel("relation")],
            help_text="To read next, and the report afterwards. Each of them leads back here.",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("second_title", boost=2),
        *SummaryMixin.summary_search_fields,
        *BylineMixin.byline_search_fields,
        *TopicsMixin.topics_search_fields,
        *ORGANISER_SEARCH_FIELDS,
        *TimeAndPlaceMixin.place_search_fields,
        *LeadImageMixin.lead_image_search_fields,
        *BodyMixin.body_search_fields,
        *ProgrammeMixin.programme_search_fields,
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]

    class Meta:
        verbose_name = "event"

    @property
    def full_title(self) -> str:
        """The title in all its languages."""
        return " – ".join(filter(None, [self.title, self.second_title]))

    @property
    def organisers(self) -> list:
        """Who invites, in the editor's order."""
        return [
            link.organiser
            for link in self.event_organisers.all()
            if link.role == OrganiserRole.ORGANISER
        ]

    @property
    def organiser_line(self) -> str:
        """Who invites, in a sentence: “NEU and UCU”."""
        names = [organiser.name for organiser in self.organisers]
        return joined(names) if names else ""

    @property
    def co_organisers(self) -> list:
        """Who helps to organise it, in the editor's order."""
        return [
            link.organiser
            for link in self.event_organisers.all()
            if link.role == OrganiserRole.CO_ORGANISER
        ]

    def similar_candidates(self) -> PageQuerySet:
        """Return what can be named as being about the same: what is still to come."""
        return type(self).objects.upcoming()

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's Event."""
        return event_properties(self, request) | self.schema_topics(request)

    def search_metadata(self) -> SearchMetadata:
        """Return what a search has to know of it besides its words."""
        facts = replace(super().search_metadata(), kind="event", place=self.place_name)
        return replace(facts, day=self.start_date, ends_at=self.ends_at)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find one of its dates by its day, or the file for a reader's own calendar, below it."""
        if not path_components or not self.live:
            return super().route(request, path_components)
        if path_components == ["calendar"]:
            return RouteResult(self, kwargs={"as_file": True})
        return RouteResult(self, kwargs={"day": _day("/".join(path_components))})

    def serve(
        self,
        request: HttpRequest,
        *args: object,
        as_file: bool = False,
        day: date | None = None,
        **kwargs: object,
    ) -> HttpResponse:
        """Serve the page, on one of its dates, or all its dates for a reader's own calendar."""
        if as_file:
            prefetch_related_objects([self], *FOR_CALENDARS)
            with translation.override(self.locale.language_code):
                content = calendar(self.full_title, [self], request)
            return calendar_response(content, f"{self.slug}.ics")
        if day:
            self.occurrence = self.occurrences.filter(name=day).select_related("venue").first()
            if not self.occurrence:
                raise Http404("The event has no such date.")
        return super().serve(request, *args, **kwargs)

    def save(self, *args: object, **kwargs: object) -> None:
        """Store its dates with it, by which lists are asked for."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self._save_with_dates(*args, **kwargs)

    def _save_with_dates(self, *args: object, **kwargs: object) -> None:
        rows = self._plan()
        stored = type(self).objects.filter(pk=self.pk).values_list("sequence", flat=True).first()
        self.sequence = stored or 0
        super().save(*args, **kwargs)
        for row in rows:
            row.page_id = self.pk
        if keep(self, rows) and stored is not None:
            self.sequence += 1
            type(self).objects.filter(pk=self.pk).update(sequence=self.sequence)

    def extend(self) -> None:
        """Store the dates that have come into sight since it was saved."""
        with transaction.atomic():
            event = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            keep(event, event._plan())
            moments = {"starts_at": event.starts_at, "ends_at": event.ends_at}
            type(self).objects.filter(pk=self.pk).update(**moments)
            pages_changed.send(type(self), ids=[self.pk])

    def _plan(self) -> list[Occurrence]:
        """Return its dates, and note when the first begins and the last is over."""
        rows = self.build_occurrences()
        self.starts_at = rows[0].starts_at if rows else None
        self.ends_at = max((row.ends_at for row in rows), default=None)
        return rows


def _day(text: str) -> date:
    """Return the day that an address names; raises Http404 where it names none."""
    if not DAY.fullmatch(text):
        raise Http404("There is no such page.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404("There is no such day.") from error

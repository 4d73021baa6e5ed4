"""Event pages."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
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
from core.directory_groups import DirectoryGroup
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
from core.values.languages import furniture_language, joined, language_choices
from events.calendar.ical import calendar, calendar_response
from events.forms import EventPageForm
from events.models.details import AccessMixin, AdmissionMixin, StatusMixin
from events.models.displayed import DisplayedOccurrenceMixin
from events.models.event_organisers import ORGANISER_SEARCH_FIELDS, OrganiserRole
from events.models.occurrences import Occurrence, sync_occurrences
from events.models.programme import ProgrammeMixin
from events.models.recurrence import RecurrenceMixin
from events.models.time_and_place import TimeAndPlaceMixin
from events.schema import about_books, event_properties
from topics.models import TopicsMixin
from topics.related import RelatedReadingMixin

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CALENDAR_PREFETCH = ("event_organisers", "changes__new_venue", "topic_assignments")


class EventPageQuerySet(BasePageQuerySet):
    """Queries of events."""

    def upcoming(self, moment: datetime | None = None) -> Self:
        """Return visible events with an upcoming occurrence, ordered by the next one."""
        moment = moment or now()
        occurrences = Occurrence.objects.filter(page=models.OuterRef("pk")).upcoming(moment)
        next_at = models.Subquery(occurrences.values("starts_at")[:1])
        pages = self.visible().filter(ends_at__gt=moment)
        return pages.annotate(next_at=next_at).order_by("next_at", "pk")

    def for_calendars(self) -> Self:
        """Prefetch the relations that iCalendar files need."""
        pages = self.select_related("venue").defer_streamfields()
        return pages.prefetch_related(*CALENDAR_PREFETCH)

    def without_end(self) -> Self:
        """Return events that repeat without an end, live or not."""
        return self.exclude(repeats="").filter(repeat_until=None, repeat_count=None)

    def past(self, moment: datetime | None = None) -> Self:
        """Return visible events that are over, the latest first."""
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
    """An event, once or in a series, at a venue or online."""

    page_description = _("One date or several, with a venue and tickets.")
    base_form_class = EventPageForm
    card_template = "events/_card.html"
    directory_groups = (
        DirectoryGroup("coming", _("Coming events"), 10, method="upcoming"),
        DirectoryGroup("past", _("Past events"), 40, method="past"),
    )
    requires_byline = False  # The contributors of an event are its speakers.
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
        help_text=_("The title in another language, displayed after the first."),
    )
    second_title_language = models.CharField(
        _("language of the second title"), max_length=10, blank=True, choices=language_choices
    )
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    # RFC 5545 SEQUENCE: how often the dates changed.
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
            heading=_("Languages of the title"),
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
            heading=_("Organisers"),
            label=_("organiser"),
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
            heading=_("Related articles and books"),
            label=_("page"),
            panels=[PageChooserPanel("related"), FieldPanel("relation")],
            help_text=_(
                "Further reading, and reports after the event. They link back to the event."
            ),
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
        verbose_name = _("event")

    @property
    def full_title(self) -> str:
        """Return the title in both languages."""
        return " – ".join(filter(None, [self.title, self.second_title]))

    @property
    def organisers(self) -> list:
        """Return the organisers, without co-organisers, in the editor's order."""
        return self._organisers_of(OrganiserRole.ORGANISER)

    @property
    def organiser_line(self) -> str:
        """Return the names of the organisers: “NEU and UCU”."""
        return joined([organiser.name for organiser in self.organisers])

    @property
    def co_organisers(self) -> list:
        """Return the co-organisers in the editor's order."""
        return self._organisers_of(OrganiserRole.CO_ORGANISER)

    def _organisers_of(self, role: OrganiserRole) -> list:
        return [link.organiser for link in self.event_organisers.all() if link.role == role]

    def similar_candidates(self) -> PageQuerySet:
        """Suggest only upcoming events as similar."""
        return type(self).objects.upcoming()

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the schema.org properties."""
        about = [*self.schema_topics(request)["about"], *about_books(self, request)]
        return event_properties(self, request) | {"about": about}

    def search_metadata(self) -> SearchMetadata:
        """Add the place and the dates to the search metadata."""
        metadata = replace(super().search_metadata(), kind="event", place=self.place_name)
        return replace(metadata, day=self.start_date, ends_at=self.ends_at)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route the URLs of occurrences, by recurrence ID, and of the iCalendar file."""
        if not path_components or not self.live:
            return super().route(request, path_components)
        if path_components == ["calendar"]:
            return RouteResult(self, kwargs={"as_file": True})
        return RouteResult(self, kwargs={"day": _date_or_404("/".join(path_components))})

    def serve(
        self,
        request: HttpRequest,
        *args: object,
        as_file: bool = False,
        day: date | None = None,
        **kwargs: object,
    ) -> HttpResponse:
        """Serve the page, the page of one occurrence, or the iCalendar file."""
        if as_file:
            prefetch_related_objects([self], *CALENDAR_PREFETCH)
            with translation.override(furniture_language(self.locale.language_code)):
                content = calendar(self.full_title, [self], request)
            return calendar_response(content, f"{self.slug}.ics")
        if day:
            occurrences = self.occurrences.filter(recurrence_id=day)
            self.occurrence = occurrences.select_related("venue").first()
            if not self.occurrence:
                raise Http404("The event has no such date.")
        return super().serve(request, *args, **kwargs)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the page and its occurrences."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self._save_with_occurrences(*args, **kwargs)

    def _save_with_occurrences(self, *args: object, **kwargs: object) -> None:
        rows = self._compute_occurrences()
        stored = type(self).objects.filter(pk=self.pk).values_list("sequence", flat=True).first()
        self.sequence = stored or 0
        super().save(*args, **kwargs)
        for row in rows:
            row.page_id = self.pk
        if sync_occurrences(self, rows) and stored is not None:
            self.sequence += 1
            type(self).objects.filter(pk=self.pk).update(sequence=self.sequence)

    def extend(self) -> None:
        """Store the occurrences that have come within the horizon since the page was saved."""
        with transaction.atomic():
            event = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            sync_occurrences(event, event._compute_occurrences())
            moments = {"starts_at": event.starts_at, "ends_at": event.ends_at}
            type(self).objects.filter(pk=self.pk).update(**moments)
            pages_changed.send(type(self), ids=[self.pk])

    def _compute_occurrences(self) -> list[Occurrence]:
        """Return all occurrences, and set `starts_at` and `ends_at` from them."""
        rows = self.build_occurrences()
        self.starts_at = rows[0].starts_at if rows else None
        self.ends_at = max((row.ends_at for row in rows), default=None)
        return rows


def _date_or_404(text: str) -> date:
    if not DATE.fullmatch(text):
        raise Http404("There is no such page.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404("There is no such day.") from error

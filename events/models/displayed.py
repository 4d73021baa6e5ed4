"""Which of its dates a page of an event shows: lists show each, other pages the next one."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext

from events.choices import Status
from events.models.occurrences import Occurrence, build_occurrences
from events.models.venues import Venue
from events.recurrence.occurrences import OccurrenceSpec
from events.recurrence.times import EventTimes, clock, format_day
from events.recurrence.timezones import zone_label


class DisplayedOccurrenceMixin(models.Model):
    """A page that stands for one of its dates."""

    class Meta:
        abstract = True

    # The date that a list shows; else the next one.
    occurrence: Occurrence | None = None

    @classmethod
    def card_relations(cls) -> tuple[str | models.Prefetch, ...]:
        """Return what its card shows: the nearest date of each, too."""
        nearest = Occurrence.objects.nearest().select_related("venue")[:1]
        return (
            *super().card_relations(),
            models.Prefetch("occurrences", nearest, to_attr="nearest_occurrences"),
        )

    @property
    def schema_type(self) -> str:
        """Whether it is one event or a series, in the words of schema.org."""
        return "EventSeries" if self.is_series else "Event"

    @property
    def hours(self) -> EventTimes | None:
        """When it is: the date that is asked for, the next one, or the last where all are over."""
        return self.shown.hours if self.shown else self.first_hours

    @cached_property
    def shown(self) -> Occurrence | None:
        """The date that is shown: that of a list, or the nearest one of what is public."""
        if self.occurrence or self.is_preview:
            return self.occurrence
        if not hasattr(self, "nearest_occurrences"):
            nearest = self.occurrences.nearest().select_related("venue")
            self.nearest_occurrences = list(nearest[:1])
        return next(iter(self.nearest_occurrences), None)

    @property
    def date_path(self) -> str:
        """The end of the address of the date that a list shows; nothing where there is just one."""
        found = self.occurrence
        is_all = found and (found.starts_at, found.ends_at) == (self.starts_at, self.ends_at)
        return f"{found.name:%Y-%m-%d}/" if found and not is_all else ""

    def for_occurrence(self, occurrence: Occurrence | None) -> Self:
        """Return the event as it is on one of its dates."""
        page = copy(self)
        vars(page).pop("shown", None)
        page.occurrence = occurrence
        return page

    @property
    def date_line(self) -> str:
        """The day and the hours: “Sat 11 Feb 2023, 10.00am – 4.30pm”."""
        hours = self.hours
        return ", ".join(filter(None, [hours.day_line, hours.hour_line])) if hours else ""

    @property
    def zone_line(self) -> str:
        """Whose clock its hours are on, where a reader may not know: “Kolkata time”."""
        is_unambiguous = self.time_zone == settings.TIME_ZONE and not self.can_be_joined
        return "" if is_unambiguous or not self.start_time else zone_label(self.time_zone)

    @property
    def doors_line(self) -> str:
        """When the doors open on the date that is shown, if its hours are the usual ones."""
        hours = self.hours
        is_usual = self.doors_time and hours and hours.start_time == self.start_time
        return clock(self.doors_time) if is_usual else ""

    @property
    def former_date(self) -> date | None:
        """The day that was announced before the one that is shown."""
        is_moved = self.shown and self.shown.was_moved
        return self.shown.name if is_moved else self.rescheduled_from

    @property
    def former_day(self) -> str:
        """The same for readers."""
        return format_day(self.former_date) if self.former_date else ""

    @property
    def place(self) -> Venue | None:
        """The room where it is on the date that is shown."""
        if self.shown:
            return self.shown.venue
        return None if self.status == Status.MOVED_ONLINE else self.venue

    @property
    def can_be_joined(self) -> bool:
        """Whether it can be attended from anywhere."""
        return self.is_online or self.status == Status.MOVED_ONLINE

    @property
    def place_line(self) -> str:
        """Where it is, in a line: “The Ropewalk Rooms, Merrow Bay”."""
        return str(self.place or (gettext("Online") if self.can_be_joined else ""))

    @property
    def shown_status(self) -> str:
        """What became of the date that is shown."""
        return self.shown.status if self.shown else self.status

    @property
    def status_words(self) -> str:
        """The same for readers; nothing where all is as planned."""
        status = self.shown_status
        return "" if status == Status.SCHEDULED else str(Status(status).label)

    @property
    def notes(self) -> list[str]:
        """What readers should know of its status, and of the date that is shown."""
        of_date = self.shown.note if self.shown else ""
        return [note for note in (self.status_note, of_date) if note]

    @property
    def is_over(self) -> bool:
        """Whether the date that is shown is over."""
        if self.is_preview:
            rows = self.build_occurrences()
            return bool(rows) and all(row.is_over for row in rows)
        if self.shown:
            return self.shown.is_over
        return self.ends_at is not None and self.ends_at <= now()

    @property
    def is_called_off(self) -> bool:
        """Whether the date that is shown does not take place, or not on its day."""
        return self.shown_status in {Status.CANCELLED, Status.POSTPONED}

    @property
    def has_been(self) -> bool:
        """Whether the date that is shown took place."""
        return self.is_over and not self.is_called_off

    @property
    def is_ahead(self) -> bool:
        """Whether somebody can still come."""
        return not (self.is_over or self.is_called_off)

    def build_occurrences(self) -> list[Occurrence]:
        """Return all its dates as they follow from its fields, in their order."""
        return self.rows_of(self.instances())

    def rows_of(self, instances: Iterable[OccurrenceSpec]) -> list[Occurrence]:
        """Return some of its dates as rows that are not stored, each with its venue."""
        known = [self.venue, *(change.new_venue for change in self.changes.all())]
        venues = {venue.pk: venue for venue in known if venue}
        rows = [build_occurrences(self, instance) for instance in instances]
        for row in rows:
            row.venue = venues.get(row.venue_id)
        return rows

    def coming(self) -> Sequence[Occurrence]:
        """Return its dates to come; those of a draft as they would be."""
        if self.is_preview:
            return [row for row in self.build_occurrences() if not row.is_over]
        return self.occurrences.upcoming().select_related("venue")

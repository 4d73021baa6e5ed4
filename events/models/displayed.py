"""The occurrence that an event page displays: one of a listing, or the nearest one."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext, override

from core.values.languages import furniture_language
from events.choices import Status
from events.models.occurrences import Occurrence, build_occurrence
from events.models.venues import Venue
from events.recurrence.occurrences import OccurrenceSpec
from events.recurrence.times import EventTimes, clock, format_day
from events.recurrence.timezones import zone_label


class DisplayedOccurrenceMixin(models.Model):
    """A page that displays one of its occurrences."""

    class Meta:
        abstract = True

    # Set by listings and by the URL of an occurrence. Otherwise the nearest one is displayed.
    occurrence: Occurrence | None = None

    @classmethod
    def card_relations(cls) -> tuple[str | models.Prefetch, ...]:
        """Add the nearest occurrence to the relations that a card needs."""
        nearest = Occurrence.objects.nearest().select_related("venue")[:1]
        return (
            *super().card_relations(),
            models.Prefetch("occurrences", nearest, to_attr="nearest_occurrences"),
        )

    @property
    def schema_type(self) -> str:
        """Return the schema.org type."""
        return "EventSeries" if self.is_series and not self.occurrence else "Event"

    @property
    def hours(self) -> EventTimes | None:
        """Return the times of the displayed occurrence, or of the first date of a draft."""
        return self.displayed.hours if self.displayed else self.first_hours

    @cached_property
    def displayed(self) -> Occurrence | None:
        """Return the displayed occurrence; None in a preview without one."""
        if self.occurrence or self.is_preview:
            return self.occurrence
        if not hasattr(self, "nearest_occurrences"):
            nearest = self.occurrences.nearest().select_related("venue")
            self.nearest_occurrences = list(nearest[:1])
        return next(iter(self.nearest_occurrences), None)

    @property
    def date_path(self) -> str:
        """Return the URL part of the displayed occurrence, empty if it is the only one."""
        row = self.occurrence
        is_only = row and (row.starts_at, row.ends_at) == (self.starts_at, self.ends_at)
        return f"{row.recurrence_id:%Y-%m-%d}/" if row and not is_only else ""

    def for_occurrence(self, occurrence: Occurrence | None) -> Self:
        """Return a copy of the page that displays this occurrence."""
        page = copy(self)
        vars(page).pop("displayed", None)
        page.occurrence = occurrence
        return page

    @property
    def date_line(self) -> str:
        """Return day and times: “Sat 11 Feb 2023, 10.00am – 4.30pm”."""
        hours = self.hours
        return ", ".join(filter(None, [hours.day_line, hours.hour_line])) if hours else ""

    @property
    def zone_line(self) -> str:
        """Return the time zone if it is not obvious to readers: “Kolkata time”."""
        is_obvious = self.time_zone == settings.TIME_ZONE and not self.can_be_joined
        return "" if is_obvious or not self.start_time else zone_label(self.time_zone)

    @property
    def doors_line(self) -> str:
        """Return when the doors open, unless the displayed occurrence starts at another time."""
        hours = self.hours
        is_usual = self.doors_time and hours and hours.start_time == self.start_time
        return clock(self.doors_time) if is_usual else ""

    @property
    def former_date(self) -> date | None:
        """Return the day that was announced before, if the occurrence or the event was moved."""
        is_moved = self.displayed and self.displayed.was_moved
        return self.displayed.recurrence_id if is_moved else self.rescheduled_from

    @property
    def former_day(self) -> str:
        """Return the formatted `former_date`, or an empty string."""
        return format_day(self.former_date) if self.former_date else ""

    @property
    def place(self) -> Venue | None:
        """Return the venue of the displayed occurrence."""
        if self.displayed:
            return self.displayed.venue
        return None if self.status == Status.MOVED_ONLINE else self.venue

    @property
    def can_be_joined(self) -> bool:
        """Return whether people can take part online."""
        return self.is_online or self.status == Status.MOVED_ONLINE

    @property
    def place_line(self) -> str:
        """Return the venue in one line: “The Ropewalk Rooms, Merrow Bay”."""
        return str(self.place or (gettext("Online") if self.can_be_joined else ""))

    @property
    def displayed_status(self) -> str:
        """Return the status of the displayed occurrence."""
        return self.displayed.status if self.displayed else self.status

    @property
    def status_words(self) -> str:
        """Return the label of the status, or an empty string if it is as planned."""
        status = self.displayed_status
        return "" if status == Status.SCHEDULED else str(Status(status).label)

    def announce(self, text: str) -> str:
        """Return `text` after the status of the displayed occurrence: “Cancelled: The march”."""
        if self.displayed_status == Status.SCHEDULED:
            return text
        with override(furniture_language(self.locale.language_code)):
            return gettext("%(status)s: %(title)s") % {"status": self.status_words, "title": text}

    @property
    def card_title(self) -> str:
        """The title on the card; without a status for a series, whose dates have their own."""
        return (self.sharing_title or self.title) if self.is_series else self.shared_title

    @property
    def card_line(self) -> str:
        """Day, times and place on the card; of a series, the place."""
        dates = "" if self.is_series else self.date_line
        return ", ".join(filter(None, [dates, self.place_line]))

    @property
    def notes(self) -> list[str]:
        """Return the notes on the status of the event and on the displayed occurrence."""
        note = self.displayed.note if self.displayed else ""
        return [each for each in (self.status_note, note) if each]

    @property
    def is_over(self) -> bool:
        """Return whether the displayed occurrence is over; of a preview, all of them."""
        if self.is_preview:
            rows = self.build_occurrences()
            return bool(rows) and all(row.is_over for row in rows)
        if self.displayed:
            return self.displayed.is_over
        return self.ends_at is not None and self.ends_at <= now()

    @property
    def is_called_off(self) -> bool:
        """Return whether the displayed occurrence is cancelled or postponed."""
        return self.displayed_status in {Status.CANCELLED, Status.POSTPONED}

    @property
    def has_been(self) -> bool:
        """Return whether the displayed occurrence took place."""
        return self.is_over and not self.is_called_off

    @property
    def is_ahead(self) -> bool:
        """Return whether people can still attend the displayed occurrence."""
        return not (self.is_over or self.is_called_off)

    def build_occurrences(self) -> list[Occurrence]:
        """Return all occurrences computed from the fields, unsaved and in chronological order."""
        return self.occurrences_from(self.occurrence_specs())

    def occurrences_from(self, specs: Iterable[OccurrenceSpec]) -> list[Occurrence]:
        """Return unsaved occurrences for these specs, with their venues."""
        known = [self.venue, *(change.new_venue for change in self.changes.all())]
        venues = {venue.pk: venue for venue in known if venue}
        rows = [build_occurrence(self, spec) for spec in specs]
        for row in rows:
            row.venue = venues.get(row.venue_id)
        return rows

    def upcoming_occurrences(self) -> Sequence[Occurrence]:
        """Return the upcoming occurrences; in a preview, those computed from the draft."""
        if self.is_preview:
            return [row for row in self.build_occurrences() if not row.is_over]
        return self.occurrences.upcoming().select_related("venue")

"""Occurrences of an event, computed from its recurrence rule and its changed dates.

The recurrence ID of an occurrence (RFC 5545 RECURRENCE-ID) is the date that the rule yields. It
stays the same when the occurrence is moved.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import islice
from typing import Protocol, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from events.recurrence.rules import RecurrenceRule
from events.recurrence.times import EventTimes

MAX_DATES = 1000
MAX_OPEN_DATES = 10_000  # Of a rule without an end, which may have started decades ago.
HORIZON = timedelta(days=548)  # How far ahead the dates of a rule without an end are stored.


class ChangeKind(TextChoices):
    """The kinds of changes to the dates of an event."""

    CANCELLED = "cancelled", _("Cancel this date and tell readers")
    MOVED = "moved", _("Move this date to another day, time or place")
    LATER = "later", _("Move this and all later dates")
    SKIPPED = "skipped", _("Leave out this date: it was never announced")
    EXTRA = "extra", _("Add an extra date")


class OccurrenceChange(Protocol):
    """A change of one date, or of this date and all later ones (`ChangeKind.LATER`)."""

    date: date
    kind: str
    new_date: date | None
    new_start_time: time | None
    new_end_time: time | None
    new_venue_id: int | None
    note: str


@dataclass(frozen=True)
class OccurrenceSpec:
    """An occurrence before it is stored, with the change that applies to it."""

    recurrence_id: date
    hours: EventTimes
    change: OccurrenceChange | None = None
    venue_id: int | None = None
    note: str = ""

    @property
    def is_cancelled(self) -> bool:
        """Return whether this date alone is cancelled."""
        return self.change is not None and self.change.kind == ChangeKind.CANCELLED


@dataclass(frozen=True)
class SeriesSegment:
    """A part of a series with one rule, one set of times and one venue.

    A series starts with one segment; each change of “this and all later dates” starts another.
    """

    recurrence_id: date
    hours: EventTimes
    rule: RecurrenceRule | None
    venue_id: int | None = None
    note: str = ""
    changes: tuple[OccurrenceChange, ...] = ()

    def days(self, horizon: date) -> list[date]:
        """Return the dates of the rule: at most one more than allowed, to detect excess."""
        start = self.hours.start_date
        if not self.rule:
            return [start]
        limit = MAX_OPEN_DATES if self.rule.is_open else MAX_DATES
        return list(islice(self.rule.days(start, max(start, horizon)), limit + 1))

    def split(self, change: OccurrenceChange) -> tuple[Self, Self]:
        """Return the segment up to the date of a change, and the segment that starts there."""
        before = len([day for day in self.days(change.date) if day < change.date])
        following = _apply_change(self.hours.on_date(change.date), change)
        rule = self.rule
        ended = rule and replace(rule, until=change.date - timedelta(days=1), count=None)
        rest = rule and replace(rule, count=rule.count and max(rule.count - before, 1))
        if rest and len(rest.weekdays) <= 1:  # A new day may be another weekday.
            rest = replace(rest, weekdays=())
        if rest and rest.until:  # Keep the number of dates.
            rest = replace(rest, until=rest.until + (following.start_date - change.date))
        venue = change.new_venue_id or self.venue_id
        return replace(self, rule=ended), SeriesSegment(
            change.date, following, rest, venue, change.note
        )

    def occurrence_specs(self, horizon: date) -> Iterator[OccurrenceSpec]:
        """Yield the occurrences of this segment, without those that were left out."""
        by_day = {change.date: change for change in self.changes if change.kind != ChangeKind.EXTRA}
        extra = {change.date: change for change in self.changes if change.kind == ChangeKind.EXTRA}
        for day in [*self.days(horizon), *extra]:
            change = by_day.get(day)
            if not change or change.kind != ChangeKind.SKIPPED:
                yield self._occurrence_spec(day, extra.get(day), change)

    def _occurrence_spec(
        self, day: date, extra: OccurrenceChange | None, change: OccurrenceChange | None
    ) -> OccurrenceSpec:
        hours, venue, note = self.hours.on_date(day), self.venue_id, self.note
        for each in (extra, change):
            if each and each.kind != ChangeKind.CANCELLED:
                hours, venue = _apply_change(hours, each), each.new_venue_id or venue
            note = each.note if each and each.note else note
        return OccurrenceSpec(day, hours, change or extra, venue, note)


def _apply_change(hours: EventTimes, change: OccurrenceChange) -> EventTimes:
    day = change.date if change.kind == ChangeKind.EXTRA else change.new_date or change.date
    return hours.on_date(day).with_times(change.new_start_time, change.new_end_time)


def series_segments(
    hours: EventTimes,
    rule: RecurrenceRule | None,
    venue_id: int | None,
    changes: Iterable[OccurrenceChange],
) -> list[SeriesSegment]:
    """Return the segments of an event, each with the changes of its own dates."""
    changes = sorted((change for change in changes if change.date), key=lambda each: each.date)
    segments = [SeriesSegment(hours.start_date, hours, rule, venue_id)]
    for change in changes:
        is_later = change.kind == ChangeKind.LATER
        if is_later and rule and change.date > segments[-1].hours.start_date:
            segments[-1:] = segments[-1].split(change)
    starts = [min(segment.recurrence_id, segment.hours.start_date) for segment in segments]
    for number, segment in enumerate(segments):
        own = [each for each in changes if max(bisect_right(starts, each.date) - 1, 0) == number]
        single = tuple(each for each in own if each.kind != ChangeKind.LATER)
        segments[number] = replace(segment, changes=single)
    return segments


def occurrence_specs(segments: Iterable[SeriesSegment], horizon: date) -> list[OccurrenceSpec]:
    """Return the occurrences of all segments in chronological order."""
    specs = [spec for segment in segments for spec in segment.occurrence_specs(horizon)]
    return sorted(specs, key=lambda spec: (spec.hours.starts_at, spec.recurrence_id))

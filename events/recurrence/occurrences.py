"""All dates of an event: those of its rule, and what was changed of them.

A date is named by the day on which the rule puts it: that name stays when the date is moved. In
RFC 5545 it is the recurrence identifier.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import islice
from typing import Protocol, Self

from django.db.models import TextChoices

from events.recurrence.rules import RecurrenceRule
from events.recurrence.times import EventTimes

MOST_DATES = 1000
MOST_OF_OPEN = 10_000  # Of an event without end, which may go on for decades.
HORIZON = timedelta(days=548)  # How far ahead the dates of an event without end are known.


class ChangeKind(TextChoices):
    """What can be changed of a date."""

    CANCELLED = "cancelled", "is cancelled, and readers are told"
    MOVED = "moved", "is moved, to another day, hour or place"
    LATER = "later", "and all later ones are moved"
    SKIPPED = "skipped", "is left out: there never was one"
    EXTRA = "extra", "is one more date"


class OccurrenceChange(Protocol):
    """A change of one date, or of that and all later ones."""

    date: date
    kind: str
    new_date: date | None
    new_start_time: time | None
    new_end_time: time | None
    new_venue_id: int | None
    note: str


@dataclass(frozen=True)
class OccurrenceSpec:
    """One date of an event: the day that names it, when it is, and what was changed of it."""

    name: date
    hours: EventTimes
    change: OccurrenceChange | None = None
    venue_id: int | None = None
    note: str = ""

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place, and readers are told so."""
        return self.change is not None and self.change.kind == ChangeKind.CANCELLED


@dataclass(frozen=True)
class SeriesSegment:
    """A part of a series in which the rule, the hours and the place are the same.

    A series has one, and another one from each date on with which all later ones were changed.
    """

    name: date
    hours: EventTimes
    rule: RecurrenceRule | None
    venue_id: int | None = None
    note: str = ""
    changes: tuple[OccurrenceChange, ...] = field(default=())

    def days(self, horizon: date) -> list[date]:
        """Return the days that the rule gives, not more than one too many."""
        start = self.hours.start_date
        if not self.rule:
            return [start]
        most = MOST_OF_OPEN if self.rule.is_open else MOST_DATES
        return list(islice(self.rule.days(start, max(start, horizon)), most + 1))

    def split(self, change: OccurrenceChange) -> tuple[Self, Self]:
        """Return the phase as far as a date, and the one that begins with it."""
        before = len([day for day in self.days(change.date) if day < change.date])
        following = _changed(self.hours.on(change.date), change)
        rule = self.rule
        ended = rule and replace(rule, until=change.date - timedelta(days=1), count=None)
        rest = rule and replace(rule, count=rule.count and max(rule.count - before, 1))
        if rest and len(rest.weekdays) <= 1:  # Another day means another weekday.
            rest = replace(rest, weekdays=())
        if rest and rest.until:  # As many dates as before.
            rest = replace(rest, until=rest.until + (following.start_date - change.date))
        venue = change.new_venue_id or self.venue_id
        return replace(self, rule=ended), SeriesSegment(
            change.date, following, rest, venue, change.note
        )

    def instances(self, horizon: date) -> Iterator[OccurrenceSpec]:
        """Yield its dates, those that were left out passed over."""
        by_day = {change.date: change for change in self.changes if change.kind != ChangeKind.EXTRA}
        extra = {change.date: change for change in self.changes if change.kind == ChangeKind.EXTRA}
        for day in [*self.days(horizon), *extra]:
            change = by_day.get(day)
            if not change or change.kind != ChangeKind.SKIPPED:
                yield self._instance(day, extra.get(day), change)

    def _instance(
        self, day: date, extra: OccurrenceChange | None, change: OccurrenceChange | None
    ) -> OccurrenceSpec:
        """Return a date of the rule, or one more, with what was changed of it."""
        hours, venue, note = self.hours.on(day), self.venue_id, self.note
        for each in (extra, change):
            if each and each.kind != ChangeKind.CANCELLED:
                hours, venue = _changed(hours, each), each.new_venue_id or venue
            note = each.note if each and each.note else note
        return OccurrenceSpec(day, hours, change or extra, venue, note)


def _changed(hours: EventTimes, change: OccurrenceChange) -> EventTimes:
    """Return hours as a change puts them; an extra date has no other day than its own."""
    day = change.date if change.kind == ChangeKind.EXTRA else change.new_date or change.date
    return hours.on(day).at(change.new_start_time, change.new_end_time)


def phases(
    hours: EventTimes,
    rule: RecurrenceRule | None,
    venue_id: int | None,
    changes: Iterable[OccurrenceChange],
) -> list[SeriesSegment]:
    """Return the phases of an event, each with the changes of its dates."""
    changes = sorted((change for change in changes if change.date), key=lambda each: each.date)
    found = [SeriesSegment(hours.start_date, hours, rule, venue_id)]
    for change in changes:
        if change.kind == ChangeKind.LATER and rule and change.date > found[-1].hours.start_date:
            found[-1:] = found[-1].split(change)
    starts = [min(phase.name, phase.hours.start_date) for phase in found]
    for number, phase in enumerate(found):
        own = [each for each in changes if max(bisect_right(starts, each.date) - 1, 0) == number]
        single = tuple(each for each in own if each.kind != ChangeKind.LATER)
        found[number] = replace(phase, changes=single)
    return found


def instances(found: Iterable[SeriesSegment], horizon: date) -> list[OccurrenceSpec]:
    """Return all dates of these phases in the order in which they take place."""
    dates = [each for phase in found for each in phase.instances(horizon)]
    return sorted(dates, key=lambda each: (each.hours.starts_at, each.name))

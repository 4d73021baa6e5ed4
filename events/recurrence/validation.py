"""What is wrong with the changes of an event’s dates, each at the field that has to be mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from events.recurrence.occurrences import (
    HORIZON,
    ChangeKind,
    OccurrenceChange,
    SeriesSegment,
    instances,
    phases,
)
from events.recurrence.rules import RecurrenceRule
from events.recurrence.times import EventTimes, format_day

YEAR = timedelta(days=366)


class Event(Protocol):
    """What has dates."""

    first_hours: EventTimes | None
    rule: RecurrenceRule | None
    venue_id: int | None


@dataclass(frozen=True)
class ChangeError:
    """A sentence about one field of one change."""

    change: OccurrenceChange
    field: str
    text: str


def faults(event: Event, changes: Iterable[OccurrenceChange]) -> list[ChangeError]:
    """Return what is wrong with these changes of the dates of an event."""
    changes = [change for change in changes if change.date]
    hours = event.first_hours
    if not hours or not changes or (event.rule and not event.rule.fits(hours.start_date)):
        return []  # The event itself has to be mended first.
    found = _phases(event, changes)
    return [
        *_repeated(changes),
        *(fault for change in changes for fault in _faults(event, found, changes, change)),
        *_nothing_left(found, changes),
    ]


def _repeated(changes: list[OccurrenceChange]) -> Iterator[ChangeError]:
    seen = set()
    for change in changes:
        # One more date can be cancelled, and the first of those that are moved left out.
        alone = change.kind if change.kind in {ChangeKind.LATER, ChangeKind.EXTRA} else ""
        key = (change.date, alone)
        if key in seen:
            yield ChangeError(change, "date", "This date is changed already, in another row.")
        seen.add(key)


def _faults(
    event: Event,
    found: list[SeriesSegment],
    changes: list[OccurrenceChange],
    change: OccurrenceChange,
) -> Iterator[ChangeError]:
    yield from _wrong_hours(event.first_hours, change)
    if change.kind == ChangeKind.LATER:
        yield from _check_this_and_following(event, changes, change)
        return
    by_rule = change.date in _days(found, change.date)
    is_extra = any(each.kind == ChangeKind.EXTRA and each.date == change.date for each in changes)
    if change.kind == ChangeKind.EXTRA and by_rule:
        yield ChangeError(change, "date", "There is a date on this day already.")
    if change.kind != ChangeKind.EXTRA and not (by_rule or is_extra):
        yield ChangeError(change, "date", _no_date(found, change.date))


def _wrong_hours(hours: EventTimes, change: OccurrenceChange) -> Iterator[ChangeError]:
    if hours.is_whole_days:
        if change.new_start_time or change.new_end_time:
            yield ChangeError(change, "new_start_time", "The event has no hours that could change.")
        return
    moved = hours.at(change.new_start_time, change.new_end_time)
    if moved.ends_at <= moved.starts_at:
        yield ChangeError(change, "new_end_time", "It ends before it starts.")


def _check_this_and_following(
    event: Event, changes: list[OccurrenceChange], change: OccurrenceChange
) -> Iterator[ChangeError]:
    """Check a change of a date and all later ones against what held before it."""
    if not event.rule:
        yield ChangeError(change, "kind", "The event does not repeat: it has no later dates.")
        return
    if change.date <= event.first_hours.start_date:
        yield ChangeError(change, "date", "This is the first date. Change the event itself, above.")
        return
    turns = [each for each in changes if each.kind == ChangeKind.LATER and each.date < change.date]
    before = _phases(event, turns)
    days = _days(before, change.date)
    if change.date not in days:
        yield ChangeError(change, "date", _no_date(before, change.date))
        return
    if change.date == before[-1].hours.start_date:
        yield ChangeError(
            change, "date", "From this date on all are moved already, in another row."
        )
    if change.new_date and len(event.rule.weekdays) > 1:
        yield ChangeError(
            change, "new_date", "It has several days a week. Make a new event for others."
        )
    if change.new_date and change.new_date <= days[days.index(change.date) - 1]:
        yield ChangeError(change, "new_date", "There is an earlier date on this day, or after it.")
    turned = _phases(event, [*turns, change])[-1]
    if not turned.rule.fits(turned.hours.start_date):
        yield ChangeError(change, "new_date", "This day does not follow the rule of the event.")


def _phases(event: Event, changes: list[OccurrenceChange]) -> list[SeriesSegment]:
    return phases(event.first_hours, event.rule, event.venue_id, changes)


def _days(found: list[SeriesSegment], until: date) -> list[date]:
    return [day for phase in found for day in phase.days(until)]


def _no_date(found: list[SeriesSegment], day: date) -> str:
    """Return a sentence that names the dates around a day that is none."""
    days = sorted(_days(found, day + YEAR))
    near = [each for each in days if each < day][-1:] + [each for each in days if each > day][:1]
    names = " and ".join(format_day(each) for each in near)
    return f"There is no date on this day. The nearest: {names}."


def _nothing_left(
    found: list[SeriesSegment], changes: list[OccurrenceChange]
) -> Iterator[ChangeError]:
    if not instances(found, max(phase.hours.start_date for phase in found) + HORIZON):
        yield ChangeError(changes[-1], "kind", "No date would be left.")

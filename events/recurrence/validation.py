"""Validation of the changed dates of an event; each error belongs to one field of one change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext

from core.values.languages import joined
from events.recurrence.occurrences import (
    HORIZON,
    ChangeKind,
    OccurrenceChange,
    SeriesSegment,
    occurrence_specs,
    series_segments,
)
from events.recurrence.rules import RecurrenceRule
from events.recurrence.times import EventTimes, format_day

YEAR = timedelta(days=366)


class Event(Protocol):
    """An event, as far as its occurrences depend on it."""

    first_hours: EventTimes | None
    rule: RecurrenceRule | None
    venue_id: int | None


@dataclass(frozen=True)
class ChangeError:
    """An error message for one field of one change."""

    change: OccurrenceChange
    field: str
    message: str


def validate_changes(event: Event, changes: Iterable[OccurrenceChange]) -> list[ChangeError]:
    """Return the errors in the changed dates; none while the event itself is invalid."""
    changes = [change for change in changes if change.date]
    hours = event.first_hours
    if not hours or not changes or (event.rule and not event.rule.fits(hours.start_date)):
        return []
    segments = _segments(event, changes)
    return [
        *_check_duplicates(changes),
        *(error for change in changes for error in _check_change(event, segments, changes, change)),
        *_check_any_left(segments, changes),
    ]


def _check_duplicates(changes: list[OccurrenceChange]) -> Iterator[ChangeError]:
    seen = set()
    for change in changes:
        # An extra date may be cancelled, and the first of the later dates may be left out.
        separate = change.kind if change.kind in {ChangeKind.LATER, ChangeKind.EXTRA} else ""
        key = (change.date, separate)
        if key in seen:
            message = gettext("This date is already changed in another row.")
            yield ChangeError(change, "date", message)
        seen.add(key)


def _check_change(
    event: Event,
    segments: list[SeriesSegment],
    changes: list[OccurrenceChange],
    change: OccurrenceChange,
) -> Iterator[ChangeError]:
    yield from _check_times(event.first_hours, change)
    if change.kind == ChangeKind.LATER:
        yield from _check_this_and_following(event, changes, change)
        return
    by_rule = change.date in _days(segments, change.date)
    is_extra = any(each.kind == ChangeKind.EXTRA and each.date == change.date for each in changes)
    if change.kind == ChangeKind.EXTRA and by_rule:
        yield ChangeError(change, "date", gettext("The event already takes place on this day."))
    if change.kind != ChangeKind.EXTRA and not (by_rule or is_extra):
        yield ChangeError(change, "date", _no_date_message(segments, change.date))


def _check_times(hours: EventTimes, change: OccurrenceChange) -> Iterator[ChangeError]:
    if hours.is_whole_days:
        if change.new_start_time or change.new_end_time:
            message = gettext("An all-day event has no times to change.")
            yield ChangeError(change, "new_start_time", message)
        return
    moved = hours.with_times(change.new_start_time, change.new_end_time)
    if moved.ends_at <= moved.starts_at:
        yield ChangeError(change, "new_end_time", gettext("The event ends before it starts."))


def _check_this_and_following(
    event: Event, changes: list[OccurrenceChange], change: OccurrenceChange
) -> Iterator[ChangeError]:
    """Check a change of “this and all later dates” against the dates before it."""
    if not event.rule:
        message = gettext("This event does not repeat, so it has no later dates.")
        yield ChangeError(change, "kind", message)
        return
    if change.date <= event.first_hours.start_date:
        message = gettext("This is the first date. Change the event itself instead.")
        yield ChangeError(change, "date", message)
        return
    earlier = [each for each in changes if each.kind == ChangeKind.LATER]
    earlier = [each for each in earlier if each.date < change.date]
    before = _segments(event, earlier)
    days = _days(before, change.date)
    if change.date not in days:
        yield ChangeError(change, "date", _no_date_message(before, change.date))
        return
    if change.date == before[-1].hours.start_date:
        message = gettext("All dates from this one on are already moved in another row.")
        yield ChangeError(change, "date", message)
    yield from _check_new_date(event, change, days[days.index(change.date) - 1])
    moved = _segments(event, [*earlier, change])[-1]
    if not moved.rule.fits(moved.hours.start_date):
        message = gettext("This day does not match how the event repeats.")
        yield ChangeError(change, "new_date", message)


def _check_new_date(
    event: Event, change: OccurrenceChange, previous: date
) -> Iterator[ChangeError]:
    if change.new_date and len(event.rule.weekdays) > 1:
        message = gettext(
            "This event takes place on several days a week. Add another event for new days."
        )
        yield ChangeError(change, "new_date", message)
    if change.new_date and change.new_date <= previous:
        message = gettext("The date before this one is on the same day or later.")
        yield ChangeError(change, "new_date", message)


def _segments(event: Event, changes: list[OccurrenceChange]) -> list[SeriesSegment]:
    return series_segments(event.first_hours, event.rule, event.venue_id, changes)


def _days(segments: list[SeriesSegment], until: date) -> list[date]:
    return [day for segment in segments for day in segment.days(until)]


def _no_date_message(segments: list[SeriesSegment], day: date) -> str:
    """Return an error message that names the dates before and after `day`."""
    days = sorted(_days(segments, day + YEAR))
    near = [each for each in days if each < day][-1:] + [each for each in days if each > day][:1]
    names = [format_day(each) for each in near]
    message = gettext("There is no date on this day. The nearest dates: %(dates)s.")
    return message % {"dates": joined(names)}


def _check_any_left(
    segments: list[SeriesSegment], changes: list[OccurrenceChange]
) -> Iterator[ChangeError]:
    horizon = max(segment.hours.start_date for segment in segments) + HORIZON
    if not occurrence_specs(segments, horizon):
        yield ChangeError(changes[-1], "kind", gettext("The event would have no dates left."))

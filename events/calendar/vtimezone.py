"""The rules of a zone as calendars carry them: VTIMEZONE (RFC 5545, section 3.6.5).

The library writes every change as a date in one long list, summer time an hour late. Programs that
read one date of such a list, of which there are some, then keep the wrong hours all year. Here each
change is a part of its own, and those that come back every year are a rule.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from events.recurrence.rules import WEEKDAYS

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
YEARS_AHEAD = 10  # Enough to know a change that comes back from one that does not.


@dataclass(frozen=True)
class OffsetTransition:
    """A change of the clocks of a zone."""

    moment: datetime  # in UTC
    before: timedelta  # the offset from UTC
    after: timedelta
    name: str
    is_summer: bool

    @property
    def onset(self) -> datetime:
        """When it comes, on the clock as it was before."""
        return (self.moment + self.before).replace(tzinfo=None)


@cache
def vtimezone(zone: str, first_year: int, this_year: int) -> Timezone:
    """Return the component of a zone, right from the beginning of a year on."""
    start = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(max(first_year, this_year) + YEARS_AHEAD, 12, 31, tzinfo=UTC)
    changes = list(_changes(ZoneInfo(zone), start, end))
    component = Timezone()
    component.add("TZID", zone)
    component.add_component(_part(_state(ZoneInfo(zone), start)))
    for found, rule in _grouped(changes, end.year):
        part = _part(found)
        if rule:
            part.add("RRULE", vRecur.from_ical(rule))
        component.add_component(part)
    return component


def _state(zone: ZoneInfo, moment: datetime) -> OffsetTransition:
    """Return how the clocks stand at a moment, as if they had just been set so."""
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    return OffsetTransition(moment - offset, offset, offset, local.tzname(), bool(local.dst()))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[OffsetTransition]:
    """Yield the changes of the clocks between two moments."""
    day, before = start, start.astimezone(zone).utcoffset()
    while day < end:
        day += DAY
        after = day.astimezone(zone).utcoffset()
        if after != before:
            moment = _find(zone, day - DAY, day, before)
            local = moment.astimezone(zone)
            yield OffsetTransition(moment, before, after, local.tzname(), bool(local.dst()))
            before = after


def _find(zone: ZoneInfo, low: datetime, high: datetime, before: timedelta) -> datetime:
    """Return the first second at which the offset is no longer what it was before."""
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _grouped(
    changes: list[OffsetTransition], last_year: int
) -> Iterator[tuple[OffsetTransition, str]]:
    """Yield changes that come once, and the first one of those that come each year with its rule.

    A rule names a weekday by its number in the month, or as the last one.
    """
    by_rule = defaultdict(list)
    for change in changes:
        for rule in _rules(change.onset):
            by_rule[rule, change.onset.time(), change.before, change.after, change.name].append(
                change
            )
    repeated: set[datetime] = set()
    for (rule, *_rest), found in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        kept = [each for each in found if each.moment not in repeated]
        years = [each.onset.year for each in kept]
        if len(kept) > 2 and years == list(range(years[0], last_year + 1)):
            repeated |= {each.moment for each in kept}
            yield kept[0], rule
    yield from ((change, "") for change in changes if change.moment not in repeated)


def _rules(onset: datetime) -> list[str]:
    """Return the yearly rules by which a change can have come."""
    weekday = WEEKDAYS[onset.weekday()]
    numbers = [(onset.day - 1) // 7 + 1]
    if (onset + 7 * DAY).month != onset.month:
        numbers.append(-1)
    return [f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={number}{weekday}" for number in numbers]


def _part(change: OffsetTransition) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("DTSTART", change.onset)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    return part

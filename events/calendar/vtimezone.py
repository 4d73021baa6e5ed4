"""VTIMEZONE components (RFC 5545, section 3.6.5).

The icalendar library writes all transitions as one list of dates, and daylight saving time an hour
late. Programs that read only the first date of a list then use a wrong offset all year. Here, each
transition is a subcomponent of its own, and yearly transitions have a recurrence rule.
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
YEARS_AHEAD = 10  # Enough to tell yearly transitions from single ones.


@dataclass(frozen=True)
class OffsetTransition:
    """A change of the UTC offset of a time zone."""

    moment: datetime  # In UTC.
    before: timedelta  # UTC offset.
    after: timedelta  # UTC offset.
    name: str
    is_summer: bool

    @property
    def onset(self) -> datetime:
        """Return its local time, in the offset before the transition."""
        return (self.moment + self.before).replace(tzinfo=None)


@cache
def vtimezone(zone: str, first_year: int, this_year: int) -> Timezone:
    """Return the component of a time zone, valid from the beginning of `first_year`."""
    start = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(max(first_year, this_year) + YEARS_AHEAD, 12, 31, tzinfo=UTC)
    transitions = list(_transitions(ZoneInfo(zone), start, end))
    component = Timezone()
    component.add("TZID", zone)
    component.add_component(_subcomponent(_initial(ZoneInfo(zone), start)))
    for transition, rule in _grouped(transitions, end.year):
        subcomponent = _subcomponent(transition)
        if rule:
            subcomponent.add("RRULE", vRecur.from_ical(rule))
        component.add_component(subcomponent)
    return component


def _initial(zone: ZoneInfo, moment: datetime) -> OffsetTransition:
    """Return a transition to the offset that applies at `moment`."""
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    return OffsetTransition(moment - offset, offset, offset, local.tzname(), bool(local.dst()))


def _transitions(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[OffsetTransition]:
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
    """Return the first second with another offset than `before`, by bisection."""
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _grouped(
    transitions: list[OffsetTransition], last_year: int
) -> Iterator[tuple[OffsetTransition, str]]:
    """Yield single transitions, and the first of yearly ones with their recurrence rule."""
    by_rule = defaultdict(list)
    for each in transitions:
        for rule in _rules(each.onset):
            by_rule[rule, each.onset.time(), each.before, each.after, each.name].append(each)
    repeated: set[datetime] = set()
    for (rule, *_rest), group in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        yearly = [each for each in group if each.moment not in repeated]
        years = [each.onset.year for each in yearly]
        if len(yearly) > 2 and years == list(range(years[0], last_year + 1)):
            repeated |= {each.moment for each in yearly}
            yield yearly[0], rule
    yield from ((each, "") for each in transitions if each.moment not in repeated)


def _rules(onset: datetime) -> list[str]:
    """Return the yearly rules that yield this date: the nth weekday of a month, and the last."""
    weekday = WEEKDAYS[onset.weekday()]
    numbers = [(onset.day - 1) // 7 + 1]
    if (onset + 7 * DAY).month != onset.month:
        numbers.append(-1)
    return [f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={number}{weekday}" for number in numbers]


def _subcomponent(transition: OffsetTransition) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if transition.is_summer else TimezoneStandard()
    component.add("DTSTART", transition.onset)
    component.add("TZOFFSETFROM", transition.before)
    component.add("TZOFFSETTO", transition.after)
    component.add("TZNAME", transition.name)
    return component

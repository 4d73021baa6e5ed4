"""Occurrences of recurring events with changed dates."""

from datetime import UTC, date, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import translation

from events.models import DateChange, Occurrence
from events.recurrence.rules import RecurrenceRule, Repeat
from events.recurrence.wording import sentence
from tests import factories

MONDAY = date(2027, 1, 4)
FAR = date(2028, 12, 31)
ZONES = ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"]


def dates(page):
    return {row.recurrence_id: row for row in page.occurrences.order_by("starts_at")}


def change(page, day, kind, **fields):
    page.changes.add(DateChange(date=day, kind=kind, **fields))
    page.full_clean()
    page.save()
    return dates(page)


def monday(week):
    return MONDAY + timedelta(weeks=week)


@pytest.mark.parametrize(
    ("rule", "start", "english", "german"),
    [
        (RecurrenceRule(Repeat.WEEKLY), MONDAY, "every Monday", "jeden Montag"),
        (
            RecurrenceRule(Repeat.WEEKLY, 2, (1,), date(2027, 6, 30)),
            date(2027, 1, 5),
            "every second Tuesday until 30 June 2027",
            "jeden zweiten Dienstag bis 30. Juni 2027",
        ),
        (
            RecurrenceRule(Repeat.WEEKLY, 3, (0, 2, 4), None, 5),
            MONDAY,
            "every 3 weeks on Monday, Wednesday and Friday 5 times",
            "alle 3 Wochen am Montag, Mittwoch und Freitag 5-mal",
        ),
        (RecurrenceRule(Repeat.DAILY, 2), MONDAY, "every 2 days", "alle 2 Tage"),
        (
            RecurrenceRule(Repeat.MONTHLY_DATE),
            date(2027, 1, 22),
            "on the 22nd of every month",
            "am 22. jedes Monats",
        ),
        (
            RecurrenceRule(Repeat.MONTHLY_WEEKDAY, 2),
            date(2027, 1, 12),
            "on the second Tuesday of every second month",
            "am zweiten Dienstag jedes zweiten Monats",
        ),
        (
            RecurrenceRule(Repeat.MONTHLY_LAST, 3),
            date(2027, 1, 29),
            "on the last Friday of every 3 months",
            "am letzten Freitag alle 3 Monate",
        ),
        (RecurrenceRule(Repeat.YEARLY), date(2027, 5, 1), "every 1 May", "jedes Jahr am 1. Mai"),
    ],
)
def test_rule_in_words(rule, start, english, german):
    for language, words in (("en-gb", english), ("de", german)):
        with translation.override(language):
            assert sentence(rule, start) == words


def test_local_times_are_kept_across_daylight_saving_changes(weekly):
    weekly.repeat_count = 20
    weekly.save()
    hours = {row.starts_at.astimezone(UTC).hour for row in weekly.occurrences.all()}
    assert hours == {19, 18}  # In winter and in summer.
    assert {row.start_time for row in weekly.occurrences.all()} == {time(19)}


def test_change_of_one_date_keeps_the_others(weekly):
    before = dates(weekly)
    after = change(weekly, monday(2), "cancelled", note="A strike")
    assert (after[monday(2)].status, after[monday(2)].note) == ("cancelled", "A strike")
    venue = factories.VenueFactory()
    after = change(
        weekly, monday(3), "moved", new_date=monday(3) + timedelta(days=2), new_venue=venue
    )
    moved = after[monday(3)]
    assert moved.start_date == monday(3) + timedelta(days=2)
    assert (moved.start_time, moved.end_time, moved.venue) == (time(19), time(21), venue)
    assert moved.status == "rescheduled"
    assert monday(4) not in change(weekly, monday(4), "skipped")
    after = change(weekly, monday(5) + timedelta(days=3), "extra", new_start_time=time(10))
    extra = after[monday(5) + timedelta(days=3)]
    assert (extra.start_time, extra.end_time) == (time(10), time(12))
    same = set(before) - {monday(2), monday(3), monday(4)}
    assert {day: after[day].pk for day in same} == {day: before[day].pk for day in same}


def test_change_of_this_and_all_later_dates(weekly):
    before = dates(weekly)
    after = change(
        weekly, monday(6), "later", new_date=monday(6) + timedelta(days=1), new_start_time=time(18)
    )
    assert len(after) == 10
    assert [after[monday(week)].pk for week in range(6)] == [
        before[monday(week)].pk for week in range(6)
    ]
    later = [row for day, row in after.items() if day > monday(5)]
    assert [row.start_date for row in later] == [
        monday(week) + timedelta(days=1) for week in range(6, 10)
    ]
    assert {(row.start_time, row.end_time) for row in later} == {(time(18), time(20))}
    after = change(weekly, later[1].recurrence_id, "cancelled")
    assert [row.status for row in after.values()].count("cancelled") == 1
    after = change(weekly, later[2].recurrence_id, "later", new_start_time=time(9))
    assert [row.start_time.hour for row in after.values()] == [19] * 6 + [18] * 2 + [9] * 2


def test_change_of_later_dates_keeps_number_and_note(weekly):
    weekly.repeat_count, weekly.repeat_until = None, monday(8)
    day = monday(4) + timedelta(days=1)
    after = change(weekly, monday(4), "later", new_date=day, note="In the library")
    assert len(after) == 9
    assert [row.note for row in after.values()] == [""] * 4 + ["In the library"] * 5


def test_extra_date_can_be_cancelled_or_moved(weekly):
    extra = monday(2) + timedelta(days=2)
    change(weekly, extra, "extra", new_start_time=time(10))
    row = change(weekly, extra, "cancelled", note="Called off")[extra]
    assert (row.status, row.start_time, row.note) == ("cancelled", time(10), "Called off")
    weekly.changes = [each for each in weekly.changes.all() if each.kind == "extra"]
    row = change(weekly, extra, "moved", new_date=extra + timedelta(days=1))[extra]
    assert (row.start_date, row.start_time) == (extra + timedelta(days=1), time(10))


def test_event_without_end_is_extended(weekly, monkeypatch):
    weekly.repeat_count = None
    weekly.save()
    rows, end, sequence = weekly.occurrences.count(), weekly.ends_at, weekly.sequence
    call_command("extend_event_series")
    assert weekly.occurrences.count() == rows
    monkeypatch.setattr("events.models.recurrence.HORIZON", timedelta(days=548 + 28))
    call_command("extend_event_series")
    assert weekly.occurrences.count() == rows + 4
    weekly.refresh_from_db()
    assert weekly.ends_at == end + timedelta(weeks=4)
    assert weekly.sequence == sequence


def test_event_without_end_goes_on_for_decades(weekly, get):
    weekly.start_date, weekly.repeats, weekly.repeat_count = date(2010, 1, 1), "daily", None
    weekly.full_clean()
    weekly.save()
    assert weekly.occurrences.upcoming().count() > 500
    assert "This event is over" not in get(weekly.url)


def test_daily_job_keeps_later_edits(weekly):
    weekly.repeat_count = None
    weekly.save()
    stale = type(weekly).objects.get(pk=weekly.pk)
    weekly.start_time, weekly.end_time = time(8), time(9)
    weekly.save()
    stale.extend()
    assert {row.start_time for row in weekly.occurrences.all()} == {time(8)}


def test_page_and_occurrences_are_saved_atomically(weekly, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr("events.models.occurrences.Occurrence.objects.bulk_create", fail)
    weekly.start_time = time(8)
    with pytest.raises(RuntimeError):
        weekly.save()
    assert {row.start_time for row in weekly.occurrences.all()} == {time(19)}
    assert type(weekly).objects.get(pk=weekly.pk).start_time == time(19)


@pytest.mark.parametrize(
    ("usual", "new", "expected"),
    [
        ((22, 2), (18, 21), (0, 21)),  # Ends on the same day, unlike usual.
        ((22, 2), (None, 23), (0, 23)),
        ((19, 21), (22, 1), (1, 1)),  # Ends after midnight, unlike usual.
        ((22, 2), (20, None), (1, 0)),
        ((19, 21), (17, None), (0, 19)),
    ],
)
def test_changed_times_end_on_the_intended_day(weekly, usual, new, expected):
    start, end = usual
    weekly.start_time, weekly.end_time = time(start), time(end)
    weekly.end_date = MONDAY + timedelta(days=int(end < start))
    hours = [None if hour is None else time(hour) for hour in new]
    row = change(weekly, monday(1), "moved", new_start_time=hours[0], new_end_time=hours[1])[
        monday(1)
    ]
    assert (row.end_date - row.start_date).days == expected[0]
    assert row.end_time == time(expected[1])


def test_first_date_of_an_event_without_end_can_be_left_out(weekly):
    weekly.repeat_count = None
    assert MONDAY not in change(weekly, MONDAY, "skipped")


def test_rule_sentence_spans_segments_with_other_times(weekly):
    weekly.repeat_count, weekly.repeat_until = None, monday(9)
    change(weekly, monday(3), "later", new_start_time=time(18))
    assert weekly.rule_sentence == "every Monday until 8 March 2027"
    weekly.repeat_until = None
    assert weekly.rule_sentence == "every Monday"


def test_sequence_counts_changes_of_dates_only(weekly):
    first = weekly.sequence
    weekly.title = "Another"
    weekly.save()
    assert weekly.sequence == first
    change(weekly, monday(2), "cancelled")
    assert weekly.sequence == first + 1
    weekly.status = "cancelled"
    weekly.save()
    assert weekly.sequence == first + 2
    stale = type(weekly).objects.get(pk=weekly.pk)
    stale.sequence = 0  # As in an older revision.
    stale.save()
    assert stale.sequence == first + 2


def test_occurrence_at_a_repeated_local_time_is_unchanged_by_saving(weekly):
    weekly.start_date, weekly.repeats = date(2027, 10, 31), ""
    weekly.start_time, weekly.end_time, weekly.repeat_count = time(1, 30), time(3), None
    weekly.save()
    key, sequence = weekly.occurrences.get().pk, weekly.sequence
    weekly.save()
    assert (weekly.occurrences.get().pk, weekly.sequence) == (key, sequence)


def test_occurrences_are_deleted_with_their_event(weekly):
    assert Occurrence.objects.count() == 10
    weekly.delete()
    assert not Occurrence.objects.exists()


def test_copy_has_its_own_occurrences(weekly):
    change(weekly, monday(1), "cancelled")
    copy = weekly.copy(update_attrs={"slug": "copy"})
    assert copy.occurrences.count() == 10
    assert copy.occurrences.get(recurrence_id=monday(1)).is_cancelled

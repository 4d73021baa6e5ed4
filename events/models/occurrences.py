"""Occurrences of events as rows, which listings, months and feeds query."""

from datetime import UTC, date, datetime
from typing import Self

from django.db import models
from django.db.models.functions import RowNumber
from django.utils.timezone import now

from events.choices import Status
from events.models.venues import Venue
from events.recurrence.occurrences import OccurrenceSpec
from events.recurrence.times import EventTimes


class OccurrenceQuerySet(models.QuerySet):
    """Queries of occurrences."""

    def upcoming(self, moment: datetime | None = None) -> Self:
        """Return occurrences that are not over, the next one first."""
        return self.filter(ends_at__gt=moment or now()).order_by("starts_at", "pk")

    def past(self, moment: datetime | None = None) -> Self:
        """Return occurrences that are over, the latest one first."""
        return self.filter(ends_at__lte=moment or now()).order_by("-starts_at", "-pk")

    def nearest(self, moment: datetime | None = None) -> Self:
        """Order by nearness: upcoming occurrences first, then past ones, the latest first."""
        moment = moment or now()
        is_over = models.Case(
            models.When(ends_at__gt=moment, then=models.Value(0)), default=models.Value(1)
        )
        next_start = models.Case(
            models.When(ends_at__gt=moment, then=models.F("starts_at")),
            default=models.Value(None),
            output_field=models.DateTimeField(),
        )
        return self.order_by(is_over, next_start, "-starts_at", "-pk")

    def first_of_each_event(self) -> Self:
        """Return the first occurrence of each event, with the number of its others as `more`.

        Upcoming occurrences only: the page of an event lists no past dates. Cancelled ones do not
        count among the others.
        """
        order = ("starts_at", "pk")
        takes_place = ~models.Q(status=Status.CANCELLED)
        turn = models.Window(RowNumber(), partition_by="page", order_by=order)
        all_dates = models.Window(models.Count("pk", filter=takes_place), partition_by="page")
        rows = self.annotate(turn=turn, all_dates=all_dates).filter(turn=1).order_by(*order)
        own = models.Case(models.When(takes_place, then=1), default=0)
        return rows.annotate(more=models.F("all_dates") - own)

    def on_days(self, first: date, last: date) -> Self:
        """Return occurrences on any of these days, in their local time."""
        return self.filter(start_date__lte=last, end_date__gte=first)


class Occurrence(models.Model):
    """An occurrence of an event, computed from its recurrence rule and changed dates.

    Lists are ordered by `starts_at`; months and days use the local `start_date` and `end_date`.
    """

    page = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="occurrences"
    )
    # The date that the rule yields, also if the occurrence was moved (RFC 5545 RECURRENCE-ID).
    recurrence_id = models.DateField()
    start_date = models.DateField()
    start_time = models.TimeField(null=True)
    end_date = models.DateField()
    end_time = models.TimeField(null=True)
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.SCHEDULED)
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, related_name="+")
    is_online = models.BooleanField(default=False)
    note = models.CharField(max_length=250, blank=True)

    objects = OccurrenceQuerySet.as_manager()
    # The page already references the venue.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "recurrence_id"], name="unique_occurrence_recurrence_id"
            )
        ]
        indexes = [
            models.Index(fields=["page", "ends_at"], name="occurrence_page_end"),
            models.Index(fields=["start_date", "end_date"], name="occurrence_days"),
        ]

    def __str__(self) -> str:
        return f"{self.start_date:%Y-%m-%d}"

    @property
    def hours(self) -> EventTimes:
        """Return the local times."""
        return EventTimes(
            self.start_date, self.start_time, self.end_date, self.end_time, self.time_zone
        )

    @property
    def is_over(self) -> bool:
        """Return whether it has ended."""
        return self.ends_at <= now()

    @property
    def is_cancelled(self) -> bool:
        """Return whether it is cancelled."""
        return self.status == Status.CANCELLED

    @property
    def was_moved(self) -> bool:
        """Return whether it takes place on another day than the one announced before."""
        return self.status == Status.RESCHEDULED and self.recurrence_id != self.start_date

    def values(self) -> dict[str, object]:
        """Return the stored values, without the primary key and the page."""
        keys = {"id", "page"}
        fields = (field for field in self._meta.concrete_fields if field.name not in keys)
        return {field.attname: getattr(self, field.attname) for field in fields}


def build_occurrence(event: models.Model, spec: OccurrenceSpec) -> Occurrence:
    """Return an unsaved occurrence."""
    hours = spec.hours
    status = _status(event, spec)
    online = status == Status.MOVED_ONLINE
    return Occurrence(
        page_id=event.pk,
        recurrence_id=spec.recurrence_id,
        start_date=hours.start_date,
        start_time=hours.start_time,
        end_date=hours.end_date,
        end_time=hours.end_time,
        time_zone=hours.zone,
        # In UTC, because a repeated local time never equals a time in another zone (PEP 495).
        starts_at=hours.starts_at.astimezone(UTC),
        ends_at=hours.ends_at.astimezone(UTC),
        status=status,
        venue_id=None if online else spec.venue_id,
        is_online=online or event.is_online,
        note=spec.note,
    )


def _status(event: models.Model, spec: OccurrenceSpec) -> str:
    if spec.is_cancelled:
        return Status.CANCELLED
    if event.status != Status.SCHEDULED:
        return event.status
    is_moved = spec.change and spec.hours.start_date != spec.recurrence_id
    return Status.RESCHEDULED if is_moved else Status.SCHEDULED


def sync_occurrences(event: models.Model, rows: list[Occurrence]) -> bool:
    """Replace the stored occurrences of an event by `rows`. Return whether any differed.

    Unchanged occurrences keep their primary keys.
    """
    stored = {row.recurrence_id: row for row in Occurrence.objects.filter(page=event.pk)}
    new = [
        row
        for row in rows
        if row.recurrence_id not in stored or stored[row.recurrence_id].values() != row.values()
    ]
    unchanged = {row.recurrence_id for row in rows} - {row.recurrence_id for row in new}
    stale = [row.pk for day, row in stored.items() if day not in unchanged]
    Occurrence.objects.filter(pk__in=stale).delete()
    Occurrence.objects.bulk_create(new, batch_size=50)
    return bool(new or stale)

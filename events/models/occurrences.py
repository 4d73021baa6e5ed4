"""The dates of events as rows, by which lists, months and feeds are asked for."""

from datetime import UTC, date, datetime
from typing import Self

from django.db import models
from django.utils.timezone import now

from events.choices import Status
from events.models.venues import Venue
from events.recurrence.occurrences import OccurrenceSpec
from events.recurrence.times import EventTimes


class OccurrenceQuerySet(models.QuerySet):
    """Dates of events."""

    def upcoming(self, moment: datetime | None = None) -> Self:
        """Dates that are not over yet, the next one first."""
        return self.filter(ends_at__gt=moment or now()).order_by("starts_at", "pk")

    def past(self, moment: datetime | None = None) -> Self:
        """Dates that are over, the last one first."""
        return self.filter(ends_at__lte=moment or now()).order_by("-starts_at", "-pk")

    def nearest(self, moment: datetime | None = None) -> Self:
        """All dates, those to come first, the next one before all; then the last one that was."""
        is_over = models.Case(
            models.When(ends_at__gt=moment or now(), then=models.Value(0)), default=models.Value(1)
        )
        coming = models.Case(
            models.When(ends_at__gt=moment or now(), then=models.F("starts_at")),
            default=models.Value(None),
            output_field=models.DateTimeField(),
        )
        return self.order_by(is_over, coming, "-starts_at", "-pk")

    def on_days(self, first: date, last: date) -> Self:
        """Dates that fall on these days, on the clock of their place."""
        return self.filter(start_date__lte=last, end_date__gte=first)


class Occurrence(models.Model):
    """One date of an event, made of its rule and of what was changed: nobody edits it by hand.

    It stands in the order of the moments, and falls on days of the calendar of its place.
    """

    page = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="occurrences"
    )
    name = models.DateField(help_text="The day on which the rule puts it, wherever it was moved.")
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
    # That the page names the venue is known already.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="one_date_of_a_name")]
        indexes = [
            models.Index(fields=["page", "ends_at"], name="dates_of_a_page"),
            models.Index(fields=["start_date", "end_date"], name="days_of_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.start_date:%Y-%m-%d}"

    @property
    def hours(self) -> EventTimes:
        """When it is."""
        return EventTimes(
            self.start_date, self.start_time, self.end_date, self.end_time, self.time_zone
        )

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at <= now()

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == Status.CANCELLED

    @property
    def was_moved(self) -> bool:
        """Whether it takes place on another day than the one that was announced."""
        return self.status == Status.RESCHEDULED and self.name != self.start_date

    def values(self) -> dict[str, object]:
        """Return what is stored of it, besides its keys."""
        kept = {"id", "page"}
        fields = (field for field in self._meta.concrete_fields if field.name not in kept)
        return {field.attname: getattr(self, field.attname) for field in fields}


def build_occurrences(event: models.Model, instance: OccurrenceSpec) -> Occurrence:
    """Return the row of one date of an event, not stored yet."""
    hours = instance.hours
    status = _status(event, instance)
    online = status == Status.MOVED_ONLINE
    return Occurrence(
        page_id=event.pk,
        name=instance.name,
        start_date=hours.start_date,
        start_time=hours.start_time,
        end_date=hours.end_date,
        end_time=hours.end_time,
        time_zone=hours.zone,
        # In UTC: an hour that the clocks show twice is like no other in another zone (PEP 495).
        starts_at=hours.starts_at.astimezone(UTC),
        ends_at=hours.ends_at.astimezone(UTC),
        status=status,
        venue_id=None if online else instance.venue_id,
        is_online=online or event.is_online,
        note=instance.note,
    )


def _status(event: models.Model, instance: OccurrenceSpec) -> str:
    """Return what became of a date: of this date alone, or else of the whole event."""
    if instance.is_cancelled:
        return Status.CANCELLED
    if event.status != Status.SCHEDULED:
        return event.status
    is_moved = instance.change and instance.hours.start_date != instance.name
    return Status.RESCHEDULED if is_moved else Status.SCHEDULED


def keep(event: models.Model, rows: list[Occurrence]) -> bool:
    """Store the dates of an event in place of those that are stored; tell whether any differs."""
    stored = {row.name: row for row in Occurrence.objects.filter(page=event.pk)}
    new = [
        row for row in rows if row.name not in stored or stored[row.name].values() != row.values()
    ]
    same = {row.name for row in rows} - {row.name for row in new}
    stale = [row.pk for name, row in stored.items() if name not in same]
    Occurrence.objects.filter(pk__in=stale).delete()
    Occurrence.objects.bulk_create(new, batch_size=50)
    return bool(new or stale)

"""Recurrence of events."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from core.fields import ChoiceListField
from events.panels import DatesPanel
from events.recurrence.occurrences import (
    HORIZON,
    MAX_DATES,
    ChangeKind,
    OccurrenceSpec,
    SeriesSegment,
    occurrence_specs,
    series_segments,
)
from events.recurrence.rules import RecurrenceRule, Repeat
from events.recurrence.times import YEARS, EventTimes, check_day
from events.recurrence.validation import validate_changes
from events.recurrence.wording import sentence


def weekday_choices() -> list[tuple[str, str]]:
    """Return the weekdays, from Monday, as numbers and names."""
    return [(str(number), str(name)) for number, name in WEEKDAYS.items()]


class RecurrenceMixin(models.Model):
    """A page whose occurrences follow from a first date, a recurrence rule and changed dates.

    They are computed from these fields, so that a draft has occurrences that are not stored.
    """

    repeats = models.CharField(
        max_length=20,
        blank=True,
        choices=Repeat,
        help_text=_("Leave empty if the event does not repeat."),
    )
    repeat_every = models.PositiveSmallIntegerField(
        _("every"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("For example 2 for every second day, week, month or year."),
    )
    repeat_weekdays = ChoiceListField(
        _("on"),
        default=list,
        blank=True,
        choices_func=weekday_choices,
        help_text=_("Only for a weekly event that takes place on several days of the week."),
    )
    repeat_until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        validators=[check_day],
        help_text=_("The last possible day."),
    )
    repeat_count = models.PositiveSmallIntegerField(
        _("or number of dates"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_("Leave both fields empty for an event without an end."),
    )

    recurrence_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeat_every")]),
                FieldPanel("repeat_weekdays"),
                FieldRowPanel([FieldPanel("repeat_until"), FieldPanel("repeat_count")]),
                DatesPanel(),
            ],
            heading=_("Repeats"),
        ),
        InlinePanel("changes", heading=_("Changed dates"), label=_("changed date")),
    ]

    # Set by a form that displays the errors of changed dates beside their fields.
    changes_are_checked = False

    class Meta:
        abstract = True

    @property
    def rule(self) -> RecurrenceRule | None:
        """Return the recurrence rule, if any."""
        if not self.repeats:
            return None
        days = tuple(int(day) for day in self.repeat_weekdays or ())
        weekdays = days if self.repeats == Repeat.WEEKLY else ()
        return RecurrenceRule(
            Repeat(self.repeats),
            self.repeat_every or 1,
            weekdays,
            self.repeat_until,
            self.repeat_count,
        )

    @property
    def rule_sentence(self) -> str:
        """Return the rule of the current segment in words, with the end of the last segment."""
        segments = [segment for segment in self.segments if segment.rule]
        if not segments:
            return ""
        started = [each for each in segments if each.hours.start_date <= localdate()]
        current, last = (started or segments[:1])[-1], segments[-1]
        rule = current.rule if current is last else replace(current.rule, until=last.rule.until)
        return sentence(rule, current.hours.start_date)

    @property
    def segments(self) -> list[SeriesSegment]:
        """Return the segments of the series; none in an incomplete draft."""
        hours = self.first_hours
        return series_segments(hours, self.rule, self.venue_id, self.changes.all()) if hours else []

    def occurrence_specs(self, horizon: date | None = None) -> list[OccurrenceSpec]:
        """Return all occurrences; those of an event without an end up to the horizon."""
        return occurrence_specs(self.segments, horizon or localdate() + HORIZON)

    @cached_property
    def is_series(self) -> bool:
        """Return whether the event repeats or has extra dates."""
        extra = (change.kind == ChangeKind.EXTRA for change in self.changes.all())
        return bool(self.repeats) or any(extra)

    def clean(self) -> None:
        """Validate the recurrence rule and the changed dates."""
        super().clean()
        self._check_rule()
        if not self.changes_are_checked:
            errors = validate_changes(self, self.changes.all())
            if errors:
                raise ValidationError([error.message for error in errors])

    def _check_rule(self) -> None:
        """Refuse fields that do not apply to the chosen repetition."""
        hours, rule = self.first_hours, self.rule
        for name in ("repeat_until", "repeat_count", "repeat_weekdays"):
            if not rule and getattr(self, name):
                message = gettext("Choose how the event repeats, or clear this field.")
                raise ValidationError({name: message})
        if self.repeat_weekdays and self.repeats != Repeat.WEEKLY:
            message = gettext("Only a weekly event has days of the week. Clear this field.")
            raise ValidationError({"repeat_weekdays": message})
        if rule and rule.until and rule.count:
            message = gettext("The event already has a last day. Clear one of the two fields.")
            raise ValidationError({"repeat_count": message})
        if rule and hours:
            self._check_dates(rule, hours)

    def _check_dates(self, rule: RecurrenceRule, hours: EventTimes) -> None:
        """Refuse a rule without dates, with too many dates or with overlapping ones."""
        if rule.until and rule.until.year not in YEARS:
            return  # The validator of the field reports this.
        if rule.until and rule.until < hours.start_date:
            message = gettext("The last day is before the first date.")
            raise ValidationError({"repeat_until": message})
        if not rule.fits(hours.start_date):
            message = gettext("The first date does not match how the event repeats.")
            raise ValidationError({"start_date": message})
        days = SeriesSegment(hours.start_date, hours, rule).days(hours.start_date + HORIZON)
        if any(hours.ends_at > hours.on_date(day).starts_at for day in days[1:2]):
            message = gettext("The next date starts before this one is over.")
            raise ValidationError({"end_date": message})
        if not rule.is_open and days[-1].year not in YEARS:
            message = gettext("The series goes on for centuries. End it earlier.")
            raise ValidationError({"repeat_count": message})
        if len(days) > MAX_DATES:
            message = gettext("The series has more than %(max)d dates. End it earlier.")
            field = "repeat_count" if rule.count else "repeat_until"
            raise ValidationError({field: message % {"max": MAX_DATES}})

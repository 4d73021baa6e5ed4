"""An event that takes place more than once."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from core.fields import ChoiceListField
from events.panels import DatesPanel
from events.recurrence.occurrences import (
    HORIZON,
    MOST_DATES,
    ChangeKind,
    OccurrenceSpec,
    SeriesSegment,
    instances,
    phases,
)
from events.recurrence.rules import RecurrenceRule, Repeat
from events.recurrence.times import YEARS, EventTimes, check_day
from events.recurrence.validation import faults
from events.recurrence.wording import sentence

MISFIT = "The first date does not follow the rule by which it repeats: choose another day."


def weekday_choices() -> list[tuple[str, str]]:
    """Return the days of a week, from Monday, as a form names them."""
    return [(str(number), str(name)) for number, name in WEEKDAYS.items()]


class RecurrenceMixin(models.Model):
    """A page with dates, which may follow a rule of RFC 5545.

    Every date is worked out from the fields of the first one: nothing of a draft is stored.
    """

    repeats = models.CharField(
        max_length=20, blank=True, choices=Repeat, help_text="Empty for an event that does not."
    )
    repeat_every = models.PositiveSmallIntegerField(
        "every",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="2 for every second day, week, month or year.",
    )
    repeat_weekdays = ChoiceListField(
        "on",
        default=list,
        blank=True,
        offered=weekday_choices,
        help_text="Only for an event that repeats by weeks, on more days than that of its start.",
    )
    repeat_until = models.DateField(
        "until",
        null=True,
        blank=True,
        validators=[check_day],
        help_text="The last day on which it can take place.",
    )
    repeat_count = models.PositiveSmallIntegerField(
        "or this often",
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text="How many times in all. Leave both empty for an event without end.",
    )

    recurrence_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeat_every")]),
                FieldPanel("repeat_weekdays"),
                FieldRowPanel([FieldPanel("repeat_until"), FieldPanel("repeat_count")]),
                DatesPanel(),
            ],
            heading="Repeats",
        ),
        InlinePanel("changes", heading="Changed dates", label="changed date"),
    ]

    # Whether a form shows what is wrong with a change beside that change.
    changes_are_checked = False

    class Meta:
        abstract = True

    @property
    def rule(self) -> RecurrenceRule | None:
        """How it repeats, if it does."""
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
        """How it repeats, as a reader says it: that which holds now, where it was changed."""
        found = [phase for phase in self.phases if phase.rule]
        today = localdate()
        current = [each for each in found if each.hours.start_date <= today] or found[:1]
        if not current:
            return ""
        rule, last = current[-1].rule, found[-1].rule
        if current[-1] is not found[-1]:  # It goes on, as it ends last.
            rule = replace(rule, until=last.until)
        return sentence(rule, current[-1].hours.start_date)

    @property
    def phases(self) -> list[SeriesSegment]:
        """The parts of the series, in each of which rule, hours and place are the same."""
        hours = self.first_hours
        return phases(hours, self.rule, self.venue_id, self.changes.all()) if hours else []

    def instances(self, horizon: date | None = None) -> list[OccurrenceSpec]:
        """Return all dates; those of an event without end as far as the horizon."""
        return instances(self.phases, horizon or localdate() + HORIZON)

    @cached_property
    def is_series(self) -> bool:
        """Whether it has, or had, more dates than one."""
        extra = (change.kind == ChangeKind.EXTRA for change in self.changes.all())
        return bool(self.repeats) or any(extra)

    def clean(self) -> None:
        """Refuse a rule that cannot be meant, and changes of dates that there are not."""
        super().clean()
        self._check_rule()
        if not self.changes_are_checked and (found := faults(self, self.changes.all())):
            raise ValidationError([fault.text for fault in found])

    def _check_rule(self) -> None:
        """Refuse fields that belong to another rule than the one that was chosen."""
        hours, rule = self.first_hours, self.rule
        for name in ("repeat_until", "repeat_count", "repeat_weekdays"):
            if not rule and getattr(self, name):
                raise ValidationError({name: "Say how it repeats, or empty this."})
        if self.repeat_weekdays and self.repeats != Repeat.WEEKLY:
            raise ValidationError(
                {"repeat_weekdays": "Days of the week belong to what repeats by weeks. Empty this."}
            )
        if rule and rule.until and rule.count:
            raise ValidationError({"repeat_count": "It has a last day already. Empty one of them."})
        if rule and hours:
            self._check_dates(rule, hours)

    def _check_dates(self, rule: RecurrenceRule, hours: EventTimes) -> None:
        """Refuse a rule by which there are no dates, too many, or one within the other."""
        if rule.until and rule.until.year not in YEARS:
            return  # Which its field says.
        if rule.until and rule.until < hours.start_date:
            raise ValidationError({"repeat_until": "It ends before the first date."})
        if not rule.fits(hours.start_date):
            raise ValidationError({"start_date": MISFIT})
        days = SeriesSegment(hours.start_date, hours, rule).days(hours.start_date + HORIZON)
        if any(hours.ends_at > hours.on(day).starts_at for day in days[1:2]):
            raise ValidationError({"end_date": "The next date begins before this one is over."})
        if not rule.is_open and days[-1].year not in YEARS:
            raise ValidationError({"repeat_count": "It goes on for centuries. End it earlier."})
        if len(days) > MOST_DATES:
            field = "repeat_count" if rule.count else "repeat_until"
            raise ValidationError({field: f"It has more than {MOST_DATES} dates. End it earlier."})

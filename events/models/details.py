"""What somebody wants to know who thinks of coming, each with its fields and panels together."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.fields import ChoiceListField
from core.values.money import CURRENCIES, check_amount, format_price
from events.choices import AccessFeature, Status, access_choices


class AdmissionMixin(models.Model):
    """What it costs to come, as the organisers set it: nothing is ever converted."""

    is_free = models.BooleanField("free", default=False, help_text="Nobody pays to come.")
    price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="What most people pay. Leave it empty if it is not known.",
    )
    solidarity_price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="What those are asked for who can give more, so that others can come.",
    )
    currency = models.CharField(
        max_length=3, choices=CURRENCIES, default="GBP", help_text="The code of ISO 4217."
    )
    price_note = models.CharField(
        max_length=120,
        blank=True,
        help_text="What else a visitor has to know: “£2 unwaged”, “Pay what you can”.",
    )
    ticket_url = models.URLField("tickets", blank=True, help_text="Where tickets are to be had.")

    admission_panels = [
        MultiFieldPanel(
            [
                FieldPanel("is_free"),
                FieldRowPanel(
                    [FieldPanel("price"), FieldPanel("solidarity_price"), FieldPanel("currency")]
                ),
                FieldPanel("price_note"),
                FieldPanel("ticket_url"),
            ],
            heading="Admission",
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @property
    def price_line(self) -> str:
        """What it costs: “£5, solidarity price £10, £2 unwaged”."""
        parts = [gettext("Free")] if self.is_free else []
        if self.price is not None:
            parts.append(format_price(self.price, self.currency))
        if self.solidarity_price is not None:
            price = {"price": format_price(self.solidarity_price, self.currency)}
            parts.append(gettext("solidarity price %(price)s") % price)
        return ", ".join(filter(None, [*parts, self.price_note]))

    def clean(self) -> None:
        """Refuse a price of what is free."""
        super().clean()
        for name in ("price", "solidarity_price"):
            if self.is_free and getattr(self, name):
                raise ValidationError({name: "It is free, but has a price. Which is it?"})
            if getattr(self, name) is not None:
                try:
                    check_amount(getattr(self, name), self.currency)
                except ValidationError as error:
                    raise ValidationError({name: error.messages}) from error


class AccessMixin(models.Model):
    """What makes it one that everybody can come to."""

    access_facts = ChoiceListField(
        "access",
        default=list,
        blank=True,
        offered=access_choices,
        help_text="What there will be, besides what the venue always has.",
    )
    access_note = models.TextField(
        "more on access", blank=True, help_text="Which language is signed, how to book childcare."
    )
    access_contact = models.CharField(
        "contact for access",
        max_length=200,
        blank=True,
        help_text="Whom to ask: a mail address or a telephone number, which is published.",
    )

    access_panels = [
        MultiFieldPanel(
            [
                FieldPanel("access_facts"),
                FieldPanel("access_note"),
                FieldPanel("access_contact"),
            ],
            heading="Access",
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @property
    def access_list(self) -> list[str]:
        """What there is, at the venue and besides, in the order in which it is always named."""
        of_venue = self.place.access_facts if self.place else []
        known = {*self.access_facts, *of_venue}
        return [str(fact.label) for fact in AccessFeature if fact.value in known]


class StatusMixin(models.Model):
    """What became of it."""

    status = models.CharField(
        max_length=20,
        choices=Status,
        default=Status.SCHEDULED,
        help_text="Of the whole event, with all its dates. Readers and their calendars are told.",
    )
    status_note = models.CharField(
        "why", max_length=250, blank=True, help_text="What readers should know, in a sentence."
    )
    rescheduled_from = models.DateField(
        null=True, blank=True, help_text="The day that was announced before."
    )

    status_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("rescheduled_from")]),
                FieldPanel("status_note"),
            ],
            heading="Status",
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Ask for the former day of what has a new one."""
        super().clean()
        if self.status == Status.RESCHEDULED and not self.rescheduled_from:
            raise ValidationError({"rescheduled_from": "Give the day that was announced before."})
        if self.status != Status.RESCHEDULED and self.rescheduled_from:
            raise ValidationError({"status": "It has a former day: choose “New date” here."})

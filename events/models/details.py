"""Admission, accessibility and status of an event: mixins of fields with their panels."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.fields import ChoiceListField
from core.values.money import CURRENCIES, check_amount, format_price
from events.choices import AccessFeature, Status, access_choices
from images.models import WebAddressField


class AdmissionMixin(models.Model):
    """Prices of an event. They are never converted to another currency."""

    is_free = models.BooleanField(_("free"), default=False, help_text=_("Admission is free."))
    price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("The standard price. Leave empty if it is not known."),
    )
    solidarity_price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("A higher price for those who can afford it."),
    )
    currency = models.CharField(max_length=3, choices=CURRENCIES, default="GBP")
    price_note = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("Anything else about the price: “£2 unwaged”, “Pay what you can”."),
    )
    ticket_url = WebAddressField(
        _("tickets"), blank=True, help_text=_("The web page that sells the tickets.")
    )

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
            heading=_("Admission"),
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @property
    def price_line(self) -> str:
        """Return the prices: “£5, solidarity price £10, £2 unwaged”."""
        parts = [gettext("Free")] if self.is_free else []
        if self.price is not None:
            parts.append(format_price(self.price, self.currency))
        if self.solidarity_price is not None:
            price = {"price": format_price(self.solidarity_price, self.currency)}
            parts.append(gettext("solidarity price %(price)s") % price)
        return ", ".join(filter(None, [*parts, self.price_note]))

    def clean(self) -> None:
        """Refuse a price for a free event, and amounts that the currency does not allow."""
        super().clean()
        for name in ("price", "solidarity_price"):
            if self.is_free and getattr(self, name):
                message = gettext("The event is free, but has a price. Remove one of them.")
                raise ValidationError({name: message})
            if getattr(self, name) is not None:
                try:
                    check_amount(getattr(self, name), self.currency)
                except ValidationError as error:
                    raise ValidationError({name: error.messages}) from error


class AccessMixin(models.Model):
    """Accessibility of an event."""

    access_facts = ChoiceListField(
        _("access"),
        default=list,
        blank=True,
        choices_func=access_choices,
        help_text=_("Only what the venue does not always have."),
    )
    access_note = models.TextField(
        _("more on access"),
        blank=True,
        help_text=_("For example which sign language is used, or how to book childcare."),
    )
    access_contact = models.CharField(
        _("contact for access"),
        max_length=200,
        blank=True,
        help_text=_("An email address or phone number for questions. It is published."),
    )

    access_panels = [
        MultiFieldPanel(
            [
                FieldPanel("access_facts"),
                FieldPanel("access_note"),
                FieldPanel("access_contact"),
            ],
            heading=_("Access"),
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @property
    def access_list(self) -> list[str]:
        """Return the accessibility features of the event and its venue."""
        of_venue = self.place.access_facts if self.place else []
        known = {*self.access_facts, *of_venue}
        return [str(feature.label) for feature in AccessFeature if feature.value in known]


class StatusMixin(models.Model):
    """Status of an event as a whole."""

    status = models.CharField(
        max_length=20,
        choices=Status,
        default=Status.SCHEDULED,
        help_text=_("For the whole event. Readers’ calendars are updated, too."),
    )
    status_note = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("One sentence for readers.")
    )
    rescheduled_from = models.DateField(
        null=True, blank=True, help_text=_("The day that was announced before.")
    )

    status_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("rescheduled_from")]),
                FieldPanel("status_note"),
            ],
            heading=_("Status"),
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Require the former date if, and only if, the event has a new date."""
        super().clean()
        if self.status == Status.RESCHEDULED and not self.rescheduled_from:
            message = gettext("Enter the day that was announced before.")
            raise ValidationError({"rescheduled_from": message})
        if self.status != Status.RESCHEDULED and self.rescheduled_from:
            message = gettext("Choose “New date”, or clear the former date.")
            raise ValidationError({"status": message})

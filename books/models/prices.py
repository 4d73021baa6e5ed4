"""The prices of a format, bookshops, and the URLs at which they sell it."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from books.choices import Bookshop
from books.models.formats import BookFormat, ValidatedOnSave
from core.fields import AmountField
from core.models import ProtectedWhileReferenced
from core.values.money import CURRENCIES, check_amount, format_price
from images.models import WebAddressField


class FormatPrice(ValidatedOnSave, Orderable):
    """The price of a format in one currency, as the publisher sets it: no amount is converted."""

    format = ParentalKey(BookFormat, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3, choices=CURRENCIES, default="GBP")
    amount = AmountField(
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0, _("A price cannot be negative."))],
    )

    panels = [FieldRowPanel([FieldPanel("currency", required_on_save=True), FieldPanel("amount")])]

    class Meta(Orderable.Meta):
        verbose_name = _("price")
        constraints = [
            models.UniqueConstraint(
                fields=["format", "currency"], name="one_price_for_each_currency"
            )
        ]

    def __str__(self) -> str:
        return format_price(self.amount, self.currency)

    def clean(self) -> None:
        """Require an amount with no more decimal places than the currency has."""
        super().clean()
        if self.amount is not None and self.currency:
            try:
                check_amount(self.amount, self.currency)
            except ValidationError as error:
                raise ValidationError({"amount": error.messages}) from error


class Bookseller(index.Indexed, ProtectedWhileReferenced):
    """A bookshop that sells our books."""

    name = models.CharField(max_length=200, help_text=_("As readers know the shop."))
    kind = models.CharField(max_length=20, choices=Bookshop, default=Bookshop.INDEPENDENT)
    position = models.PositiveSmallIntegerField(
        default=10,
        help_text=_(
            "Readers see the shops in this order, the lowest number first: for example yours, "
            "those that you prefer, then the others."
        ),
    )
    url = WebAddressField(_("website"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("position")]),
        FieldPanel("url"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("bookshop")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_bookshop_of_a_name",
                violation_error_message=_("A bookshop with this name already exists."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlaceToBuyManager(models.Manager):
    """A manager that joins the bookshop, as no place to buy is displayed without it."""

    def get_queryset(self) -> models.QuerySet:
        """Return places to buy with their bookshops."""
        return super().get_queryset().select_related("seller")


class PlaceToBuy(ValidatedOnSave):
    """The URL at which a bookshop sells a format."""

    format = ParentalKey(BookFormat, on_delete=models.CASCADE, related_name="places_to_buy")
    seller = models.ForeignKey(
        Bookseller, on_delete=models.CASCADE, related_name="places", verbose_name=_("shop")
    )
    url = WebAddressField(
        _("web address"),
        max_length=500,
        help_text=_("The page of the shop that sells this format."),
    )

    objects = PlaceToBuyManager()

    panels = [FieldRowPanel([FieldPanel("seller"), FieldPanel("url")])]

    class Meta:
        verbose_name = _("place to buy")
        verbose_name_plural = _("places to buy")
        constraints = [
            models.UniqueConstraint(fields=["format", "seller"], name="one_place_for_each_shop")
        ]

    def __str__(self) -> str:
        return f"{self.seller} ({self.url})"

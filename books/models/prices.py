"""What a format costs, and where it is sold."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from books.choices import Bookshop
from books.models.formats import BookFormat, ValidatedOnSave
from core.models import ProtectedWhileReferenced
from core.values.money import CURRENCIES, check_amount, format_price


class FormatPrice(ValidatedOnSave, Orderable):
    """A price of a format in one currency, as the press sets it: nothing is ever converted."""

    format = ParentalKey(BookFormat, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(
        max_length=3, choices=CURRENCIES, default="GBP", help_text="The code of ISO 4217."
    )
    amount = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0, "A price is not below nothing.")],
    )

    panels = [FieldRowPanel([FieldPanel("currency", required_on_save=True), FieldPanel("amount")])]

    class Meta(Orderable.Meta):
        verbose_name = "price"
        constraints = [
            models.UniqueConstraint(
                fields=["format", "currency"], name="one_price_for_each_currency"
            )
        ]

    def __str__(self) -> str:
        return format_price(self.amount, self.currency)

    def clean(self) -> None:
        """Refuse parts of a coin that there is not."""
        super().clean()
        if self.amount is not None and self.currency:
            try:
                check_amount(self.amount, self.currency)
            except ValidationError as error:
                raise ValidationError({"amount": error.messages}) from error


class Bookseller(index.Indexed, ProtectedWhileReferenced):
    """A shop at which our books are bought."""

    name = models.CharField(max_length=200, help_text="As readers know the shop.")
    kind = models.CharField(max_length=20, choices=Bookshop, default=Bookshop.INDEPENDENT)
    position = models.PositiveSmallIntegerField(
        default=10,
        help_text="Readers see the shops in this order, the lowest number first: yours, those "
        "that you would rather have them use, then the others.",
    )
    url = models.URLField("website", blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("position")]),
        FieldPanel("url"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["position", "name"]
        verbose_name = "bookshop"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_bookshop_of_a_name",
                violation_error_message="There is a bookshop of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlaceToBuyManager(models.Manager):
    """Places to buy, each with the shop."""

    def get_queryset(self) -> models.QuerySet:
        """Join the shop: no place is shown without."""
        return super().get_queryset().select_related("seller")


class PlaceToBuy(ValidatedOnSave):
    """The address at which a shop sells a format."""

    format = ParentalKey(BookFormat, on_delete=models.CASCADE, related_name="places_to_buy")
    seller = models.ForeignKey(
        Bookseller, on_delete=models.CASCADE, related_name="places", verbose_name="shop"
    )
    url = models.URLField(
        "address", max_length=500, help_text="The page of the shop on which this format is bought."
    )

    objects = PlaceToBuyManager()

    panels = [FieldRowPanel([FieldPanel("seller"), FieldPanel("url")])]

    class Meta:
        verbose_name = "place to buy"
        verbose_name_plural = "places to buy"
        constraints = [
            models.UniqueConstraint(fields=["format", "seller"], name="one_place_for_each_shop")
        ]

    def __str__(self) -> str:
        return f"{self.seller} ({self.url})"

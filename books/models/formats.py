"""The forms in which a book is sold: each has its own ISBN, prices and size."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from core.isbn import compact, hyphenated
from core.money import CURRENCIES, format_price
from core.structured_data import thing


class Kind(models.TextChoices):
    """What a reader holds, in the words of the trade."""

    PAPERBACK = "paperback", _("Paperback")
    HARDBACK = "hardback", _("Hardback")
    PAMPHLET = "pamphlet", _("Pamphlet")
    EBOOK = "ebook", _("E-book")
    AUDIOBOOK = "audiobook", _("Audiobook")


SCHEMA_FORMATS = {
    Kind.PAPERBACK: "https://schema.org/Paperback",
    Kind.PAMPHLET: "https://schema.org/Paperback",
    Kind.HARDBACK: "https://schema.org/Hardcover",
    Kind.EBOOK: "https://schema.org/EBook",
    Kind.AUDIOBOOK: "https://schema.org/AudiobookFormat",
}


class Availability(models.TextChoices):
    """Whether a format is to be had, in the words of the trade."""

    FORTHCOMING = "forthcoming", _("Forthcoming")
    AVAILABLE = "available", _("Available")
    REPRINTING = "reprinting", _("Reprinting")
    OUT_OF_PRINT = "out_of_print", _("Out of print")


SCHEMA_AVAILABILITIES = {
    Availability.FORTHCOMING: "https://schema.org/PreOrder",
    Availability.AVAILABLE: "https://schema.org/InStock",
    Availability.REPRINTING: "https://schema.org/BackOrder",
    Availability.OUT_OF_PRINT: "https://schema.org/Discontinued",
}


class BookFormat(ClusterableModel, Orderable):
    """One form of a book: paperback, e-book."""

    page = ParentalKey("books.BookPage", on_delete=models.CASCADE, related_name="formats")
    kind = models.CharField("format", max_length=20, choices=Kind, default=Kind.PAPERBACK)
    isbn = models.CharField(
        "ISBN",
        max_length=20,
        blank=True,
        help_text="Of this format alone; an e-book has another one. With or without hyphens.",
    )
    availability = models.CharField(
        max_length=20,
        choices=Availability,
        default=Availability.AVAILABLE,
        help_text="Whether it is to be had. Readers and bookshops are told.",
    )
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Number of pages.")
    width_mm = models.PositiveIntegerField(
        "width", null=True, blank=True, help_text="Trim size in millimetres."
    )
    height_mm = models.PositiveIntegerField(
        "height", null=True, blank=True, help_text="Trim size in millimetres."
    )

    weight_g = models.PositiveIntegerField(
        "weight", null=True, blank=True, help_text="In grams, for those who post it."
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("isbn"), FieldPanel("availability")]),
        FieldRowPanel([FieldPanel("pages"), FieldPanel("weight_g")]),
        FieldRowPanel([FieldPanel("height_mm"), FieldPanel("width_mm")]),
        InlinePanel("prices", heading="Prices", label="price"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "format"

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def isbn_text(self) -> str:
        """The ISBN as it is printed: 978-0-902869-33-2."""
        return hyphenated(self.isbn)

    @property
    def medium(self) -> str:
        """Whether it is on paper: “print”, or its own name."""
        media = {Kind.EBOOK: gettext("e-book"), Kind.AUDIOBOOK: gettext("audiobook")}
        return media.get(self.kind) or gettext("print")

    @property
    def trim_size(self) -> str:
        """Height by width, as the trade in Britain writes it: “178 × 102 mm”."""
        if not (self.width_mm and self.height_mm):
            return ""
        return f"{self.height_mm} \N{MULTIPLICATION SIGN} {self.width_mm} mm"

    @property
    def availability_line(self) -> str:
        """Whether it is to be had; nothing where it is."""
        is_there = self.availability == Availability.AVAILABLE
        return "" if is_there else str(Availability(self.availability).label)

    @property
    def extent(self) -> str:
        """Number of pages, trim size and weight: “88 pages, 178 × 102 mm, 120 g”."""
        pages = ""
        if self.pages:
            count = {"count": self.pages}
            pages = ngettext("%(count)d page", "%(count)d pages", self.pages) % count
        weight = f"{self.weight_g} g" if self.weight_g else ""
        return ", ".join(filter(None, [pages, self.trim_size, weight]))

    @property
    def price_line(self) -> str:
        """The prices, each in its currency's own form: “£5, €6, $7”."""
        return ", ".join(str(price) for price in self.prices.all())

    @property
    def schema(self) -> dict[str, object]:
        """The format in the words of schema.org: a Book, with an Offer for each price."""
        offers = [
            thing(
                "Offer",
                price=str(price.amount),
                priceCurrency=price.currency,
                availability=SCHEMA_AVAILABILITIES[self.availability],
            )
            for price in self.prices.all()
        ]
        return thing(
            "Book",
            bookFormat=SCHEMA_FORMATS.get(self.kind),
            isbn=self.isbn,
            numberOfPages=self.pages,
            offers=offers,
        )

    def clean(self) -> None:
        """Check the ISBN and keep its digits alone; ask for both sides of a size."""
        super().clean()
        if self.isbn:
            try:
                self.isbn = compact(self.isbn)
            except ValidationError as error:
                raise ValidationError({"isbn": error.messages}) from error
            self._refuse_taken()
        if bool(self.width_mm) != bool(self.height_mm):
            missing = "height_mm" if self.width_mm else "width_mm"
            raise ValidationError({missing: "Give both the width and the height, or neither."})

    def _refuse_taken(self) -> None:
        """Refuse the ISBN of another book, which may be a draft."""
        others = BookFormat.objects.filter(isbn=self.isbn).exclude(page=self.page_id)
        if other := others.select_related("page").first():
            # Not everybody may know the title of a draft.
            book = f"The book “{other.page.title}”" if other.page.live else "A book in the making"
            raise ValidationError({"isbn": f"{book} has this ISBN already."})


class FormatPrice(Orderable):
    """A price of a format in one currency, as the press sets it: nothing is ever converted."""

    format = ParentalKey(BookFormat, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(
        max_length=3, choices=CURRENCIES, default="GBP", help_text="The code of ISO 4217."
    )
    amount = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])

    panels = [FieldRowPanel([FieldPanel("currency"), FieldPanel("amount")])]

    class Meta(Orderable.Meta):
        verbose_name = "price"
        constraints = [
            models.UniqueConstraint(
                fields=["format", "currency"], name="one_price_for_each_currency"
            )
        ]

    def __str__(self) -> str:
        return format_price(self.amount, self.currency)

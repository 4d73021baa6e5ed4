"""The formats of a book: each has its own ISBN, prices and trim size."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from books.choices import MEDIA, Availability, FormatKind
from books.validation import DUPLICATE_ISBN
from core.fields import IsbnField, PartialDateField
from core.values import partial_dates
from core.values.isbn import hyphenated
from documents.models import SiteDocument
from images.choices import OPEN_LICENCES, Licence, licence_url

MAX_MEASURE = 30_000  # pages, millimetres or grams: more is a typing error.
OUT_OF_RANGE = _("Enter a number from 1 to 30,000.")
DATE_HELP = _("As exactly as it is known: 2022, 2022-11, November 2022 or 5 November 2022.")


def _measure(verbose_name: str, help_text: str) -> models.IntegerField:
    """Return a field for an optional positive number.

    PositiveIntegerField would add validators with messages of its own.
    """
    return models.IntegerField(
        verbose_name,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, OUT_OF_RANGE),
            MaxValueValidator(MAX_MEASURE, OUT_OF_RANGE),
        ],
        help_text=help_text,
    )


class ValidatedOnSave(models.Model):
    """A child row that is validated whenever it is saved, also outside a form.

    Uniqueness among the rows of a page is validated by the page, which has them before they are
    saved.
    """

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the row; raise ValidationError if it is invalid."""
        self.validate_row()
        super().save(*args, **kwargs)

    def validate_row(self) -> None:
        """Raise ValidationError if the row is invalid."""
        self.full_clean(validate_unique=False, validate_constraints=False)


class BookFormatManager(models.Manager):
    """A manager that joins the document to download, as no format is displayed without it."""

    def get_queryset(self) -> models.QuerySet:
        """Return formats with their documents."""
        return super().get_queryset().select_related("download")


class BookFormat(ValidatedOnSave, ClusterableModel, Orderable):
    """A format of a book, such as its paperback or e-book."""

    page = ParentalKey("books.BookPage", on_delete=models.CASCADE, related_name="formats")
    kind = models.CharField(
        _("format"), max_length=20, choices=FormatKind, default=FormatKind.PAPERBACK
    )
    name = models.CharField(
        max_length=80,
        blank=True,
        help_text=_("Displayed instead of the format: “Signed copy”, “Large print”."),
    )
    isbn = IsbnField(
        blank=True,
        help_text=_("The ISBN of this format only, with or without hyphens."),
    )
    availability = models.CharField(
        max_length=20,
        choices=Availability,
        default=Availability.AVAILABLE,
        help_text=_("Readers and bookshops see this."),
    )
    publication_date = PartialDateField(
        blank=True, help_text=_("Only if it is not that of the book.")
    )
    pages = _measure(_("pages"), _("Number of pages."))
    height_mm = _measure(_("height"), _("Trim size in millimetres."))
    width_mm = _measure(_("width"), _("Trim size in millimetres."))
    weight_g = _measure(_("weight"), _("In grams, for the postage."))
    download = models.ForeignKey(
        SiteDocument,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The whole book as a file, if everybody may download it for free."),
    )
    licence = models.CharField(
        max_length=20,
        blank=True,
        choices=[(licence.value, licence.label) for licence in OPEN_LICENCES],
        help_text=_("The terms on which readers may share the file."),
    )

    objects = BookFormatManager()

    panels = [
        FieldRowPanel([FieldPanel("kind", required_on_save=True), FieldPanel("name")]),
        FieldPanel("isbn"),
        FieldRowPanel(
            [FieldPanel("availability", required_on_save=True), FieldPanel("publication_date")]
        ),
        FieldRowPanel([FieldPanel("pages"), FieldPanel("weight_g")]),
        FieldRowPanel([FieldPanel("height_mm"), FieldPanel("width_mm")]),
        InlinePanel("prices", heading=_("Prices"), label=_("price")),
        InlinePanel(
            "places_to_buy",
            heading=_("Places to buy"),
            label=_("place"),
            help_text=_("Readers see them in the order of the listing of bookshops."),
        ),
        FieldRowPanel([FieldPanel("download"), FieldPanel("licence")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("format")

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    @property
    def isbn_text(self) -> str:
        """The ISBN with hyphens: 978-0-902869-33-2."""
        return hyphenated(self.isbn)

    @property
    def medium(self) -> str:
        """The medium: “print”, “e-book” or “audiobook”."""
        return str(MEDIA.get(self.kind) or gettext("print"))

    @property
    def trim_size(self) -> str:
        """Height by width, the order of the British book trade: “178 × 102 mm”."""
        if not (self.width_mm and self.height_mm):
            return ""
        return f"{self.height_mm} \N{MULTIPLICATION SIGN} {self.width_mm} mm"

    @property
    def availability_line(self) -> str:
        """The label of the availability, or "" if the format is available."""
        is_available = self.availability == Availability.AVAILABLE
        return "" if is_available else str(Availability(self.availability).label)

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
    def date_text(self) -> str:
        """The publication date of the format, or that of the book."""
        return partial_dates.format_partial_date(
            self.publication_date or self.page.publication_date
        )

    @property
    def facts(self) -> str:
        """Extent and publication date: “88 pages, 178 × 102 mm, November 2022”."""
        return ", ".join(filter(None, [self.extent, self.date_text]))

    @property
    def price_line(self) -> str:
        """The prices, formatted for their currencies: “£5, €6, $7”."""
        return ", ".join(str(price) for price in self.prices.all())

    @property
    def shops(self) -> list[models.Model]:
        """The places to buy the format, in the order of the bookshops."""
        places = self.places_to_buy.all()
        return sorted(places, key=lambda place: (place.seller.position, place.seller.name))

    @property
    def licence_url(self) -> str:
        """The URL of the licence of the download, or "" without a licence."""
        return licence_url(Licence(self.licence)) if self.licence else ""

    def clean(self) -> None:
        """Require an unused ISBN, both or neither of height and width, a licence for a download."""
        super().clean()
        if self.isbn:
            self._validate_isbn()
        if bool(self.width_mm) != bool(self.height_mm):
            missing = "height_mm" if self.width_mm else "width_mm"
            raise ValidationError({missing: gettext("Enter both height and width, or neither.")})
        if self.download_id and not self.licence:
            raise ValidationError({"licence": gettext("Choose a licence for the download.")})

    def validate_row(self) -> None:
        """Compare the ISBN with the other formats of the book, too: a form does that itself."""
        super().validate_row()
        others = (each for each in self.page.formats.all() if each is not self)
        if self.isbn and any(each.isbn == self.isbn for each in others if each.pk != self.pk):
            raise ValidationError({"isbn": DUPLICATE_ISBN})

    def _validate_isbn(self) -> None:
        """Raise ValidationError if another book has the ISBN, as a draft or published."""
        others = BookFormat.objects.filter(isbn=self.isbn).exclude(page=self.page_id)
        if other := others.select_related("page").first():
            text = gettext("An unpublished book has this ISBN already.")
            if other.page.live:  # The title of a draft may be confidential.
                text = gettext("The book “%(title)s” has this ISBN already.")
            raise ValidationError({"isbn": text % {"title": other.page.title}})

"""The forms in which a book is sold: each has its own ISBN, prices and size."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from books.choices import MEDIA, Availability, FormatKind
from books.validation import TWICE
from core.fields import IsbnField, PartialDateField
from core.values import partial_dates
from core.values.isbn import hyphenated
from documents.models import SiteDocument
from images.choices import OPEN_LICENCES, Licence, licence_url

MOST = 30_000  # Of pages, millimetres or grams: more is mistyped.
DATE_HELP = "As exactly as it is known: 2022, 2022-11, November 2022 or 5 November 2022."


def _measure(what: str, unit: str, help_text: str, verbose_name: str = "") -> models.IntegerField:
    """Return a field for a number that may be unknown, but is never nothing.

    It is no field for positive numbers, as Django's own say in their own words what is wrong.
    """
    return models.IntegerField(
        verbose_name or what,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, f"A {what} has at least 1 {unit.removesuffix('s')}."),
            MaxValueValidator(MOST, f"A {what} has at most {MOST} {unit}."),
        ],
        help_text=help_text,
    )


class ValidatedOnSave(models.Model):
    """A row that is stored only where it is right, whatever way it came.

    Whether it may stand beside others is asked by its page, which knows them before they are
    stored.
    """

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Store it; raises ValidationError, with a sentence for each field, where it is wrong."""
        self.check_row()
        super().save(*args, **kwargs)

    def check_row(self) -> None:
        """Ask whether it is right; raises ValidationError."""
        self.full_clean(validate_unique=False, validate_constraints=False)


class BookFormatManager(models.Manager):
    """Formats, each with its file: none is shown without."""

    def get_queryset(self) -> models.QuerySet:
        """Join the file."""
        return super().get_queryset().select_related("download")


class BookFormat(ValidatedOnSave, ClusterableModel, Orderable):
    """One form of a book: paperback, e-book."""

    page = ParentalKey("books.BookPage", on_delete=models.CASCADE, related_name="formats")
    kind = models.CharField(
        "format", max_length=20, choices=FormatKind, default=FormatKind.PAPERBACK
    )
    isbn = IsbnField(
        blank=True,
        help_text="Of this format alone; an e-book has another one. With or without hyphens.",
    )
    availability = models.CharField(
        max_length=20,
        choices=Availability,
        default=Availability.AVAILABLE,
        help_text="Whether it is to be had. Readers and bookshops are told.",
    )
    publication_date = PartialDateField(
        blank=True, help_text="Only where it is not that of the book."
    )
    pages = _measure("book", "pages", "Number of pages.", verbose_name="pages")
    height_mm = _measure("height", "mm", "Trim size in millimetres.")
    width_mm = _measure("width", "mm", "Trim size in millimetres.")
    weight_g = _measure("weight", "g", "In grams, for those who post it.")
    download = models.ForeignKey(
        SiteDocument,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The whole book as a file, where everybody may have it for nothing.",
    )
    licence = models.CharField(
        max_length=20,
        blank=True,
        choices=[(licence.value, licence.label) for licence in OPEN_LICENCES],
        help_text="On what terms readers may pass the file on.",
    )

    objects = BookFormatManager()

    panels = [
        FieldRowPanel([FieldPanel("kind", required_on_save=True), FieldPanel("isbn")]),
        FieldRowPanel(
            [FieldPanel("availability", required_on_save=True), FieldPanel("publication_date")]
        ),
        FieldRowPanel([FieldPanel("pages"), FieldPanel("weight_g")]),
        FieldRowPanel([FieldPanel("height_mm"), FieldPanel("width_mm")]),
        InlinePanel("prices", heading="Prices", label="price"),
        InlinePanel(
            "places_to_buy",
            heading="Places to buy",
            label="place",
            help_text="Readers see them in the order of the list of bookshops.",
        ),
        FieldRowPanel([FieldPanel("download"), FieldPanel("licence")]),
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
        return str(MEDIA.get(self.kind) or gettext("print"))

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
    def date_text(self) -> str:
        """When it appeared or will: its own date, or that of the book."""
        return partial_dates.printed(self.publication_date or self.page.publication_date)

    @property
    def facts(self) -> str:
        """Its extent and date in a line: “88 pages, 178 × 102 mm, November 2022”."""
        return ", ".join(filter(None, [self.extent, self.date_text]))

    @property
    def price_line(self) -> str:
        """The prices, each in its currency's own form: “£5, €6, $7”."""
        return ", ".join(str(price) for price in self.prices.all())

    @property
    def shops(self) -> list[models.Model]:
        """Where to buy it, in the order that the press gave its shops."""
        places = self.places_to_buy.all()
        return sorted(places, key=lambda place: (place.seller.position, place.seller.name))

    @property
    def licence_url(self) -> str:
        """The address of the terms on which its file may be passed on, where there is one."""
        return licence_url(Licence(self.licence)) if self.licence else ""

    def clean(self) -> None:
        """Refuse the ISBN of another book, and ask for what is only half there."""
        super().clean()
        if self.isbn:
            self._refuse_taken()
        if bool(self.width_mm) != bool(self.height_mm):
            missing = "height_mm" if self.width_mm else "width_mm"
            raise ValidationError({missing: "Give both the width and the height, or neither."})
        if self.download_id and not self.licence:
            raise ValidationError({"licence": "Say on what terms readers may have the file."})

    def check_row(self) -> None:
        """Refuse the ISBN of another format of the book, too; a form asks the rows that it has."""
        super().check_row()
        beside = (each for each in self.page.formats.all() if each is not self)
        if self.isbn and any(each.isbn == self.isbn for each in beside if each.pk != self.pk):
            raise ValidationError({"isbn": TWICE})

    def _refuse_taken(self) -> None:
        """Refuse the ISBN of another book, which may be a draft; the page asks its own formats."""
        others = BookFormat.objects.filter(isbn=self.isbn).exclude(page=self.page_id)
        if other := others.select_related("page").first():
            # Not everybody may know the title of a draft.
            book = f"The book “{other.page.title}”" if other.page.live else "A book in the making"
            raise ValidationError({"isbn": f"{book} has this ISBN already."})

"""Mixins with the edition of a book, and with the texts of its cover."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from books.blocks import EndorsementStreamBlock
from books.choices import PublisherRole
from books.models.formats import DATE_HELP
from core.blocks.stored import CheckedStreamField
from core.fields import PartialDateField
from core.values import partial_dates
from core.values.languages import language_choices
from documents.models import SiteDocument
from images.models import SiteImage


class EditionMixin(models.Model):
    """A page with the publication date, edition, series, language and publishers of a book."""

    publication_date = PartialDateField(blank=True, db_index=True, help_text=DATE_HELP)
    edition = models.CharField(
        _("edition statement"),
        max_length=120,
        blank=True,
        help_text=_(
            "As printed in the book: “Second edition, revised”. Empty for a first edition."
        ),
    )
    series = models.ForeignKey(
        "books.BookSeries",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="books",
    )
    series_number = models.CharField(
        _("number in the series"),
        max_length=20,
        blank=True,
        help_text=_("As printed in the book: 3, or III."),
    )
    language = models.CharField(
        _("language of the book"),
        max_length=10,
        blank=True,
        choices=language_choices,
        help_text=_("Only if it is not the language of the site."),
    )
    original_title = models.CharField(
        max_length=255, blank=True, help_text=_("For a translation: the title of the original.")
    )
    original_language = models.CharField(max_length=10, blank=True, choices=language_choices)

    edition_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("publication_date"), FieldPanel("edition")]),
                FieldRowPanel([FieldPanel("series"), FieldPanel("series_number")]),
                FieldPanel("language"),
                FieldRowPanel([FieldPanel("original_title"), FieldPanel("original_language")]),
            ],
            heading=_("Publication"),
        ),
        InlinePanel(
            "imprints",
            heading=_("Publishers"),
            label=_("publisher"),
            help_text=_(
                "The imprint and its co-publishers. Leave it empty if only we publish the book."
            ),
        ),
    ]
    edition_search_fields = [
        index.SearchField("original_title", boost=1.5),
        index.RelatedFields("series", [index.SearchField("name", boost=1.5)]),
        index.RelatedFields(
            "imprints", [index.RelatedFields("imprint", [index.SearchField("name", boost=1.5)])]
        ),
        index.FilterField("publication_date"),
    ]
    edition_prefetch = ("imprints",)

    class Meta:
        abstract = True

    @property
    def title_language(self) -> str:
        """The language of the title, or "" if it is that of the site."""
        return self.language

    @property
    def date_line(self) -> str:
        """The publication date, as exactly as it is known: “November 2022”."""
        return partial_dates.format_partial_date(self.publication_date)

    @property
    def first_date(self) -> str:
        """The publication date of the book, or the earliest of its formats."""
        of_formats = filter(None, (edition.publication_date for edition in self.formats.all()))
        return self.publication_date or min(of_formats, default="")

    @property
    def co_publishers(self) -> list[models.Model]:
        """The publishers with the role of a co-publisher."""
        rows = self.imprints.all()
        return [row.imprint for row in rows if row.role == PublisherRole.CO_PUBLISHER]

    @property
    def publishers(self) -> list[models.Model]:
        """The imprint, then its co-publishers."""
        rows = sorted(self.imprints.all(), key=lambda row: row.role != PublisherRole.IMPRINT)
        return [row.imprint for row in rows]


class CoverTextMixin(models.Model):
    """A page with the contents, endorsements, back cover and an extract of a book."""

    contents = RichTextField(
        blank=True,
        features=["ol", "ul", "bold", "italic"],
        help_text=_("The chapters, one line each."),
    )
    author_notes = RichTextField(
        _("about the authors"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("As printed in the book. If empty, readers see the authors’ biographies."),
    )
    endorsements = CheckedStreamField(
        EndorsementStreamBlock(),
        blank=True,
        help_text=_("Quotations that recommend the book."),
    )
    back_cover = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Repeat its words in the text, too: a screen reader cannot read an image."),
    )
    extract = models.ForeignKey(
        SiteDocument,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "A PDF or EPUB with some of its pages. For an extract that is an article, choose the "
            "book there instead."
        ),
    )

    cover_text_panels = [
        FieldPanel("contents"),
        FieldPanel("author_notes"),
        FieldPanel("endorsements"),
        FieldRowPanel([FieldPanel("extract"), FieldPanel("back_cover")]),
    ]
    cover_text_search_fields = [
        index.SearchField("contents"),
        index.SearchField("author_notes"),
        index.SearchField("endorsements"),
    ]

    class Meta:
        abstract = True

    def linked_texts(self) -> list[str]:
        """Return all rich texts of the page, so that their links are fetched together."""
        biographies = (person.biography for person in self.biographies)
        return [*super().linked_texts(), self.contents, self.author_notes, *biographies]

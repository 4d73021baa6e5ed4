"""What a title page says besides the title, and what stands on the back of a book."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from books.blocks import EndorsementStreamBlock
from books.choices import PublisherRole
from books.models.formats import DATE_HELP
from core.fields import PartialDateField
from core.values import partial_dates
from core.values.languages import language_choices
from documents.models import SiteDocument
from images.models import SiteImage


class EditionMixin(models.Model):
    """A book that says when, where and in which edition it appeared."""

    publication_date = PartialDateField(blank=True, db_index=True, help_text=DATE_HELP)
    edition = models.CharField(
        "edition statement",
        max_length=120,
        blank=True,
        help_text="As it stands in the book: “Second edition, revised”. Empty for a first one.",
    )
    series = models.ForeignKey(
        "books.BookSeries",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="books",
    )
    series_number = models.CharField(
        "number in the series", max_length=20, blank=True, help_text="As it is printed: 3, or III."
    )
    language = models.CharField(
        "language of the book",
        max_length=10,
        blank=True,
        choices=language_choices,
        help_text="Only where it is not the language of the site.",
    )
    original_title = models.CharField(
        max_length=255, blank=True, help_text="Of a translation: what the book was called first."
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
            heading="Publication",
        ),
        InlinePanel(
            "imprints",
            heading="Publishers",
            label="publisher",
            help_text="The imprint, and others who publish it with us. Without one it is ours.",
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
        """The language of its title, where it is not that of the site."""
        return self.language

    @property
    def date_line(self) -> str:
        """The date of publication, as exactly as it is known: “November 2022”."""
        return partial_dates.printed(self.publication_date)

    @property
    def first_date(self) -> str:
        """When it appeared first: its own date, or the earliest of its formats."""
        of_formats = filter(None, (edition.publication_date for edition in self.formats.all()))
        return self.publication_date or min(of_formats, default="")

    @property
    def co_publishers(self) -> list[models.Model]:
        """Those of them who publish it with us."""
        rows = self.imprints.all()
        return [row.imprint for row in rows if row.role == PublisherRole.CO_PUBLISHER]

    @property
    def publishers(self) -> list[models.Model]:
        """The names under which it appears: the imprint, then those who publish it with us."""
        rows = sorted(self.imprints.all(), key=lambda row: row.role != PublisherRole.IMPRINT)
        return [row.imprint for row in rows]


class CoverTextMixin(models.Model):
    """A book with what a reader turns it over for: contents, authors, endorsements, an extract."""

    contents = RichTextField(
        blank=True,
        features=["ol", "ul", "bold", "italic"],
        help_text="The chapters, one line each.",
    )
    author_notes = RichTextField(
        "about the authors",
        blank=True,
        features=["bold", "italic", "link"],
        help_text="As it stands in the book. Left empty, their biographies are shown.",
    )
    endorsements = StreamField(
        EndorsementStreamBlock(),
        blank=True,
        help_text="What people of weight said of the book.",
    )
    back_cover = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="What it says should stand in the text, too: a picture cannot be read out.",
    )
    extract = models.ForeignKey(
        SiteDocument,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="A PDF or EPUB to look into. Articles that are extracts name the book instead.",
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
        """Return its rich texts, with those about its authors."""
        biographies = (person.biography for person in self.biographies)
        return [*super().linked_texts(), self.contents, self.author_notes, *biographies]

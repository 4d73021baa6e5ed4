"""Under what name books appear, and in what series."""

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from books.choices import PublisherRole
from books.models.index import BookIndexPage
from core.models import DirectoryEntry


class Imprint(DirectoryEntry):
    """A name under which books are published: ours, or that of a publisher we work with."""

    url = models.URLField("website", blank=True, help_text="Their own website, if they have one.")

    panels = [*DirectoryEntry.entry_panels, FieldPanel("url")]

    @property
    def schema_type(self) -> str:
        """What it is, in the words of schema.org."""
        return "Organization"

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of all its books, where the site has a catalogue."""
        return BookIndexPage.address_of(request, "imprint", self.slug)


class BookSeries(DirectoryEntry):
    """Books that belong together, such as “Pamphlets of the harbour”."""

    description = models.TextField(
        blank=True, max_length=500, help_text="One or two sentences for the page of the series."
    )

    panels = [*DirectoryEntry.entry_panels, FieldPanel("description")]
    search_fields = [*DirectoryEntry.search_fields, index.SearchField("description")]

    class Meta(DirectoryEntry.Meta):
        verbose_name = "book series"
        verbose_name_plural = "book series"

    @property
    def schema_type(self) -> str:
        """What it is, in the words of schema.org."""
        return "BookSeries"

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of its books, where the site has a catalogue."""
        return BookIndexPage.address_of(request, "series", self.slug)


class BookImprintManager(models.Manager):
    """Who publishes a book, each with the name."""

    def get_queryset(self) -> models.QuerySet:
        """Join the imprint: none is shown without."""
        return super().get_queryset().select_related("imprint")


class BookImprint(Orderable):
    """That a book appears under an imprint, perhaps together with other publishers."""

    page = ParentalKey("books.BookPage", on_delete=models.CASCADE, related_name="imprints")
    imprint = models.ForeignKey(Imprint, on_delete=models.CASCADE, related_name="books")
    role = models.CharField(max_length=20, choices=PublisherRole, default=PublisherRole.IMPRINT)

    objects = BookImprintManager()

    panels = [FieldRowPanel([FieldPanel("imprint"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = "imprint"
        constraints = [
            models.UniqueConstraint(fields=["page", "imprint"], name="one_part_for_each_imprint")
        ]

    def __str__(self) -> str:
        return str(self.imprint)

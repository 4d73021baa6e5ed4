"""The imprints and series of books."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from books.choices import PublisherRole
from books.models.index import BookIndexPage
from core.models import DirectoryEntry
from images.models import WebAddressField


class Imprint(DirectoryEntry):
    """An imprint: ours, or a publisher with whom we publish a book."""

    url = WebAddressField(
        _("website"), blank=True, help_text=_("Their own website, if they have one.")
    )

    panels = [*DirectoryEntry.entry_panels, FieldPanel("url")]

    @property
    def schema_type(self) -> str:
        """The schema.org type of the entry."""
        return "Organization"

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the website as a schema.org property."""
        return {"sameAs": self.url} if self.url else {}

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the listing of its books, or None if the site has no catalogue."""
        return BookIndexPage.route_url(request, "imprint", self.slug)


class BookSeries(DirectoryEntry):
    """A series of books."""

    description = models.TextField(
        blank=True,
        max_length=500,
        help_text=_("One or two sentences for the page of the series."),
    )

    panels = [*DirectoryEntry.entry_panels, FieldPanel("description")]
    search_fields = [*DirectoryEntry.search_fields, index.SearchField("description")]

    class Meta(DirectoryEntry.Meta):
        verbose_name = _("book series")
        verbose_name_plural = _("book series")

    @property
    def schema_type(self) -> str:
        """The schema.org type of the entry."""
        return "BookSeries"

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the listing of its books, or None if the site has no catalogue."""
        return BookIndexPage.route_url(request, "series", self.slug)


class BookImprintManager(models.Manager):
    """A manager that joins the imprint, as no publisher is displayed without it."""

    def get_queryset(self) -> models.QuerySet:
        """Return publishers with their imprints."""
        return super().get_queryset().select_related("imprint")


class BookImprint(Orderable):
    """A publisher of a book: its imprint or a co-publisher."""

    page = ParentalKey("books.BookPage", on_delete=models.CASCADE, related_name="imprints")
    imprint = models.ForeignKey(Imprint, on_delete=models.CASCADE, related_name="books")
    role = models.CharField(max_length=20, choices=PublisherRole, default=PublisherRole.IMPRINT)

    objects = BookImprintManager()

    panels = [FieldRowPanel([FieldPanel("imprint"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("imprint")
        constraints = [
            models.UniqueConstraint(fields=["page", "imprint"], name="one_part_for_each_imprint")
        ]

    def __str__(self) -> str:
        return str(self.imprint)

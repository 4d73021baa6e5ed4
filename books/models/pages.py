"""The pages of books."""

from typing import Self

from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import PageManager
from wagtail.search import index

from contributors.models import BylineMixin
from core.indexes import IndexPage
from core.models import (
    BasePage,
    BasePageQuerySet,
    BodyMixin,
    LeadImageMixin,
    SummaryMixin,
    TitleLanguageMixin,
)
from topics.models import TopicsMixin


class Precision(models.TextChoices):
    """How exactly a date of publication is known."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


DATE_FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


class BookPageQuerySet(BasePageQuerySet):
    """Books."""

    def newest_first(self) -> Self:
        """Visible books, the last published first; books without a date lead, as announced."""
        newest = models.F("publication_date").desc(nulls_first=True)
        return self.visible().order_by(newest, "-pk")


class BookIndexPage(IndexPage):
    """The catalogue of the press."""

    subpage_types = ["books.BookPage"]

    class Meta:
        verbose_name = "catalogue of books"
        verbose_name_plural = "catalogues of books"

    def get_listing(self) -> BookPageQuerySet:
        """Return the visible books of the catalogue, newest first."""
        return BookPage.objects.descendant_of(self).newest_first()


class BookPage(
    TitleLanguageMixin,
    BylineMixin,
    TopicsMixin,
    LeadImageMixin,
    SummaryMixin,
    BodyMixin,
    BasePage,
):
    """A book of the press; its lead image is its cover."""

    card_template = "books/_card.html"
    schema_type = "Book"
    social_place = "cover"
    listing_prefetch = (
        *LeadImageMixin.lead_image_prefetch,
        *BylineMixin.byline_prefetch,
        "formats__prices",
    )
    page_prefetch = (*TopicsMixin.topics_prefetch, *BodyMixin.body_prefetch)
    subpage_types = []

    subtitle = models.CharField(max_length=255, blank=True)
    publication_date = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        help_text="Where only the month or the year is known, give its first day.",
    )
    publication_precision = models.CharField(
        "known to the",
        max_length=10,
        choices=Precision,
        default=Precision.MONTH,
        help_text="How much of the date is printed.",
    )

    objects = PageManager.from_queryset(BookPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("subtitle"),
        *TitleLanguageMixin.title_language_panels,
        *BylineMixin.byline_panels,
        *LeadImageMixin.lead_image_panels,
        *SummaryMixin.summary_panels,
        FieldRowPanel(
            [FieldPanel("publication_date"), FieldPanel("publication_precision")],
            heading="Publication",
        ),
        InlinePanel(
            "formats",
            heading="Formats",
            label="format",
            help_text="Paperback, e-book: each with its own ISBN and prices.",
        ),
        *BodyMixin.body_panels,
        *TopicsMixin.topics_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("subtitle", boost=2),
        *SummaryMixin.summary_search_fields,
        *BodyMixin.body_search_fields,
        index.RelatedFields("formats", [index.SearchField("isbn")]),
        index.FilterField("publication_date"),
    ]

    class Meta:
        verbose_name = "book"

    @property
    def date_line(self) -> str:
        """The date of publication, as exactly as it is known: “November 2022”."""
        if self.publication_date is None:
            return ""
        return date_format(self.publication_date, DATE_FORMATS[self.publication_precision])

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's Book, with an edition for each format."""
        return {
            "alternativeHeadline": self.subtitle,
            "workExample": [edition.schema for edition in self.formats.all()],
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

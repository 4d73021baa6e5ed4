"""The page of a book."""

from dataclasses import replace
from functools import cached_property
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import NullIf
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page, PageManager, ReferenceIndex
from wagtail.search import index

from books.choices import CREATOR_ROLES
from books.forms import BookPageForm
from books.models.edition import CoverTextMixin, EditionMixin
from books.models.press_sheet import PressSheetMixin
from books.schema import book_properties
from books.validation import format_errors
from contributors.citation import CitableMixin
from contributors.models import BylineMixin, Contribution
from core.directory_groups import DirectoryGroup
from core.metadata.citations import Citation, CitationKind
from core.models import (
    BasePage,
    BasePageQuerySet,
    BodyMixin,
    LeadImageMixin,
    SummaryMixin,
)
from core.search import SearchMetadata
from core.values import partial_dates
from topics.models import TopicsMixin
from topics.related import RelatedReadingMixin

# The field of articles that refers to a book, in Wagtail's reference index.
BOOK_FIELD = "book"
MAX_OTHER_BOOKS = 4


class BookPageQuerySet(BasePageQuerySet):
    """A queryset of books."""

    def newest_first(self) -> Self:
        """Return visible books, newest first; books without a date are announced and come first."""
        dated = NullIf("publication_date", models.Value(""))
        return self.visible().order_by(dated.desc(nulls_first=True), "-pk")


class BookPage(
    PressSheetMixin,
    CitableMixin,
    BylineMixin,
    TopicsMixin,
    RelatedReadingMixin,
    LeadImageMixin,
    SummaryMixin,
    EditionMixin,
    CoverTextMixin,
    BodyMixin,
    BasePage,
):
    """A book; its lead image is the cover."""

    page_description = _("A book with its editions, prices and sellers.")
    base_form_class = BookPageForm
    card_template = "books/_card.html"
    directory_groups = (DirectoryGroup("books", _("Books"), 30, method="newest_first"),)
    schema_type = "Book"
    citation_kind = CitationKind.BOOK
    social_rendition = "book"
    listing_prefetch = (
        *BylineMixin.byline_prefetch,
        "formats__prices",
    )
    page_prefetch = (
        *TopicsMixin.topics_prefetch,
        *BodyMixin.body_prefetch,
        *EditionMixin.edition_prefetch,
        "formats__places_to_buy",
    )
    file_fields = ("lead_image", "back_cover", "extract")
    subpage_types = []

    subtitle = models.CharField(max_length=255, blank=True)

    objects = PageManager.from_queryset(BookPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("subtitle"),
        *BylineMixin.byline_panels,
        *LeadImageMixin.lead_image_panels,
        *SummaryMixin.summary_panels,
        *EditionMixin.edition_panels,
        InlinePanel(
            "formats",
            heading=_("Formats"),
            label=_("format"),
            help_text=_("Paperback, e-book: each with its own ISBN and prices."),
        ),
        *BodyMixin.body_panels,
        *CoverTextMixin.cover_text_panels,
        *TopicsMixin.topics_panels,
        *RelatedReadingMixin.related_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("subtitle", boost=2),
        *SummaryMixin.summary_search_fields,
        *BylineMixin.byline_search_fields,
        *TopicsMixin.topics_search_fields,
        *BodyMixin.body_search_fields,
        *EditionMixin.edition_search_fields,
        *CoverTextMixin.cover_text_search_fields,
        index.RelatedFields("formats", [index.SearchField("isbn", boost=1.5)]),
    ]

    class Meta:
        verbose_name = _("book")

    @cached_property
    def article_ids(self) -> list[int]:
        """The ids of the articles that refer to the book: reviews, extracts, interviews."""
        page_type = ContentType.objects.get_for_model(Page)
        references = ReferenceIndex.get_references_to(self).filter(
            base_content_type=page_type, model_path=BOOK_FIELD
        )
        return [int(pk) for pk in references.order_by("pk").values_list("object_id", flat=True)]

    @cached_property
    def other_book_ids(self) -> list[int]:
        """The ids of other visible books by the same authors or editors, newest first."""
        own = Contribution.objects.order_by().filter(page=self.pk, role__in=CREATOR_ROLES)
        of_authors = BookPage.objects.filter(
            contributions__contributor__in=own.values("contributor"),
            contributions__role__in=CREATOR_ROLES,
        )
        others = of_authors.newest_first().exclude(pk=self.pk).distinct()
        return list(others.values_list("pk", flat=True)[:MAX_OTHER_BOOKS])

    def card_ids(self) -> list[int]:
        """Return the ids of all pages that the page displays as cards."""
        return [*super().card_ids(), *self.article_ids, *self.other_book_ids]

    @property
    def articles_about(self) -> list[BasePage]:
        """The visible articles about the book, newest first."""
        articles = self.visible_cards(self.article_ids)
        return sorted(articles, key=lambda page: page.published_time, reverse=True)

    @property
    def other_books(self) -> list[BasePage]:
        """Other visible books by the same authors or editors."""
        return self.visible_cards(self.other_book_ids)

    @property
    def related_reading(self) -> list[BasePage]:
        """Pages to read next that the page does not display elsewhere."""
        displayed = {*self.article_ids, *self.other_book_ids}
        return [page for page in super().related_reading if page.pk not in displayed]

    @property
    def creators(self) -> str:
        """The names of the authors, or else of the editors, as on a cover."""
        rows = self.contributions.all()
        by_role = (
            [row.contributor.name for row in rows if row.role == role] for role in CREATOR_ROLES
        )
        return ", ".join(next(filter(None, by_role), []))

    # Whether a formset has validated the formats and displays their errors.
    formats_are_validated = False

    def clean(self) -> None:
        """Validate the formats, unless a formset has done so."""
        super().clean()
        errors = [] if self.formats_are_validated else list(format_errors(self))
        if errors:
            raise ValidationError([str(error) for error in errors])

    @property
    def cited_date(self) -> tuple[int, ...]:
        """The publication date as (year, month, day), shorter if it is not known exactly."""
        return partial_dates.parts(self.first_date)

    def citation(self, request: HttpRequest) -> Citation:
        """Return the bibliographic data of the book."""
        formats = list(self.formats.all())
        with_isbn = next((each for each in formats if each.isbn), None)
        citation = super().citation(request)
        return replace(
            citation,
            title=": ".join(filter(None, [self.title, self.subtitle])),
            publisher=", ".join(each.name for each in self.publishers) or citation.publisher,
            edition=self.edition,
            series=self.series.name if self.series else "",
            series_number=self.series_number,
            isbn=with_isbn.isbn_text if with_isbn else "",
            pages=next((each.pages for each in formats if each.pages), None),
        )

    def search_metadata(self) -> SearchMetadata:
        """Return the metadata of the book for search filters."""
        day = partial_dates.first_day(self.publication_date)
        metadata = replace(super().search_metadata(), kind="book", day=day)
        return replace(metadata, language=self.language or metadata.language)

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of a schema.org Book."""
        return {
            **book_properties(self, request),
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

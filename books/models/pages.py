"""The pages of books."""

from dataclasses import replace
from functools import cached_property
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import NullIf
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page, PageManager, ReferenceIndex
from wagtail.search import index

from books.forms import BookPageForm
from books.models.edition import CoverTextMixin, EditionMixin
from books.models.press_sheet import PressSheetMixin
from books.schema import book_properties
from books.validation import format_faults
from contributors.citation import CitableMixin
from contributors.models import BylineMixin, Contribution
from contributors.roles import Role
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

# The field by which a page says that it is about a book, in Wagtail's index of references.
WRITTEN_ABOUT = "book"
WRITERS = (Role.AUTHOR, Role.EDITOR)
MOST_OTHERS = 4


class BookPageQuerySet(BasePageQuerySet):
    """Books."""

    def newest_first(self) -> Self:
        """Visible books, the last published first; books without a date lead, as announced."""
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
    """A book of the press; its lead image is its cover."""

    base_form_class = BookPageForm
    card_template = "books/_card.html"
    schema_type = "Book"
    citation_kind = CitationKind.BOOK
    social_rendition = "cover"
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
            heading="Formats",
            label="format",
            help_text="Paperback, e-book: each with its own ISBN and prices.",
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
        verbose_name = "book"

    @cached_property
    def writing_ids(self) -> list[int]:
        """The ids of the pages that name it as their book: reviews, extracts, interviews."""
        page_type = ContentType.objects.get_for_model(Page)
        named = ReferenceIndex.get_references_to(self).filter(
            base_content_type=page_type, model_path=WRITTEN_ABOUT
        )
        return [int(pk) for pk in named.order_by("pk").values_list("object_id", flat=True)]

    @cached_property
    def other_book_ids(self) -> list[int]:
        """The ids of other visible books of those who wrote it, newest first."""
        parts = Contribution.objects.order_by().filter(page=self.pk, role__in=WRITERS)
        of_authors = BookPage.objects.filter(
            contributions__contributor__in=parts.values("contributor"),
            contributions__role__in=WRITERS,
        )
        others = of_authors.newest_first().exclude(pk=self.pk).distinct()
        return list(others.values_list("pk", flat=True)[:MOST_OTHERS])

    def card_ids(self) -> list[int]:
        """Return the ids of all pages whose cards the page shows, with those about the book."""
        return [*super().card_ids(), *self.writing_ids, *self.other_book_ids]

    @property
    def articles_about(self) -> list[BasePage]:
        """What we published about it, as far as everybody may read it, the latest first."""
        found = self.visible_cards(self.writing_ids)
        return sorted(found, key=lambda page: page.published_time, reverse=True)

    @property
    def other_books(self) -> list[BasePage]:
        """Other books of those who wrote it."""
        return self.visible_cards(self.other_book_ids)

    @property
    def related_reading(self) -> list[BasePage]:
        """What to read next, and where it is talked about, besides what stands on the page."""
        shown = {*self.writing_ids, *self.other_book_ids}
        return [page for page in super().related_reading if page.pk not in shown]

    # Whether a form shows beside each format what is wrong with it.
    formats_are_checked = False

    def clean(self) -> None:
        """Refuse what is wrong with a format, where no form has asked it."""
        super().clean()
        faults = [] if self.formats_are_checked else list(format_faults(self))
        if faults:
            raise ValidationError([str(fault) for fault in faults])

    @property
    def cited_date(self) -> tuple[int, ...]:
        """Year, month and day of its publication, as far as they are known."""
        return partial_dates.parts(self.first_date)

    def citation(self, request: HttpRequest) -> Citation:
        """Return what others have to know to find it again."""
        formats = list(self.formats.all())
        numbered = next((each for each in formats if each.isbn), None)
        cited = super().citation(request)
        return replace(
            cited,
            title=": ".join(filter(None, [self.title, self.subtitle])),
            publisher=", ".join(each.name for each in self.publishers) or cited.publisher,
            edition=self.edition,
            series=self.series.name if self.series else "",
            series_number=self.series_number,
            isbn=numbered.isbn_text if numbered else "",
            pages=next((each.pages for each in formats if each.pages), None),
        )

    def search_metadata(self) -> SearchMetadata:
        """Return what a search has to know of it besides its words."""
        day = partial_dates.first_day(self.publication_date)
        facts = replace(super().search_metadata(), kind="book", day=day)
        return replace(facts, language=self.language or facts.language)

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's Book, with an edition for each format."""
        return {
            **book_properties(self, request),
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

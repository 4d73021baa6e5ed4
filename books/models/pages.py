"""The pages of books."""

from dataclasses import replace
from functools import cached_property
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.images.models import AbstractRendition, SourceImageIOError
from wagtail.models import Page, PageManager, ReferenceIndex
from wagtail.search import index
from wagtail.url_routing import RouteResult

from books.forms import TWICE, BookPageForm
from contributors.citing import CitedMixin
from contributors.models import BylineMixin, Contributor
from contributors.roles import Role
from core.citations import Citation, Kind
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
from topics.reading import RelatedReadingMixin


class Precision(models.TextChoices):
    """How exactly a date of publication is known."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


# The field by which a page says that it is about a book, in Wagtail's index of references.
WRITTEN_ABOUT = "book"
WRITERS = (Role.AUTHOR, Role.EDITOR)
MOST_OTHERS = 4
COVER_FILE = "max-2400x2400|bgcolor-ffffff|format-jpeg|jpegquality-92"
ABOUT_WORDS = 130  # With cover, facts and biographies, a press sheet is one page of A4.
KNOWN_PARTS = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}
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
    CitedMixin,
    TitleLanguageMixin,
    BylineMixin,
    TopicsMixin,
    RelatedReadingMixin,
    LeadImageMixin,
    SummaryMixin,
    BodyMixin,
    BasePage,
):
    """A book of the press; its lead image is its cover."""

    base_form_class = BookPageForm
    card_template = "books/_card.html"
    schema_type = "Book"
    cited_as = Kind.BOOK
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
        *RelatedReadingMixin.related_panels,
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
        authors = [part.contributor_id for part in self.contributions.all() if part.role in WRITERS]
        of_authors = BookPage.objects.filter(
            contributions__contributor__in=authors, contributions__role__in=WRITERS
        )
        others = of_authors.newest_first().exclude(pk=self.pk).distinct()
        return list(others.values_list("pk", flat=True)[:MOST_OTHERS]) if authors else []

    def card_ids(self) -> list[int]:
        """Return the ids of all pages whose cards the page shows, with those about the book."""
        return [*super().card_ids(), *self.writing_ids, *self.other_book_ids]

    @property
    def writings(self) -> list[BasePage]:
        """What we published about it, as far as everybody may read it, the latest first."""
        found = self.cards_of(self.writing_ids)
        return sorted(found, key=lambda page: page.published_time, reverse=True)

    @property
    def other_books(self) -> list[BasePage]:
        """Other books of those who wrote it."""
        return self.cards_of(self.other_book_ids)

    @property
    def related_reading(self) -> list[BasePage]:
        """What to read next, and where it is talked about, besides what stands on the page."""
        shown = {*self.writing_ids, *self.other_book_ids}
        return [page for page in super().related_reading if page.pk not in shown]

    # Whether what is asked for is the sheet for bookshops and reviewers.
    is_press_sheet = False

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the press sheet below the page, too."""
        if path_components == ["press"] and self.live:
            self.is_press_sheet = True
            return RouteResult(self)
        return super().route(request, path_components)

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Return the template of the page, or of its press sheet."""
        if self.is_press_sheet:
            return "books/press_sheet.html"
        return super().get_template(request, *args, **kwargs)

    @cached_property
    def cover_file(self) -> AbstractRendition | None:
        """The cover as shops and printers want it; the original itself is never public."""
        try:
            return self.lead_image and self.lead_image.get_rendition(COVER_FILE)
        except SourceImageIOError:
            return None

    @property
    def people(self) -> list[Contributor]:
        """Those who made it, each once, in the editor's order."""
        return list(dict.fromkeys(part.contributor for part in self.contributions.all()))

    @property
    def about(self) -> str:
        """The beginning of the text about it, as plain words, as long as a press sheet takes."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        return Truncator(" ".join(" ".join(texts).split())).words(ABOUT_WORDS)

    # Whether a form shows beside each format what is wrong with it.
    formats_are_checked = False

    def clean(self) -> None:
        """Refuse two formats with the same ISBN."""
        super().clean()
        numbers = [edition.isbn for edition in self.formats.all() if edition.isbn]
        if not self.formats_are_checked and len(numbers) > len(set(numbers)):
            raise ValidationError(TWICE)

    @property
    def cited_date(self) -> tuple[int, ...]:
        """Year, month and day of its publication, as far as they are known."""
        if self.publication_date is None:
            return ()
        day = self.publication_date
        return (day.year, day.month, day.day)[: KNOWN_PARTS[self.publication_precision]]

    def citation(self, request: HttpRequest) -> Citation:
        """Return what others have to know to find it again: of its first format."""
        first = next(iter(self.formats.all()), None)
        return replace(
            super().citation(request),
            title=": ".join(filter(None, [self.title, self.subtitle])),
            isbn=first.isbn_text if first else "",
            pages=first.pages if first else None,
        )

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's Book, with an edition for each format."""
        return {
            "alternativeHeadline": self.subtitle,
            "workExample": [edition.schema for edition in self.formats.all()],
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

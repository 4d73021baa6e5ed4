"""The pages of articles."""

from dataclasses import replace
from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from contributors.citation import CitableMixin
from contributors.models import BylineMixin
from core.index_pages import IndexPage
from core.models import (
    BasePage,
    BasePageQuerySet,
    BodyMixin,
    LeadImageMixin,
    TitleLanguageMixin,
)
from core.queries import children_of
from core.search import SearchMetadata
from images.choices import AiUse
from news.choices import SCHEMA_TYPES, Format
from news.models.references import BookReferenceMixin, StatementMixin
from news.models.reposts import RepostMixin
from news.models.series import SeriesMixin
from news.schema import article_properties
from topics.models import TopicsMixin
from topics.related import RelatedReadingMixin

FUTURE = "This day has not come yet. To publish the article later, set a schedule."


class ArticleIndexPage(IndexPage):
    """A section of the publication: the list of its articles."""

    subpage_types = ["news.ArticlePage"]
    archive_field = "published_at"

    class Meta:
        verbose_name = "section of articles"
        verbose_name_plural = "sections of articles"

    def get_listing(self) -> "ArticlePageQuerySet":
        """Return the visible articles of the section, the latest first."""
        return children_of(ArticlePage.objects.latest_first(), self)


class ArticlePageQuerySet(BasePageQuerySet):
    """Articles."""

    def latest_first(self) -> Self:
        """Visible articles, by the date that readers see, the latest first."""
        return self.visible().order_by("-published_at", "-pk")

    def in_series_order(self) -> Self:
        """Visible articles by their number in a series, then those without one by date."""
        number = models.F("series_part").asc(nulls_last=True)
        return self.visible().order_by(number, "published_at", "pk")


class ArticlePage(
    TitleLanguageMixin,
    BylineMixin,
    TopicsMixin,
    RelatedReadingMixin,
    SeriesMixin,
    BookReferenceMixin,
    StatementMixin,
    RepostMixin,
    CitableMixin,
    LeadImageMixin,
    BodyMixin,
    BasePage,
):
    """An article: news, an essay, a review."""

    card_template = "news/_card.html"
    listing_prefetch = BylineMixin.byline_prefetch
    page_prefetch = (*TopicsMixin.topics_prefetch, *BodyMixin.body_prefetch, "corrections")
    subpage_types = []

    standfirst = models.TextField(
        blank=True,
        max_length=500,
        help_text="One or two sentences below the title that make somebody read on; also shown "
        "in lists. Leave the author’s name to the byline.",
    )
    format = models.CharField(
        max_length=20,
        choices=Format,
        default=Format.NEWS,
        db_index=True,
        help_text="What kind of piece it is. Readers find all of a kind on one page.",
    )
    published_at = models.DateTimeField(
        "date",
        null=True,
        blank=True,
        db_index=True,
        help_text="The date that readers see. Leave it empty for the moment of publication.",
    )
    updated_at = models.DateTimeField(
        "updated",
        null=True,
        blank=True,
        help_text="When the text last changed in substance; readers see it. Leave it empty for "
        "small mends.",
    )
    ai_use = models.CharField(
        "use of AI",
        max_length=20,
        choices=AiUse,
        blank=True,
        help_text="Whether software wrote some of the text, or all of it. Readers are told.",
    )

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("format"),
        *BylineMixin.byline_panels,
        *LeadImageMixin.lead_image_panels,
        *RepostMixin.editors_note_panels,
        *BodyMixin.body_panels,
        *TopicsMixin.topics_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("published_at"), FieldPanel("updated_at")])],
            heading="Dates",
        ),
        MultiFieldPanel(
            TitleLanguageMixin.title_language_panels,
            heading="Language of the title",
            classname="collapsed",
        ),
        *SeriesMixin.series_panels,
        *BookReferenceMixin.book_panels,
        *StatementMixin.statement_panels,
        *RepostMixin.repost_panels,
        *RelatedReadingMixin.related_panels,
        FieldPanel("ai_use"),
        InlinePanel("corrections", heading="Corrections", label="correction"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("standfirst", boost=1.5),
        index.SearchField("kicker", boost=1.5),
        *BylineMixin.byline_search_fields,
        *TopicsMixin.topics_search_fields,
        *LeadImageMixin.lead_image_search_fields,
        *BodyMixin.body_search_fields,
        *RepostMixin.repost_search_fields,
        *BookReferenceMixin.book_search_fields,
        *StatementMixin.statement_search_fields,
        index.RelatedFields("corrections", [index.SearchField("text")]),
        index.FilterField("published_at"),
        index.FilterField("format"),
    ]

    class Meta:
        verbose_name = "article"
        indexes = [models.Index(fields=["-published_at", "-page_ptr"], name="articles_by_date")]

    @property
    def summary(self) -> str:
        """The standfirst."""
        return self.standfirst

    @property
    def published_time(self) -> datetime | None:
        """The date that readers see."""
        return self.published_at or self.first_published_at

    @property
    def news_time(self) -> datetime | None:
        """When it was published, for lists of news."""
        return self.published_time

    @property
    def date_line(self) -> str:
        """The day of publication."""
        moment = self.published_time
        return date_format(localtime(moment), "j F Y") if moment else ""

    @property
    def schema_type(self) -> str:
        """What kind of article it is, in the words of schema.org."""
        return SCHEMA_TYPES.get(self.format, "NewsArticle")

    @property
    def kicker(self) -> str:
        """The word above the title: the format, where that is not plain news."""
        return "" if self.format == Format.NEWS else str(Format(self.format).label)

    @property
    def modified_time(self) -> datetime | None:
        """When the text last changed in substance, or was published."""
        return self.updated_at or self.published_time

    def search_metadata(self) -> SearchMetadata:
        """Return what a search has to know of it besides its words."""
        moment = self.published_time
        day = localtime(moment).date() if moment else None
        return replace(super().search_metadata(), kind="article", day=day, format=self.format)

    def linked_texts(self) -> list[str]:
        """Return its rich texts, the editor's note and the corrections with them."""
        corrections = (correction.text for correction in self.corrections.all())
        return [*super().linked_texts(), self.editors_note, *corrections]

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's NewsArticle."""
        return {
            **article_properties(self),
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

    def clean(self) -> None:
        """Refuse a date on which nobody can have read the article."""
        super().clean()
        if self.published_at and self.published_at > max(now(), self.go_live_at or now()):
            raise ValidationError({"published_at": FUTURE})

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the date that readers see and that of mixed lists the same, whichever is given."""
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at
        elif self.live:
            self.first_published_at = self.published_at
        super().save(*args, **kwargs)

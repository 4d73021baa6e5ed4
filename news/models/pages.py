"""Article pages and their sections."""

from dataclasses import replace
from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from contributors.citation import CitableMixin
from contributors.models import BylineMixin
from core.directory_groups import DirectoryGroup
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
from core.values.dates import format_day
from images.choices import AiUse
from news.choices import ESSAYS, SCHEMA_TYPES, Format, LeadImageWidth
from news.forms import ArticlePageForm
from news.models.references import BookReferenceMixin, StatementMixin
from news.models.reposts import RepostMixin
from news.models.series import SeriesMixin
from news.schema import article_properties
from topics.models import TopicsMixin
from topics.related import RelatedReadingMixin

DATE_IN_FUTURE = _(
    "This date is in the future. To publish the article later, set a schedule instead."
)


class ArticleIndexPage(IndexPage):
    """A section of the publication, which lists its articles."""

    page_description = _("A section, which lists its articles.")
    subpage_types = ["news.ArticlePage"]
    archive_field = "published_at"

    class Meta:
        verbose_name = _("section of articles")
        verbose_name_plural = _("sections of articles")

    def get_listing(self) -> "ArticlePageQuerySet":
        """Return the visible articles of the section, the latest first."""
        return children_of(ArticlePage.objects.latest_first(), self)


class ArticlePageQuerySet(BasePageQuerySet):
    """A queryset of articles."""

    def latest_first(self) -> Self:
        """Return the visible articles, the latest first."""
        return self.visible().order_by("-published_at", "-pk")

    def in_series_order(self) -> Self:
        """Return the visible articles by part number, then those without a number by date."""
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
    """An article, such as a news story, an essay or a review."""

    page_description = _("News, a review, an interview or an essay, with a byline.")
    base_form_class = ArticlePageForm
    card_template = "news/_card.html"
    directory_groups = (DirectoryGroup("articles", _("Articles"), 20, size=10),)
    feed_template = "news/feed_entry.html"
    listing_prefetch = BylineMixin.byline_prefetch
    page_prefetch = (*TopicsMixin.topics_prefetch, *BodyMixin.body_prefetch, "corrections")
    subpage_types = []

    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        max_length=500,
        help_text=_(
            "One or two sentences that make people want to read on. They appear below the title "
            "and in lists. Do not name the author here: the byline does."
        ),
    )
    format = models.CharField(
        _("format"),
        max_length=20,
        choices=Format,
        default=Format.NEWS,
        db_index=True,
        help_text=_("Readers can list all articles of a format."),
    )
    lead_image_width = models.CharField(
        _("width of the lead image"),
        max_length=10,
        choices=LeadImageWidth,
        default=LeadImageWidth.LEAD,
        help_text=_("On wide screens. On phones all are as wide as the screen."),
    )
    published_at = models.DateTimeField(
        _("date"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The date that readers see. If empty, the time of publication."),
    )
    updated_at = models.DateTimeField(
        _("updated"),
        null=True,
        blank=True,
        help_text=_(
            "When the article last changed in substance. Readers see this date; leave it as it is "
            "for small changes."
        ),
    )
    ai_use = models.CharField(
        _("use of AI"),
        max_length=20,
        choices=AiUse,
        blank=True,
        help_text=_("Whether AI wrote the text or a part of it. Readers see a note."),
    )

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("format"),
        *BylineMixin.byline_panels,
        *LeadImageMixin.lead_image_panels,
        FieldPanel("lead_image_width"),
        *BodyMixin.body_panels,
        *RepostMixin.editors_note_panels,
        *TopicsMixin.topics_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("published_at"), FieldPanel("updated_at")])],
            heading=_("Dates"),
        ),
        MultiFieldPanel(
            TitleLanguageMixin.title_language_panels,
            heading=_("Language of the title"),
            classname="collapsed",
        ),
        *SeriesMixin.series_panels,
        *BookReferenceMixin.book_panels,
        *StatementMixin.statement_panels,
        *RepostMixin.repost_panels,
        *RelatedReadingMixin.related_panels,
        FieldPanel("ai_use"),
        InlinePanel("corrections", heading=_("Corrections"), label=_("correction")),
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
        verbose_name = _("article")
        indexes = [models.Index(fields=["-published_at", "-page_ptr"], name="articles_by_date")]

    @property
    def summary(self) -> str:
        """The standfirst, under the name that cards use."""
        return self.standfirst

    @property
    def published_time(self) -> datetime | None:
        """The date that readers see, also for drafts."""
        return self.published_at or self.first_published_at

    @property
    def news_time(self) -> datetime | None:
        """The time of publication, by which mixed listings are sorted."""
        return self.published_time

    @property
    def date_line(self) -> str:
        """The day of publication, formatted."""
        moment = self.published_time
        return format_day(localtime(moment)) if moment else ""

    @property
    def schema_type(self) -> str:
        """The schema.org type."""
        return SCHEMA_TYPES.get(self.format, "NewsArticle")

    @property
    def kicker(self) -> str:
        """The label above the title: the format, except for news."""
        return "" if self.format == Format.NEWS else str(Format(self.format).label)

    @property
    def modified_time(self) -> datetime | None:
        """The time of the last substantial change, or of publication."""
        return self.updated_at or self.published_time

    @property
    def is_essay(self) -> bool:
        """Whether it is a longer text, which is set with an initial and an end mark."""
        return self.format in ESSAYS

    def search_metadata(self) -> SearchMetadata:
        """Return the fields of the search index other than the text."""
        moment = self.published_time
        day = localtime(moment).date() if moment else None
        return replace(super().search_metadata(), kind="article", day=day, format=self.format)

    def linked_texts(self) -> list[str]:
        """Return all rich text of the page, whose links are prefetched."""
        corrections = (correction.text for correction in self.corrections.all())
        return [*super().linked_texts(), self.editors_note, *corrections]

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the schema.org properties of a NewsArticle."""
        return {
            **article_properties(self),
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

    def clean(self) -> None:
        """Reject a date after the publication."""
        super().clean()
        if self.published_at and self.published_at > max(now(), self.go_live_at or now()):
            raise ValidationError({"published_at": DATE_IN_FUTURE})

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `published_at` and `first_published_at`, which sorts mixed listings, the same."""
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at
        elif self.live:
            self.first_published_at = self.published_at
        super().save(*args, **kwargs)

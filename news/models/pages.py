"""The pages of articles."""

from datetime import datetime
from typing import Self

from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from contributors.models import BylineMixin
from core.indexes import IndexPage
from core.models import (
    BasePage,
    BasePageQuerySet,
    BodyMixin,
    LeadImageMixin,
    TitleLanguageMixin,
)
from news.formats import SCHEMA_TYPES, Format
from news.schema import article_properties
from topics.models import TopicsMixin
from topics.reading import RelatedReadingMixin


class ArticleIndexPage(IndexPage):
    """A section of the publication: the list of its articles."""

    subpage_types = ["news.ArticlePage"]
    archive_field = "published_at"

    class Meta:
        verbose_name = "section of articles"
        verbose_name_plural = "sections of articles"

    def get_listing(self) -> "ArticlePageQuerySet":
        """Return the visible articles of the section, the latest first."""
        return ArticlePage.objects.descendant_of(self).latest_first()


class SeriesPage(IndexPage):
    """A series: articles of any section that belong together, in the order to read them in."""

    subpage_types = []

    class Meta:
        verbose_name = "series"
        verbose_name_plural = "series"

    def get_listing(self) -> "ArticlePageQuerySet":
        """Return the visible articles of the series, the first part first."""
        return ArticlePage.objects.in_series(self)

    def get_feed_listing(self) -> "ArticlePageQuerySet":
        """Return the visible articles of the series, the latest first."""
        return ArticlePage.objects.filter(series=self).latest_first()


class ArticlePageQuerySet(BasePageQuerySet):
    """Articles."""

    def latest_first(self) -> Self:
        """Visible articles, by the date that readers see, the latest first."""
        return self.visible().order_by("-published_at", "-pk")

    def in_series(self, series: SeriesPage | int) -> Self:
        """Visible articles of a series: by their number, then those without one by date."""
        number = models.F("series_part").asc(nulls_last=True)
        return self.visible().filter(series=series).order_by(number, "published_at", "pk")


class ArticlePage(
    TitleLanguageMixin,
    BylineMixin,
    TopicsMixin,
    RelatedReadingMixin,
    LeadImageMixin,
    BodyMixin,
    BasePage,
):
    """An article: news, an essay, a review."""

    card_template = "news/_card.html"
    listing_prefetch = (*LeadImageMixin.lead_image_prefetch, *BylineMixin.byline_prefetch)
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
    series = models.ForeignKey(
        SeriesPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        help_text="The series it is a part of. A series is a page of its own below the front page.",
    )
    series_part = models.PositiveSmallIntegerField(
        "part",
        null=True,
        blank=True,
        help_text="Its number in the series. Empty: by its date, after those with a number.",
    )
    source_publication = models.CharField(
        "first published in",
        max_length=200,
        blank=True,
        help_text="Only for a repost: the publication where it appeared first. The notice for "
        "reposts of the settings is printed below it.",
    )
    source_url = models.URLField(
        "address of the original", blank=True, help_text="Where the original can be read."
    )
    source_date = models.DateField(
        "date of the original", null=True, blank=True, help_text="When it appeared there."
    )
    source_credit = models.CharField(
        "credit there",
        max_length=200,
        blank=True,
        help_text="Who is named as its author there, where that differs from our byline.",
    )
    source_terms = models.CharField(
        "permission",
        max_length=200,
        blank=True,
        help_text="On what terms we print it: “By permission of the author”, “CC BY-SA 4.0”.",
    )
    editors_note = RichTextField(
        "editor’s note",
        blank=True,
        features=["bold", "italic", "link"],
        help_text="Printed before the text: why a piece from the archive stands here now, what "
        "happened since.",
    )

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("format"),
        *BylineMixin.byline_panels,
        *LeadImageMixin.lead_image_panels,
        FieldPanel("editors_note"),
        *BodyMixin.body_panels,
        *TopicsMixin.topics_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("published_at"), FieldPanel("updated_at")])],
            heading="Dates",
        ),
        MultiFieldPanel(
            [PageChooserPanel("series"), FieldPanel("series_part")],
            heading="Series",
            classname="collapsed",
        ),
        MultiFieldPanel(
            TitleLanguageMixin.title_language_panels,
            heading="Language of the title",
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_publication"),
                FieldPanel("source_url"),
                FieldPanel("source_date"),
                FieldPanel("source_credit"),
                FieldPanel("source_terms"),
            ],
            heading="Repost",
            classname="collapsed",
        ),
        *RelatedReadingMixin.related_panels,
        InlinePanel("corrections", heading="Corrections", label="correction"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("standfirst", boost=2),
        *LeadImageMixin.lead_image_search_fields,
        *BodyMixin.body_search_fields,
        index.SearchField("source_publication"),
        index.SearchField("source_credit"),
        index.SearchField("editors_note"),
        index.FilterField("published_at"),
        index.FilterField("format"),
    ]

    class Meta:
        verbose_name = "article"

    @property
    def summary(self) -> str:
        """The standfirst."""
        return self.standfirst

    @property
    def published_time(self) -> datetime | None:
        """The date that readers see."""
        return self.published_at or self.first_published_at

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
        return "" if self.format == Format.NEWS else self.get_format_display()

    @property
    def modified_time(self) -> datetime | None:
        """When the text last changed in substance, or was published."""
        return self.updated_at or self.published_time

    def canonical_url(self, request: HttpRequest) -> str:
        """Return the address of the original of a repost, else its own."""
        return self.source_url or super().canonical_url(request)

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the properties of schema.org's NewsArticle."""
        return {
            **article_properties(self),
            **self.schema_byline(request),
            **self.schema_topics(request),
        }

    @property
    def public_series(self) -> SeriesPage | None:
        """The series it is a part of, if everybody may read that."""
        return self.series_id and SeriesPage.objects.visible().filter(pk=self.series_id).first()

    @property
    def neighbours(self) -> dict[str, "ArticlePage"]:
        """The `previous` and the `next` part of its series that everybody may read."""
        if not self.series_id:
            return {}
        parts = list(ArticlePage.objects.in_series(self.series_id).defer_streamfields())
        if self not in parts:
            return {}
        place = parts.index(self)
        found = {"previous": parts[place - 1 : place], "next": parts[place + 1 : place + 2]}
        return {name: pages[0] for name, pages in found.items() if pages}

    def save(self, *args: object, **kwargs: object) -> None:
        """Date an article that is published without a date, so that lists can sort by a column."""
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at
        super().save(*args, **kwargs)

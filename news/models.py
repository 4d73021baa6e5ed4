"""Articles, in sections."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from contributors.models import BylineMixin
from core.indexes import IndexPage
from core.models import BasePage, BasePageQuerySet, BodyMixin, LeadImageMixin
from topics.models import TopicsMixin


class ArticleIndexPage(IndexPage):
    """A section of the publication: the list of its articles."""

    subpage_types = ["news.ArticlePage"]

    class Meta:
        verbose_name = "section of articles"
        verbose_name_plural = "sections of articles"

    def get_listing(self) -> "ArticlePageQuerySet":
        """Return the visible articles of the section, the latest first."""
        return ArticlePage.objects.descendant_of(self).latest_first()


class ArticlePageQuerySet(BasePageQuerySet):
    """Articles."""

    def latest_first(self) -> Self:
        """Visible articles, by the date that readers see, the latest first."""
        return self.visible().order_by("-published_at", "-pk")


class ArticlePage(BylineMixin, TopicsMixin, LeadImageMixin, BodyMixin, BasePage):
    """An article: news, an essay, a review."""

    card_template = "news/_card.html"
    listing_prefetch = (*LeadImageMixin.lead_image_prefetch, *BylineMixin.byline_prefetch)
    page_prefetch = TopicsMixin.topics_prefetch
    subpage_types = []

    standfirst = models.TextField(
        blank=True,
        max_length=500,
        help_text="One or two sentences below the title that make somebody read on; also shown "
        "in lists. Leave the author’s name to the byline.",
    )
    published_at = models.DateTimeField(
        "date",
        null=True,
        blank=True,
        db_index=True,
        help_text="The date that readers see. Leave it empty for the moment of publication.",
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

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        *BylineMixin.byline_panels,
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
        *TopicsMixin.topics_panels,
        FieldPanel("published_at"),
        MultiFieldPanel(
            [FieldPanel("source_publication"), FieldPanel("source_url")],
            heading="Repost",
            classname="collapsed",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("standfirst", boost=2),
        *LeadImageMixin.lead_image_search_fields,
        *BodyMixin.body_search_fields,
        index.SearchField("source_publication"),
        index.FilterField("published_at"),
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

    def save(self, *args: object, **kwargs: object) -> None:
        """Date an article that is published without a date, so that lists can sort by a column."""
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at
        super().save(*args, **kwargs)
